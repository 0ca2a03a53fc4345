import { nearestName, type Issue } from '../lambda/core/errors';
import { explain, type AccessRequest, type EvaluatedPolicies } from '../lambda/core/explain';
import { explanationLines } from '../lambda/core/explain-words';
import { readPolicy } from '../lambda/core/foreign-policy';
import type { Desired } from '../lambda/core/desire';
import { jsonText } from './json-text';
import { catalog } from '../lambda/catalog';
import { DONE, FOUND, type Outcome } from './outcome';
import { desiredOf } from './render';
import { roleSource, type SourceOptions } from './role-source';
import { assertUsage } from './wrong-usage';

export interface ExplainOptions extends SourceOptions {
  /** File with the role. */
  readonly of?: string;
  /** Name of a role in the account. */
  readonly live?: string;
  /** `key=value` */
  readonly context?: readonly string[];
  readonly json?: true;
}

/**
 * `persona-role explain --of FILE`: whether the role of a file may do something, and by which statement.
 * @param resource ARN, `*` for an action without resource
 */
export function explainOffline(action: string, resource: string, options: ExplainOptions): Outcome {
  assertQuestion(action, resource, options);
  const source = roleSource(options.of ?? '', options);
  const desired = desiredOf(source, options);
  const words = `${source.words}The permissions boundary, and policies elsewhere, are not part of this.\n`;
  return explained({ action, resource, context: contextOf(options.context) }, { identity: policiesOf(desired) }, words, options);
}

/** Of AWS's actions one has a hyphen: vpc-lattice:AssociateViaAWSService-EventsAndStates. */
const ACTION = /^[a-z0-9-]+:[a-z0-9-]+$/i;
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
      isRight(assignment.indexOf('=') > 0, { path: '--context', message: `"${assignment}" is not of the form key=value` }),
    ),
  ]);
}

/** Letters in which an action may differ from a known one and be taken for a misspelling of it: with two, Put would be one of Get. */
const MISSPELT = 1;

/** The known action that one which is not known is near to; AWS has more of them than the catalogue and the role name. */
function nearestAction(action: string, { identity }: EvaluatedPolicies): string | undefined {
  const ofRole = identity.flatMap(({ action: { patterns } }) => patterns).filter((pattern) => !/[*?]/.test(pattern));
  const ofCatalog = [...catalog.activities.values()].flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action));
  const nearest = nearestName(action, [...ofRole, ...ofCatalog], MISSPELT);
  return nearest?.toLowerCase() === action.toLowerCase() ? undefined : nearest;
}

/** What a request comes to: exit code 0 if it is allowed, 1 if not. */
export function explained(
  request: AccessRequest,
  policies: EvaluatedPolicies,
  words: string,
  { json }: Pick<ExplainOptions, 'json'>,
): Outcome {
  const explanation = explain(request, policies);
  const didYouMean = explanation.decision === 'allowed' ? undefined : nearestAction(request.action, policies);
  const hint = didYouMean === undefined ? [] : [`  did you mean ${didYouMean}?`];
  const [answer = '', ...rest] = explanationLines(explanation);
  return {
    output: json ? jsonText({ ...explanation, didYouMean }) : `${[answer, ...hint, ...rest].join('\n')}\n`,
    words,
    exitCode: explanation.decision === 'allowed' ? DONE : FOUND,
  };
}

/** The policies as a provider would write them, before they are merged and packed: each statement tells its activity. */
export function policiesOf({ statements }: Desired): EvaluatedPolicies['identity'] {
  return readPolicy('SageMakerPersona', { Version: '2012-10-17', Statement: statements });
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
