import { canonicalize } from '../../lambda/core/canonical';
import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { PersonaRoleError } from '../../lambda/core/errors';
import { policySize, policyText, statementText } from '../../lambda/core/policy';
import type { Scope } from '../../lambda/core/scope';
import { randomLimitedRoles } from './limited-roles';
import { catalog } from './policy-files';
import { SCOPE, SCOPES } from './samples';

const CONFIGURATION = parseConfiguration({ AllowAdditionalStatements: true, ManagedPoliciesPerRole: 50 });

/** With a statement of the author's own, in which there is something to escape. */
const ADDITIONAL = [
  {
    Effect: 'Deny',
    Action: ['s3:DeleteObject'],
    Resource: ['*'],
    Condition: { StringNotEquals: { 'aws:PrincipalTag/été': ['x","Effect":"Allow'], 'aws:PrincipalTag/path': ['a\\b'] } },
  },
];

/** A role of the first place, moved to another one; `undefined` where it does not fit IAM's quotas. */
function roleIn(scope: Scope, properties: unknown): DesiredRole | undefined {
  const ofSample = (text: string): string =>
    text.replaceAll(`arn:${SCOPE.partition}:`, `arn:${scope.partition}:`).replaceAll(SCOPE.region, scope.region);
  try {
    return desiredRole(JSON.parse(ofSample(JSON.stringify(properties))), { catalog, configuration: CONFIGURATION, scope });
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'ServiceLimitExceeded') return undefined;
    throw error;
  }
}

/** What a reader of the JSON sees. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

it('statements and documents of any role, in all partitions by turns, have the text of what they hold', () => {
  const roles = randomLimitedRoles(120, 20261125).flatMap(
    ({ properties }, index) => roleIn(SCOPES[index % SCOPES.length] ?? SCOPE, { ...properties, AdditionalStatements: ADDITIONAL }) ?? [],
  );
  expect(roles.length).toBeGreaterThan(80);
  for (const { statements, inlinePolicy, managedPolicies, trustPolicy } of roles) {
    expect(statements.map(statementText)).toEqual(statements.map((statement) => canonicalize(plain(statement))));
    const documents = [inlinePolicy, ...managedPolicies].map(({ PolicyDocument }) => PolicyDocument);
    for (const document of [...documents, trustPolicy]) {
      expect(JSON.parse(policyText(document))).toEqual(plain(document));
      expect(policyText(document)).toBe(canonicalize(plain(document)));
      expect(policySize(document)).toBe(policyText(document).length);
    }
  }
});
