import { canonicalize } from './canonical';
import type { Change, ChangeKind } from './compare';
import type { Permission } from './diff';
import type { Conditions } from './policy';
import type { StatementSource } from './statement-id';

/** The kinds in the order in which a reader wants them, each with what it means. */
const KINDS: Readonly<Record<ChangeKind, string>> = {
  gained: 'gained: allowed now, and not before',
  loosened: 'loosened: allowed in more cases than before',
  changed: 'changed: allowed under other conditions, which may admit more',
  tightened: 'tightened: allowed in fewer cases than before',
  lost: 'lost: not allowed any more',
};

/** Changes as lines of text, those alike together: the kind, then where they come from, actions, resources, and conditions. */
export function changeLines(changes: readonly Change[]): string[] {
  return Object.entries(KINDS).flatMap(([kind, words]) => {
    const alike = changes.filter((change) => change.kind === kind);
    return alike.length === 0 ? [] : [words, ...groups(alike).flatMap(groupLines)];
  });
}

/** Changes that differ in action and resource alone. */
function groups(changes: readonly Change[]): (readonly Change[])[] {
  const found = new Map<string, Change[]>();
  for (const change of changes) {
    const { source, before, after, deniesGone, deniesNew } = change;
    const key = canonicalize([sourceWords(source), before, after, deniesGone.map(denyWords), deniesNew.map(denyWords)]);
    const group = found.get(key) ?? [];
    found.set(key, [...group, change]);
  }
  return [...found.values()];
}

function groupLines(group: readonly Change[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
  return [
    `  ${sourceWords(first.source)}`,
    ...unique(group.map(({ action }) => action)).map((action) => `    ${action}`),
    ...unique(group.map(({ resource }) => resource)).map((resource) => `      on ${resource}`),
    ...conditionLines(first),
    // What is not allowed any more needs no Deny, and what is new was not held back by one.
    ...(first.after.length === 0 ? [] : unique(first.deniesGone.map(denyWords)).map((words) => `      no longer denied ${words}`)),
    ...(first.before.length === 0 || first.after.length === 0
      ? []
      : unique(first.deniesNew.map(denyWords)).map((words) => `      now denied ${words}`)),
  ];
}

/** For a permission that is new or gone, its conditions; else those that are no longer there, and those that are new. */
function conditionLines({ before, after }: Change): string[] {
  const line = (intro: string, conditions: Conditions): string[] => conditionWords(conditions).map((words) => `      ${intro} ${words}`);
  const only = (left: readonly Conditions[], right: readonly Conditions[]): readonly Conditions[] =>
    left.filter((one) => !right.some((other) => canonicalize(one) === canonicalize(other)));
  if (before.length === 0) return after.flatMap((conditions) => line('if', conditions));
  if (after.length === 0) return before.flatMap((conditions) => line('was allowed if', conditions));
  return [
    ...only(before, after).flatMap((conditions) => line('before: if', conditions)),
    ...only(after, before).flatMap((conditions) =>
      conditionWords(conditions).length === 0 ? ['      now: always'] : line('now: if', conditions),
    ),
  ];
}

/** `sagemaker:VpcSubnets ForAllValues:StringEquals subnet-1, subnet-2` */
function conditionWords(conditions: Conditions): string[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      operator === 'Null'
        ? `${key} is ${values.map((value) => (value === 'true' ? 'absent' : 'present')).join(' or ')}`
        : `${key} ${operator} ${values.join(', ')}`,
    ),
  );
}

function denyWords({ resource, condition }: Permission): string {
  const conditions = conditionWords(condition).join(' and ');
  return [resource === '*' ? 'anywhere' : `on ${resource}`, ...(conditions === '' ? [] : [`if ${conditions}`])].join(' ');
}

function sourceWords(source: StatementSource): string {
  switch (source.kind) {
    case 'activity':
      return `${source.activity}@${String(source.version)}, ${source.sid}`;
    case 'guard':
    case 'other':
      return source.sid ?? 'a statement without id';
  }
}
