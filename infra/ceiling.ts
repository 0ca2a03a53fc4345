import type { ActivityTemplate } from '../lambda/core/template';
import { shortened, type AccessLevels } from './action-patterns';

/** What the policy templates need of the permissions boundary under which their roles live. */
export interface Ceiling {
  /** Actions of all activities but iam:PassRole, sorted; a pattern such as `sagemaker:*Trial*` may stand for several. */
  readonly actions: readonly string[];
  /** Service principals that the activities pass roles to, sorted. */
  readonly passedToServices: readonly string[];
}

/**
 * Characters that the action list may take. A managed policy holds 6,144; the rest is for the frame of the document, for the
 * services and for the ARNs of passable roles, which are known at deployment only.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const ACTIONS_BUDGET = 4608;

/**
 * The ceiling over the given activities, of every version. A role has one boundary, and what the boundary does not admit its
 * policies cannot allow, so all actions have to fit into one managed policy: by their names as long as they fit, beyond that by
 * patterns. The patterns are chosen by the reference so that they admit nothing beyond the activities; only where that does not
 * suffice may they admit other actions of the same services that read. Actions that AWS adds later may match a pattern until the
 * provider is built with a newer reference: a boundary grants nothing, so they remain out of reach of every role whose own
 * policies do not name them, and policies made by the provider name actions of the catalogue only.
 *
 * Resources and conditions are left to the roles' own policies, with one exception: iam:PassRole stands apart, for passable roles
 * and for the services that some activity passes roles to.
 * @param levels all actions of the activities' services
 * @throws Error where the actions do not fit, or an activity passes roles to any service.
 */
export function ceiling(activities: readonly ActivityTemplate[], levels: AccessLevels): Ceiling {
  const statements = activities.flatMap((activity) => activity.Statements);
  const actions = new Set(statements.flatMap((statement) => statement.Action));
  actions.delete('iam:PassRole');
  const passes = statements.filter((statement) => statement.Action.includes('iam:PassRole'));
  const services = passes.map((statement) => statement.Condition?.['StringEquals']?.['iam:PassedToService'] ?? []);
  if (services.some((named) => named.length === 0)) throw new Error('An activity grants iam:PassRole without iam:PassedToService.');
  return {
    actions: shortened([...actions], ACTIONS_BUDGET, levels),
    passedToServices: [...new Set(services.flat())].sort(),
  };
}
