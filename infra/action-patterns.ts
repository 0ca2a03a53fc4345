/**
 * Access levels by action, `sagemaker:CreateModel` -> `Write`: all actions of the services in question, as AWS's service
 * authorization reference lists them. https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export type AccessLevels = ReadonlyMap<string, string>;

/** A text with `*` that stands for several actions. */
interface Pattern {
  readonly text: string;
  /** Those of the list that it stands for. */
  readonly members: readonly string[];
  /** Those beyond the list that it stands for as well. */
  readonly others: readonly string[];
}

/** Access levels that change nothing. */
const READING = ['Read', 'List'];

/**
 * Shortens a list of actions to a number of characters of JSON, by patterns (`sagemaker:*Trial*`) in place of their members.
 *
 * First by patterns that stand, by the reference, for actions of the list and for no other: they admit nothing more. Where these
 * are not enough, also by patterns whose other actions only read. A pattern never stands for an action that writes and is not in
 * the list, and never for actions of IAM, some of which hand out power. Only as many patterns are used as are needed, those that
 * save most first, so the result depends on the list, the reference and the number alone.
 * @throws Error where even the last is not enough
 */
export function shortened(actions: readonly string[], characters: number, levels: AccessLevels): readonly string[] {
  const patterns = patternsOf(actions, levels);
  const exact = replaced(
    actions,
    patterns.filter(({ others }) => others.length === 0),
    characters,
  );
  if (listSize(exact) <= characters) return exact;
  const reading = replaced(actions, patterns, characters);
  if (listSize(reading) <= characters) return reading;
  throw new Error(`The actions take ${String(listSize(reading))} of ${String(characters)} characters, even as patterns.`);
}

export function listSize(texts: readonly string[]): number {
  return JSON.stringify(texts).length;
}

/** Puts patterns in place of their members, one after the other, until the list is short enough or none saves anything. */
function replaced(actions: readonly string[], patterns: readonly Pattern[], characters: number): readonly string[] {
  let list = [...actions].sort();
  const names = new Set(list);
  while (listSize(list) > characters) {
    const ranked = patterns
      .map((pattern) => ({ ...pattern, members: pattern.members.filter((member) => names.has(member)) }))
      .map((pattern) => ({ ...pattern, saved: listSize(pattern.members) - listSize([pattern.text]) }))
      .sort((a, b) => b.saved - a.saved || (a.text < b.text ? -1 : 1));
    const [best] = ranked;
    if (best === undefined || best.saved <= 0) return list;
    for (const member of best.members) names.delete(member);
    list = [...list.filter((text) => !best.members.includes(text)), best.text].sort();
  }
  return list;
}

/** Every pattern made of whole words that stands for several of the actions and otherwise for reading ones at most. */
function patternsOf(actions: readonly string[], levels: AccessLevels): readonly Pattern[] {
  const wanted = new Set(actions);
  const services = [...new Set(actions.map(serviceOf))].filter((service) => service !== 'iam').sort();
  return services.flatMap((service) => {
    const own = actions.filter((action) => serviceOf(action) === service);
    const known = [...levels.keys()].filter((action) => serviceOf(action) === service);
    const universe = [...new Set([...known, ...own])];
    return [...new Set(own.flatMap(generalised))].sort().flatMap((text) => {
      const matching = universe.filter((action) => admits(text, action));
      const members = matching.filter((action) => wanted.has(action));
      const others = matching.filter((action) => !wanted.has(action));
      const isHarmless = others.every((action) => READING.includes(levels.get(action) ?? ''));
      return members.length > 1 && isHarmless ? [{ text, members, others }] : [];
    });
  });
}

/** `s:DescribeTrialComponent` as `s:*`, `s:Describe*`, `s:*Trial*`, `s:*Component`, `s:Describe*Component`, … */
function generalised(action: string): string[] {
  const service = serviceOf(action);
  const words = action.slice(service.length + 1).match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? [];
  const cuts = words.map((_, index) => index).concat(words.length);
  return cuts.flatMap((from) =>
    cuts
      .filter((to) => to >= from)
      .flatMap((to) => {
        const [before, within, after] = [words.slice(0, from), words.slice(from, to), words.slice(to)].map((part) => part.join(''));
        return [`${service}:${before ?? ''}*${after ?? ''}`, ...(within === '' ? [] : [`${service}:*${within ?? ''}*`])];
      }),
  );
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/** Whether the text, in which `*` stands for any characters, stands for the action. IAM does not tell capitals from small letters here. */
export function admits(text: string, action: string): boolean {
  const parts = text.toLowerCase().split('*');
  return new RegExp(`^${parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(action.toLowerCase());
}
