import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { PersonaRoleError } from '../../lambda/core/errors';
import { explain } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import { LIMITS } from '../../lambda/core/limit';
import { policyDocument, type AnyStatement, type PolicyDocument } from '../../lambda/core/policy';
import { simulated } from '../core/simulated';
import { BypassChecker, EVERYTHING } from './bypass';
import { sageMakerActions } from './limit-reference';
import { personaRoles, randomLimitedRoles, roleOf, type LimitedRole, type RoleProperties } from './limited-roles';
import { catalog } from './policy-files';
import { SCOPE } from './samples';

/** How many sets of activities are searched; more on demand. The seed makes them the same ones every time. */
const SETS = Number(process.env['BYPASS_SETS'] ?? '150');
const SEED = 20261124;
/** Requests on which the simulator is asked too. */
const SAMPLE = 200;

const SURROUNDINGS = { catalog, configuration: parseConfiguration({ DeniedActivities: [] }), scope: SCOPE };
let checker: BypassChecker;

beforeAll(async () => {
  checker = new BypassChecker(await sageMakerActions(), catalog.limits);
});

/** The role; `undefined` where it is beyond IAM's quotas, so that there never is one. */
function rendered(properties: RoleProperties): DesiredRole | undefined {
  try {
    return desiredRole(properties, SURROUNDINGS);
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'ServiceLimitExceeded') return undefined;
    throw error;
  }
}

function documentsOf({ inlinePolicy, managedPolicies }: DesiredRole): readonly PolicyDocument[] {
  return [inlinePolicy, ...managedPolicies].map(({ PolicyDocument }) => PolicyDocument);
}

/** Everything that is found in roles, and a line about how much was looked at. */
function search(roles: readonly LimitedRole[]): { readonly findings: readonly string[]; readonly line: string } {
  const reports = roles.flatMap(({ properties, lists }) => {
    const role = rendered(properties);
    return role === undefined ? [] : [checker.check(documentsOf(role), lists)];
  });
  const sum = (count: 'asked' | 'evaluated'): number => reports.reduce((total, report) => total + report[count], 0);
  const refused = roles.length - reports.length;
  return {
    findings: [...new Set(reports.flatMap(({ findings }) => findings))],
    line: `${String(reports.length)} roles (${String(refused)} beyond the quotas): ${String(sum('asked'))} requests, ${String(sum('evaluated'))} of them different`,
  };
}

it('no persona has a way around its limits, and its guards deny nothing that it is for', () => {
  const { findings, line } = search(personaRoles());
  process.stdout.write(`personas with limits: ${line}\n`);
  expect(findings).toEqual([]);
});

it('no set of activities has a way around its limits, and its guards deny nothing that it is for', () => {
  const { findings, line } = search(randomLimitedRoles(SETS, SEED));
  process.stdout.write(`random sets of activities with limits: ${line}\n`);
  expect(findings).toEqual([]);
}, 3_600_000);

/** The guards of all limits together do not fit a role's inline policy, hence two roles. */
describe.each([
  { what: 'every limit but tags', limits: LIMITS.filter((limit) => limit !== 'ResourceTags') },
  { what: 'tags', limits: ['ResourceTags'] as const },
])('what the search can find in a role with $what', ({ limits }) => {
  const activities = [...catalog.activities.values()].filter(({ Activity }) => ['ManageJobs', 'ManageModels'].includes(Activity));
  const { properties, lists } = roleOf(activities, limits);
  const { statements } = desiredRole(properties, SURROUNDINGS);
  const guards = statements.filter(({ Effect }) => Effect === 'Deny');

  function findings(changed: readonly AnyStatement[]): readonly string[] {
    return checker.check([policyDocument(changed)], lists).findings;
  }

  it('is nothing as the role is rendered', () => {
    expect(findings(statements)).toEqual([]);
  });

  it.each(guards)('is that $Sid is not there', (guard) => {
    const found = findings(statements.filter((statement) => statement !== guard));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((finding) => !finding.startsWith('not denied although'))).toEqual([]);
  });

  it('is a guard that denies what the role is for', () => {
    const wrong = {
      Sid: 'GuardTooMuch',
      Effect: 'Deny',
      Action: ['sagemaker:CreateTransformJob'],
      Resource: ['*'],
      Condition: { Null: { 'aws:SourceVpc': ['true'] } },
    } as const;
    const found = findings([...statements, wrong]);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((finding) => !(finding.startsWith('denied although') && finding.includes('CreateTransformJob')))).toEqual([]);
  });
});

it('the policy simulator decides as the evaluator does', () => {
  const asked = personaRoles().flatMap(({ properties, lists }) => {
    const role = rendered(properties);
    if (role === undefined) return [];
    const own = documentsOf(role);
    const questions = checker.questions(own, lists);
    return questions.flatMap(({ request }) => [own, [...own, EVERYTHING]].map((documents) => ({ request, documents })));
  });
  // A step that shares no factor with the number of personas, of limits, and of documents.
  const step = Math.floor(asked.length / SAMPLE);
  const sample = asked.filter((_, index) => index % step === 0).slice(0, SAMPLE);
  const differing = sample.filter(({ request, documents }) => {
    const all = policyDocument(documents.flatMap(({ Statement }) => Statement));
    return explain(request, { identity: readPolicy('role', all) }).decision !== simulated(request, all);
  });
  expect(sample).toHaveLength(SAMPLE);
  expect(differing.map(({ request }) => request)).toEqual([]);
}, 60_000);
