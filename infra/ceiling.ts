import type { ActivityTemplate } from '../lambda/core/template';

/** What the policy templates need of the permissions boundary under which their roles live. */
export interface Ceiling {
  /** Actions of all activities but iam:PassRole, sorted; a family of actions may be written as `service:Verb*`. */
  readonly actions: readonly string[];
  /** Service principals that the activities pass roles to, sorted. */
  readonly passedToServices: readonly string[];
}

/**
 * Characters that the action list may take. A managed policy holds 6,144; the rest is for the frame of the document and for
 * the ARNs of passable roles, which are known at deployment only.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const ACTIONS_BUDGET = 4608;

/** Verbs that read. Where the list is too long, their families are the first to be shortened. */
const READING_VERBS = ['Describe', 'List', 'Get', 'Batch', 'Search'];

/**
 * The ceiling over the given activities: every action by its name, as long as the list fits into a managed policy.
 * Beyond that, families (`sagemaker:Describe*`) take the place of their members, reading ones first, then the longest.
 * @throws Error when even that does not fit.
 */
export function ceiling(activities: readonly ActivityTemplate[]): Ceiling {
  const statements = activities.flatMap((activity) => activity.Statements);
  const actions = new Set(statements.flatMap((statement) => statement.Action));
  const passes = actions.delete('iam:PassRole');
  const passedToServices = new Set(
    statements
      .filter((statement) => statement.Action.includes('iam:PassRole'))
      .flatMap((statement) => Object.values(statement.Condition ?? {}).flatMap((keys) => keys['iam:PassedToService'] ?? [])),
  );
  if (passes && passedToServices.size === 0) throw new Error('An activity grants iam:PassRole without iam:PassedToService.');
  return { actions: shortened([...actions].sort()), passedToServices: [...passedToServices].sort() };
}

function listSize(actions: readonly string[]): number {
  return JSON.stringify(actions).length;
}

/** Replaces families by their pattern, one after the other, until the list fits. IAM's actions are never shortened: some hand out power. */
function shortened(actions: readonly string[]): readonly string[] {
  const candidates = families(actions.filter((action) => !action.startsWith('iam:')));
  let list = actions;
  for (const { pattern, members } of candidates) {
    if (listSize(list) <= ACTIONS_BUDGET) return list;
    list = [...list.filter((action) => !members.includes(action)), pattern].sort();
  }
  if (listSize(list) <= ACTIONS_BUDGET) return list;
  throw new Error(
    `The actions of the policy templates take ${String(listSize(list))} of ${String(ACTIONS_BUDGET)} characters in the ceiling, even as families.`,
  );
}

interface Family {
  readonly pattern: string;
  readonly members: readonly string[];
}

/** Actions of one service that begin with the same word, where there are several; in the order in which to shorten them. */
function families(actions: readonly string[]): readonly Family[] {
  const byPattern = new Map<string, string[]>();
  for (const action of actions) {
    const stem = /^[a-z0-9-]+:[A-Z][a-z0-9]*/.exec(action)?.[0];
    if (stem !== undefined) byPattern.set(`${stem}*`, [...(byPattern.get(`${stem}*`) ?? []), action]);
  }
  const saved = ({ pattern, members }: Family): number => listSize(members) - listSize([pattern]);
  const isReading = ({ pattern }: Family): boolean => READING_VERBS.some((verb) => pattern.endsWith(`:${verb}*`));
  return [...byPattern]
    .map(([pattern, members]) => ({ pattern, members }))
    .filter((family) => family.members.length > 1)
    .sort((a, b) => Number(isReading(b)) - Number(isReading(a)) || saved(b) - saved(a) || (a.pattern < b.pattern ? -1 : 1));
}
