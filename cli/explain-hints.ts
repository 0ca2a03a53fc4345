import { catalog } from '../lambda/catalog';
import { nearestName } from '../lambda/core/errors';
import type { EvaluatedPolicies, Explanation } from '../lambda/core/explain';
import type { PolicyStatement } from '../lambda/core/foreign-policy';

/** What may help one who asked and did not get what was meant. */
export interface ExplainHints {
  /** The known action that one which is not known is near to. */
  readonly didYouMean: string | undefined;
  /** Lines behind the answer. */
  readonly lines: readonly string[];
  /** What the request says of itself and nothing asks for, a line each. */
  readonly unused: readonly string[];
}

export function explainHints(explanation: Explanation, policies: EvaluatedPolicies): ExplainHints {
  const { request, decision } = explanation;
  const didYouMean = decision === 'allowed' ? undefined : nearestAction(request.action, policies);
  const resources = request.resource === '*' && decision === 'implicitlyDenied' ? namedResources(explanation) : [];
  return {
    didYouMean,
    lines: [
      ...(didYouMean === undefined ? [] : [`  did you mean ${didYouMean}?`]),
      ...(resources.length === 0 ? [] : [`  without an ARN it is asked about *; name what it is done to, such as ${resources[0] ?? ''}`]),
    ],
    unused: unusedKeys(Object.keys(request.context), policies),
  };
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

/** What the statements are about that would allow the action. */
function namedResources({ identity }: Explanation): readonly string[] {
  return identity.nearMisses.flatMap(({ mismatches }) =>
    mismatches.flatMap((mismatch) =>
      mismatch.kind === 'resource' && mismatch.selection.names === 'these' ? mismatch.selection.patterns : [],
    ),
  );
}

/** A misspelt key would change nothing in silence. */
function unusedKeys(given: readonly string[], { identity, boundary = [] }: EvaluatedPolicies): readonly string[] {
  const asked = [...new Set([...identity, ...boundary].flatMap(keysOf))];
  return given
    .filter((key) => !asked.some((other) => other.toLowerCase() === key.toLowerCase()))
    .map((key) => {
      const nearest = nearestName(key, asked);
      return `no statement of the role asks for ${key}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
    });
}

/** Keys of conditions, and those that stand as variables in resources and values. */
function keysOf({ resource, conditions }: PolicyStatement): readonly string[] {
  const texts = [...resource.patterns, ...conditions.flatMap(({ values }) => values)];
  const variables = texts.flatMap((text) => [...text.matchAll(/\$\{\s*([^,}]+?)\s*[,}]/g)].map((match) => match[1] ?? ''));
  return [...conditions.map(({ key }) => key), ...variables];
}
