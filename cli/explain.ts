import { explain, type AccessRequest, type EvaluatedPolicies } from '../lambda/core/explain';
import { explanationLines } from '../lambda/core/explain-words';
import { readPolicy } from '../lambda/core/foreign-policy';
import type { Desired } from '../lambda/core/desire';
import { explainHints } from './explain-hints';
import { assertQuestion, contextOf, type ExplainOptions } from './explain-question';
import { jsonText } from './json-text';
import { DONE, FOUND, type Outcome } from './outcome';
import { desiredOf } from './render';
import { roleSource } from './role-source';

export type { ExplainOptions } from './explain-question';

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

/** What a request comes to: exit code 0 if it is allowed, 1 if not. */
export function explained(
  request: AccessRequest,
  policies: EvaluatedPolicies,
  words: string,
  { json }: Pick<ExplainOptions, 'json'>,
): Outcome {
  const explanation = explain(request, policies);
  const { didYouMean, lines, unused } = explainHints(explanation, policies);
  const [answer = '', ...rest] = explanationLines(explanation);
  return {
    output: json ? jsonText({ ...explanation, didYouMean }) : `${[answer, ...lines, ...rest].join('\n')}\n`,
    words: `${unused.map((line) => `${line}\n`).join('')}${words}`,
    exitCode: explanation.decision === 'allowed' ? DONE : FOUND,
  };
}

/** The policies as a provider would write them, before they are merged and packed: each statement tells its activity. */
export function policiesOf({ statements }: Desired): EvaluatedPolicies['identity'] {
  return readPolicy('SageMakerPersona', { Version: '2012-10-17', Statement: statements });
}
