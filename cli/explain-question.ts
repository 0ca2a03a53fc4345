import type { Issue } from '../lambda/core/errors';
import type { SourceOptions } from './role-source';
import { assertUsage } from './wrong-usage';

export interface ExplainOptions extends SourceOptions {
  /** File with the role. */
  readonly of?: string;
  /** Name of a role in the account. */
  readonly live?: string;
  /** `service:Key=value` */
  readonly context?: readonly string[];
  readonly json?: true;
}

/** Of AWS's actions one has a hyphen: vpc-lattice:AssociateViaAWSService-EventsAndStates. */
const ACTION = /^[a-z0-9-]+:[a-z0-9-]+$/i;
/** Every condition key has its service, or the name of a sign-in provider, before a colon. */
const ASSIGNMENT = /^[^\s:=]+:[^=]+=/;
const ARN = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./;

/**
 * A question that no policy can answer with yes is wrong usage: its "no" would say nothing.
 * @throws WrongUsage with every fault of the command
 */
export function assertQuestion(action: string, resource: string, { of, live, context = [] }: ExplainOptions): void {
  const isRight = (fits: boolean, fault: Issue): Issue[] => (fits ? [] : [fault]);
  assertUsage([
    ...isRight((of === undefined) !== (live === undefined), { path: '', message: 'give the role either by --of FILE or by --live NAME' }),
    ...isRight(ACTION.test(action), { path: '', message: `"${action}" is not of the form service:Action, such as s3:GetObject` }),
    ...isRight(resource === '*' || ARN.test(resource), {
      path: '',
      message: `"${resource}" is neither an ARN, such as arn:aws:s3:::my-bucket/key, nor *`,
    }),
    ...context.flatMap((assignment) =>
      isRight(ASSIGNMENT.test(assignment), {
        path: '--context',
        message: `"${assignment}" is not of the form service:Key=value, such as aws:SourceVpc=vpc-0123456789abcdef0`,
      }),
    ),
  ]);
}

/** A key that is given several times has several values. @param assignments each as {@link assertQuestion} admits it */
export function contextOf(assignments: readonly string[] = []): Readonly<Record<string, string | readonly string[]>> {
  const context = new Map<string, string[]>();
  for (const assignment of assignments) {
    const at = assignment.indexOf('=');
    const key = assignment.slice(0, at);
    const values = context.get(key) ?? [];
    context.set(key, [...values, assignment.slice(at + 1)]);
  }
  return Object.fromEntries([...context].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]));
}
