import * as fc from 'fast-check';
import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole } from '../../lambda/core/desired';
import { PersonaRoleError } from '../../lambda/core/errors';
import { explain, type AccessRequest } from '../../lambda/core/explain';
import { readPolicy, type PolicyStatement } from '../../lambda/core/foreign-policy';
import { LIMITS, type Limit } from '../../lambda/core/limit';
import type { ParameterTypeName } from '../../lambda/core/parameter-types';
import { policyDocument } from '../../lambda/core/policy';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { exampleValues } from '../../scripts/catalogue-sizes';
import { admittedContext, requestsFor, varied } from './limited-requests';
import { activitySets, limitsOf, OWN_VPC, roleOf, type RoleProperties } from './limited-roles';
import { catalog } from './policy-files';
import { sampleLists, SCOPE } from './samples';

/** Pairs of roles for each law, and requests for each pair; the seed makes them the same ones every time. */
const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? '40'), seed: 20261124 };
const REQUESTS = 60;

const configuration = parseConfiguration({ DeniedActivities: [] });
const LISTS = sampleLists(SCOPE);

/** The role's policies; a set beyond IAM's quotas says nothing about a law. */
function policiesOf(properties: RoleProperties): readonly PolicyStatement[] {
  try {
    const { inlinePolicy, managedPolicies } = desiredRole(properties, { catalog, configuration, scope: SCOPE });
    const statements = [inlinePolicy, ...managedPolicies].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return readPolicy('role', policyDocument(statements));
  } catch (error) {
    fc.pre(!(error instanceof PersonaRoleError && error.code === 'ServiceLimitExceeded'));
    throw error;
  }
}

function isAllowed(request: AccessRequest, identity: readonly PolicyStatement[]): boolean {
  return explain(request, { identity }).decision === 'allowed';
}

const TWISTS = ['none', 'account', 'Region', 'longer', 'resource', 'action', 'absent', 'foreign', 'many'] as const;
type Twist = (typeof TWISTS)[number];

/** How a request is made from what two roles are allowed: which of their Allows, and how the request misses it, if it does. */
const choice = fc.record({
  picks: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
  twist: fc.constantFrom(...TWISTS),
  admitted: fc.constantFrom('with what limits admit', 'bare'),
});
const choices = fc.array(choice, { minLength: REQUESTS, maxLength: REQUESTS });
type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

function requestOf({ picks: [which, what, where, other], twist, admitted }: Choice, policies: readonly PolicyStatement[]): AccessRequest {
  const allows = policies.filter(({ effect }) => effect === 'Allow');
  const allow = picked(allows, which);
  const action = picked(allow.action.patterns, what);
  const values = admitted === 'bare' ? {} : admittedContext(action, LISTS, catalog.limits);
  const request = picked(
    requestsFor(action, allow, values, ['*', `arn:aws:sagemaker:${SCOPE.region}:${SCOPE.accountId}:model/other`]),
    where,
  );
  return twisted(request, twist, picked(allows, other), other);
}

function twisted(request: AccessRequest, twist: Twist, other: PolicyStatement, pick: number): AccessRequest {
  const { action, resource, context } = request;
  const key = Object.keys(context).at(pick % Object.keys(context).length) ?? '';
  switch (twist) {
    case 'none':
      return request;
    case 'account':
      return { ...request, resource: resource.replace(SCOPE.accountId, '999999999999') };
    case 'Region':
      return { ...request, resource: resource.replace(SCOPE.region, 'eu-west-3') };
    case 'longer':
      return { ...request, resource: `${resource}x` };
    case 'resource':
      return picked(requestsFor(action, { ...other, conditions: [] }, context, [resource]), pick);
    case 'action':
      return { ...request, action: picked(other.action.patterns, pick) };
    case 'absent':
      return varied(request, { [key]: undefined });
    case 'foreign':
      return varied(request, { [key]: 'foreign' });
    case 'many':
      return varied(request, { [key]: [context[key] ?? [], 'foreign'].flat() });
  }
}

function picked<T>(from: readonly T[], pick: number): T {
  const found = from[pick % from.length];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
}

/** What the statements of the activity files grant for a limit's own sake: use of its network and its keys. */
function grantedFor(limit: Limit): readonly string[] {
  return [...catalog.activities.values()].flatMap(({ Statements }) =>
    Statements.flatMap(({ When, Action }) => (When === limit ? Action : [])),
  );
}

it('a limit more never allows what was denied, but for what the limit itself needs', () => {
  const limited = fc.tuple(activitySets(4), fc.subarray([...LIMITS], { minLength: 1 }), fc.nat(), choices);
  const counts = { allowed: 0, narrowed: 0 };
  fc.assert(
    fc.property(limited, ([activities, limits, pick, chosen]) => {
      const more = picked(limits, pick);
      const before = policiesOf(
        roleOf(
          activities,
          limits.filter((limit) => limit !== more),
        ).properties,
      );
      const after = policiesOf(roleOf(activities, limits).properties);
      const needed = grantedFor(more);
      const requests = chosen.map((one) => requestOf(one, [...before, ...after])).filter(({ action }) => !needed.includes(action));
      const gained = requests.filter((request) => isAllowed(request, after) && !isAllowed(request, before));
      counts.allowed += requests.filter((request) => isAllowed(request, before)).length;
      counts.narrowed += requests.filter((request) => isAllowed(request, before) && !isAllowed(request, after)).length;
      expect(gained).toEqual([]);
    }),
    RUNS,
  );
  expect([counts.allowed > 100, counts.narrowed > 10]).toEqual([true, true]);
}, 60_000);

