import type { CurrentRole } from '../../lambda/core/current';
import { permissions } from '../../lambda/core/diff';
import { driftOf, type Drift } from '../../lambda/core/drift';
import { madeRole } from './role-model';
import { BASES, desired } from './samples';

const ROLE = desired({ ...BASES.Compute, Description: 'jobs', Tags: [{ Key: 'team', Value: 'ml' }] });
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

function drift(change: Partial<CurrentRole>): Drift[] {
  const current = madeRole(ROLE);
  return driftOf(ROLE, { ...current, tags: { ...current.tags, team: 'ml' }, ...change });
}

it('a role as it was made has no drift', () => {
  expect(drift({})).toEqual([]);
});

it('a role that is gone is one finding', () => {
  expect(driftOf(ROLE, undefined)).toEqual([{ of: 'role', message: `role ${ROLE.roleName} does not exist` }]);
});

it.each<[string, Partial<CurrentRole>, Drift]>([
  ['boundary', { permissionsBoundary: undefined }, { of: 'boundary', message: `is none, not ${ROLE.permissionsBoundary}` }],
  ['description', { description: '' }, { of: 'description', message: 'is empty, not jobs' }],
  ['session duration', { maxSessionDuration: 7200 }, { of: 'session duration', message: 'is 7200, not 3600' }],
  ['tag that is gone', { tags: {} }, { of: 'tags', message: 'lacks team' }],
  ['tag with another value', { tags: { team: 'data' } }, { of: 'tags', message: 'has team=data, not ml' }],
  ['trust policy', { trustPolicy: { Statement: [] } }, { of: 'trust policy', message: 'is {"Statement":[]}' }],
  ['foreign policy', { attachedPolicyArns: [READ_ONLY] }, { of: 'foreign policies', message: `has ${READ_ONLY} in addition` }],
])('a %s is told', (_, change, finding) => {
  expect(drift(change)).toEqual([finding]);
});

it('a tag is gone that is named like what every object of JavaScript has', () => {
  const tagged = desired({ ...BASES.Compute, Tags: [{ Key: 'constructor', Value: 'ml' }] });
  const { tags, ...current } = madeRole(tagged);
  const others = Object.fromEntries(Object.entries(tags).filter(([key]) => key !== 'constructor'));
  expect(driftOf(tagged, { ...current, tags: others })).toEqual([{ of: 'tags', message: 'lacks constructor' }]);
});

it('permissions are told one by one, whatever form someone wrote them in', () => {
  const statement = { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::secret' };
  const found = drift({ inlinePolicies: { SageMakerPersona: { Statement: statement } } });
  const wanted = permissions(ROLE.inlinePolicy.PolicyDocument.Statement);
  expect(found).toContainEqual({ of: 'permissions', message: 'has Allow s3:* on everything but arn:aws:s3:::secret in addition' });
  expect(found.filter(({ message }) => message.startsWith('lacks Allow '))).toHaveLength(wanted.length);
});
