/** `*`: any run of characters, also none. */
const ANY_RUN = Symbol('any run of characters');
/** `?`: any one character. */
const ANY_ONE = Symbol('any one character');

type Glyph = string | typeof ANY_RUN | typeof ANY_ONE;

/** A text of a policy in which `*` and `?` are wildcards, a glyph for each character. A literal glyph stands for itself, even if it is a `*`. */
export type Pattern = readonly Glyph[];

/** Every character for itself. */
export function literal(text: string): Pattern {
  return Array.from(text);
}

export function wildcards(text: string): Pattern {
  return Array.from(text).map((character) => (character === '*' ? ANY_RUN : character === '?' ? ANY_ONE : character));
}

export function lowerCase(pattern: Pattern): Pattern {
  return pattern.map((glyph) => (typeof glyph === 'string' ? glyph.toLowerCase() : glyph));
}

/** Whether the whole text is of the pattern's form. Case counts. */
export function fits(text: string, pattern: Pattern): boolean {
  const characters = Array.from(text);
  let at = 0;
  let next = 0;
  // Where the last run began, in the pattern and in the text, to try again with one character more.
  let run = -1;
  let runAt = 0;
  while (at < characters.length) {
    const glyph = pattern[next];
    if (glyph === ANY_RUN) {
      run = next;
      runAt = at;
      next += 1;
    } else if (glyph === ANY_ONE || (glyph !== undefined && glyph === characters[at])) {
      at += 1;
      next += 1;
    } else if (run >= 0) {
      runAt += 1;
      at = runAt;
      next = run + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(next).every((glyph) => glyph === ANY_RUN);
}

/** Parts of an ARN: `arn`, partition, service, Region, account, resource. Only the last may contain a colon. */
const ARN_PARTS = 6;

/**
 * Whether an ARN is of the pattern's form. Each part is compared apart, so that a wildcard does not reach over a colon into the next part.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html ("Each of the six
 * colon-delimited components of the ARN is checked separately and each can include multi-character match wildcards (*) or single-character")
 * @returns `undefined` where the pattern is not one of an ARN
 */
export function arnFits(arn: string, pattern: Pattern): boolean | undefined {
  const texts = parts(Array.from(arn));
  const patterns = parts(pattern);
  if (patterns.length !== ARN_PARTS) return undefined;
  return texts.length === ARN_PARTS && patterns.every((part, index) => fits((texts[index] ?? []).join(''), part));
}

/**
 * Whether a resource is one that the `Resource` element names: `*` names all, and missing parts of an ARN are wildcards.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceFits(resource: string, pattern: Pattern): boolean {
  if (pattern.length === 1 && pattern[0] === ANY_RUN) return true;
  const given = parts(pattern);
  const missing = Array.from({ length: ARN_PARTS - given.length }, (): Pattern => [':', ANY_RUN]);
  return arnFits(resource, [...pattern, ...missing.flat()]) === true;
}

function parts<T extends Glyph>(glyphs: readonly T[]): T[][] {
  const found: T[][] = [[]];
  for (const glyph of glyphs) {
    if (glyph === ':' && found.length < ARN_PARTS) found.push([]);
    else found.at(-1)?.push(glyph);
  }
  return found;
}
