/** A command of a transcript and the lines that it is said to print. */
export interface Exchange {
  readonly command: string;
  readonly shown: readonly string[];
}

/** What a line or a part of a line stands for that was left out. */
const LEFT_OUT = '...';

/** Reads a transcript: lines that begin with `$ ` are commands, what follows is their output. */
export function exchangesOf(transcript: string): Exchange[] {
  const lines = transcript.trimEnd().split('\n');
  const starts = lines.flatMap((line, index) => (line.startsWith('$ ') ? [index] : []));
  if (starts[0] !== 0) throw new Error('a transcript begins with a command: "$ ..."');
  return starts.map((start, at) => ({ command: (lines[start] ?? '').slice(2), shown: lines.slice(start + 1, starts[at + 1]) }));
}

/**
 * The first shown line that the output does not have where it should, or `undefined`. Shown lines follow each other directly, unless
 * `...` stands between them; a command without shown lines may print anything.
 */
export function firstDifference(shown: readonly string[], output: string): string | undefined {
  if (shown.length === 0) return undefined;
  const printed = output.trimEnd().split('\n');
  let next = 0;
  let maySkip = false;
  for (const line of shown) {
    if (line === LEFT_OUT) {
      maySkip = true;
      continue;
    }
    const pattern = patternOf(line);
    const found = maySkip ? printed.findIndex((candidate, index) => index >= next && pattern.test(candidate)) : next;
    if (found === -1 || !pattern.test(printed[found] ?? '')) return line;
    next = found + 1;
    maySkip = false;
  }
  return maySkip || next === printed.length ? undefined : `(the end; but then it prints: ${printed[next] ?? ''})`;
}

function patternOf(line: string): RegExp {
  const literals = line.split(LEFT_OUT).map((literal) => literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`);
}