it('an activity more denies nothing that was allowed, but through the guards of a limit that it brings', () => {
  const sets = fc.tuple(
    activitySets(5).filter(({ length }) => length > 1),
    fc.subarray([...LIMITS]),
    fc.constantFrom('without a limit', 'with its own network'),
    choices,
  );
  const lost = { 'without a limit': 0, 'with its own network': 0 };
  fc.assert(
    fc.property(sets, ([activities, limits, kind, chosen]) => {
      const [added, ...others] = activities;
      const own = kind === 'with its own network' && canBeInNetwork(added) ? { Vpc: OWN_VPC } : {};
      const fewer = roleOf(others, limits).properties;
      const more = roleOf(activities, []).properties;
      const [first, ...rest] = more['Activities'] as readonly string[];
      const before = policiesOf(fewer);
      // The limits stay as they were: what only the activity that comes can honour would be a limit more.
      const after = policiesOf({
        ...more,
        ...limitsOf(fewer),
        Activities: [{ Activity: first, ...own }, ...rest.map((Activity) => ({ Activity }))],
      });
      for (const request of chosen.map((one) => requestOf(one, before))) {
        const { decision, identity } = explain(request, { identity: after });
        if (decision === 'allowed' || !isAllowed(request, before)) continue;
        lost[kind] += 1;
        expect({ request, own, decision, by: identity.by.map(({ statement }) => statement.source) }).toMatchObject({
          own: { Vpc: OWN_VPC },
          decision: 'explicitlyDenied',
        });
      }
    }),
    RUNS,
  );
  expect(lost).toEqual({ 'without a limit': 0, 'with its own network': expect.any(Number) as number });
  expect(lost['with its own network']).toBeGreaterThan(0);
}, 60_000);

function canBeInNetwork(activity: ActivityTemplate | undefined): boolean {
  return activity !== undefined && supportedLimits(activity, catalog).includes('Vpc');
}

it('a list of values allows what each of them allows, and of a parameter nothing besides to a request of one value', () => {
  const sets = activitySets(3).filter((activities) => listsOf(activities).length > 0);
  const counts = { allowed: 0 };
  fc.assert(
    fc.property(fc.tuple(sets, fc.nat(), choices), ([activities, pick, chosen]) => {
      const { properties } = roleOf(activities, []);
      const { name, type, given, kind } = picked(listsOf(activities), pick);
      const values = exampleValues(type, 3);
      const each = values.map((value) => policiesOf({ ...properties, ...given([value]) }));
      const all = policiesOf({ ...properties, ...given(values) });
      for (const request of chosen.map((one) => requestOf(one, all))) {
        const byOne = each.some((one) => isAllowed(request, one));
        const byAll = isAllowed(request, all);
        counts.allowed += Number(byAll);
        const hasMany = Object.values(request.context).some((value) => typeof value !== 'string' && value.length > 1);
        const mayBeMore = hasMany || kind === 'limit';
        expect({ request, name, byAll }).toEqual({ request, name, byAll: byOne || (mayBeMore && byAll) });
      }
    }),
    RUNS,
  );
  expect(counts.allowed).toBeGreaterThan(100);
}, 60_000);

interface List {
  readonly kind: 'parameter' | 'limit';
  readonly name: string;
  readonly type: ParameterTypeName;
  readonly given: (values: readonly string[]) => RoleProperties;
}

/** The lists of values that a role of the activities can name: parameters, and limits that are lists. */
function listsOf(activities: readonly ActivityTemplate[]): readonly List[] {
  const parameters = activities.flatMap(({ Parameters }) =>
    Object.entries(Parameters).map(([name, { Type }]): List => ({
      kind: 'parameter',
      name,
      type: Type,
      given: (values) => ({ [name]: values }),
    })),
  );
  const supported = activities.flatMap((activity) => supportedLimits(activity, catalog));
  return [...parameters, ...LIMITED_LISTS.filter(({ name }) => supported.some((limit) => limit === name))];
}

const LIMITED_LISTS: readonly List[] = [
  {
    kind: 'limit',
    name: 'Vpc',
    type: 'SubnetId',
    given: (Subnets) => ({ Vpc: { Subnets, SecurityGroups: OWN_VPC.SecurityGroups } }),
  },
  { kind: 'limit', name: 'Kms.DataKeys', type: 'KeyArn', given: (DataKeys) => ({ Kms: { DataKeys } }) },
  { kind: 'limit', name: 'Kms.VolumeKeys', type: 'KeyArn', given: (VolumeKeys) => ({ Kms: { VolumeKeys } }) },
  { kind: 'limit', name: 'AllowedInstanceTypes', type: 'InstanceType', given: (values) => ({ AllowedInstanceTypes: values }) },
];
