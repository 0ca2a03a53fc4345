import fc from 'fast-check';
import { compare, GAINS } from '../../lambda/core/compare';
import { compareRoles, hasGains, isSame } from '../../lambda/core/compare-roles';
import { changeLines } from '../../lambda/core/compare-words';
import { conditionsWithin, resourceWithin } from '../../lambda/core/containment';
import { desire } from '../../lambda/core/desire';
import { explain } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import type { Conditions, Statement } from '../../lambda/core/policy';
import { accessCases, statementsFor } from '../policy-templates/access-cases';
import { variantsOf } from '../policy-templates/samples';
import { BASES, SURROUNDINGS, VPC } from './samples';

describe('a resource is within another', () => {
  it.each([
    ['arn:aws:s3:::a/b', 'arn:aws:s3:::a/b', true],
    ['arn:aws:s3:::a/b', 'arn:aws:s3:::a/*', true],
    ['arn:aws:s3:::a/*', 'arn:aws:s3:::*', true],
    ['arn:aws:s3:::a/*', '*', true],
    ['*', 'arn:aws:s3:::*', false],
    ['arn:aws:s3:::a*', 'arn:aws:s3:::ab*', false],
    ['arn:aws:s3:::ab?', 'arn:aws:s3:::ab*', true],
    ['arn:aws:s3:::ab*', 'arn:aws:s3:::ab?', false],
    ['arn:aws:s3:::a.b', 'arn:aws:s3:::a-b', false],
    ['arn:aws:s3:::axb', 'arn:aws:s3:::a.b', false],
    ['arn:aws:iam::1:role/x', 'arn:aws:iam::*:role/x', true],
    ['arn:aws:iam::1:role/x', 'arn:aws:iam:*', false],
    ['arn:aws:s3:::${aws:username}', 'arn:aws:s3:::${aws:username}', true],
    ['arn:aws:s3:::${aws:username}', 'arn:aws:s3:::*', true],
    ['arn:aws:s3:::alice', 'arn:aws:s3:::${aws:username}', false],
  ])('%s in %s: %s', (inner, outer, expected) => {
    expect(resourceWithin(inner, outer)).toBe(expected);
  });
});

describe('conditions are within others', () => {
  it.each<[string, Conditions, Conditions, boolean]>([
    ['the same', { StringEquals: { k: ['a'] } }, { StringEquals: { k: ['a'] } }, true],
    ['fewer values', { StringEquals: { k: ['a'] } }, { StringEquals: { k: ['a', 'b'] } }, true],
    ['more values', { StringEquals: { k: ['a', 'b'] } }, { StringEquals: { k: ['a'] } }, false],
    ['more values of a negated one', { StringNotEquals: { k: ['a', 'b'] } }, { StringNotEquals: { k: ['a'] } }, true],
    ['fewer values of a negated one', { ArnNotEquals: { k: ['a'] } }, { ArnNotEquals: { k: ['a', 'b'] } }, false],
    ['any against none', { Bool: { k: ['true'] } }, {}, true],
    ['none against any', {}, { Bool: { k: ['true'] } }, false],
    ['one more', { StringEquals: { k: ['a'], l: ['b'] } }, { StringEquals: { k: ['a'] } }, true],
    ['keys in another case', { StringEquals: { 'AWS:x': ['a'] } }, { StringEquals: { 'aws:X': ['a'] } }, true],
    ['another operator', { StringLike: { k: ['a'] } }, { StringEquals: { k: ['a'] } }, false],
  ])('%s', (_, stricter, looser, expected) => {
    expect(conditionsWithin(stricter, looser)).toBe(expected);
  });
});

const RESOURCES = ['arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:aws:s3:::a*', 'arn:aws:s3:::*', '*'];
const ACTIONS = ['s3:GetObject', 's3:PutObject'];
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'ForAllValues:StringEquals',
  'ForAnyValue:StringNotEquals',
  'StringEqualsIfExists',
];

const conditionArbitrary: fc.Arbitrary<Conditions> = fc
  .array(fc.tuple(fc.constantFrom(...OPERATORS), fc.constantFrom('aws:k', 'aws:l'), fc.subarray(['1', '2', '*'], { minLength: 1 })), {
    maxLength: 2,
  })
  .map((entries) => Object.fromEntries(entries.map(([operator, key, values]) => [operator, { [key]: values }])));

const statementArbitrary: fc.Arbitrary<Statement> = fc.record({
  Sid: fc.constant('S'),
  Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  Action: fc.subarray(ACTIONS, { minLength: 1 }),
  Resource: fc.subarray(RESOURCES, { minLength: 1, maxLength: 2 }),
  Condition: conditionArbitrary,
});

const requestArbitrary = fc.record({
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:aws:s3:::b'),
  context: fc.dictionary(fc.constantFrom('aws:k', 'aws:l'), fc.oneof(fc.constantFrom('1', '2', '3'), fc.subarray(['1', '2', '3']))),
});

function admits(statements: readonly Statement[], request: Parameters<typeof explain>[0]): boolean {
  return explain(request, { identity: readPolicy('p', { Version: '2012-10-17', Statement: statements }) }).decision === 'allowed';
}

it('a request that only the new statements admit is gained, loosened or changed; one that only the old admit lost, tightened or changed', () => {
  const statements = fc.array(statementArbitrary, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(statements, statements, fc.array(requestArbitrary, { minLength: 1, maxLength: 12 }), (before, after, requests) => {
      const changes = compare(before, after);
      for (const request of requests) {
        const [was, is] = [admits(before, request), admits(after, request)];
        const kinds = changes.filter(({ action }) => action === request.action).map(({ kind }) => kind);
        if (is && !was && !kinds.some((kind) => GAINS.includes(kind))) throw new Error(`a gain is missed: ${JSON.stringify(request)}`);
        if (was && !is && !kinds.some((kind) => ['lost', 'tightened', 'changed'].includes(kind)))
          throw new Error(`a loss is missed: ${JSON.stringify(request)}`);
      }
    }),
    { numRuns: 1500 },
  );
});

it('nothing differs between statements and the same in another order', () => {
  fc.assert(
    fc.property(fc.array(statementArbitrary, { maxLength: 4 }), (statements) => {
      expect(compare(statements, [...statements].reverse())).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe.each(accessCases)('the access cases of $name agree', ({ activity, rows }) => {
  it('what a limit takes away is lost or tightened, never gained; taken off again, the other way round', () => {
    const free = statementsFor(activity, []);
    for (const limits of variantsOf(activity).filter(({ length }) => length > 0)) {
      const limited = statementsFor(activity, limits);
      const [there, back] = [compare(free, limited), compare(limited, free)];
      const variant = rows.filter((row) => row.limits.join() === limits.join());
      for (const { request, expected } of variant) {
        const asked = { action: request.Action, resource: request.Resource, context: request.Context ?? {} };
        const before = admits(free, asked);
        const kinds = (changes: typeof there): string[] =>
          changes.filter(({ action }) => action === request.Action).map(({ kind }) => kind);
        if (before && expected === 'deny') {
          expect(kinds(there).filter((kind) => ['lost', 'tightened', 'changed'].includes(kind))).not.toEqual([]);
          expect(kinds(back).filter((kind) => ['gained', 'loosened', 'changed'].includes(kind))).not.toEqual([]);
        }
      }
    }
  });

  it('what is allowed is gained by a role that had nothing', () => {
    const changes = compare([], statementsFor(activity, []));
    const allowed = rows.filter(({ limits, expected }) => limits.length === 0 && expected === 'allow');
    const gained = changes.filter(({ kind }) => kind === 'gained').map(({ action }) => action);
    expect(allowed.map(({ request }) => request.Action).filter((action) => !gained.includes(action))).toEqual([]);
  });
});

describe('roles', () => {
  const role = (properties: object): ReturnType<typeof desire> => desire(properties, SURROUNDINGS);
  const scientist = role(BASES.DataScientist);

  it('a role is the same as itself', () => {
    expect(isSame(compareRoles(scientist, role(BASES.DataScientist)))).toBe(true);
  });

  it('another bucket is a gain on that bucket alone', () => {
    const comparison = compareRoles(scientist, role({ ...BASES.DataScientist, S3Buckets: ['ml-data-bucket', 'other'] }));
    expect(new Set(comparison.permissions.map(({ kind, resource }) => `${kind} ${resource}`))).toEqual(
      new Set(['gained arn:aws:s3:::other', 'gained arn:aws:s3:::other/*']),
    );
    expect(hasGains(comparison)).toBe(true);
  });

  it('a network limit is no gain, and taking it off is one', () => {
    const limited = role({ ...BASES.DataScientist, Vpc: VPC });
    expect(hasGains(compareRoles(scientist, limited))).toBe(false);
    const off = compareRoles(limited, scientist);
    expect(new Set(off.permissions.map(({ kind }) => kind))).toEqual(new Set(['loosened']));
    expect(changeLines(off.permissions).join('\n')).toContain('no longer denied anywhere if sagemaker:VpcSubnets is absent');
  });

  it('a wider condition on who may assume the role is told as trust', () => {
    const { trust } = compareRoles(
      role({ ...BASES.DataScientist, SourceCondition: 'arn', Activities: ['ManageJobs@1'], S3Buckets: '' }),
      role({ ...BASES.DataScientist, Activities: ['ManageJobs@1'], S3Buckets: '' }),
    );
    expect(trust).toMatchObject([{ kind: 'loosened', resource: 'Service sagemaker.amazonaws.com', action: 'sts:AssumeRole' }]);
  });

  it.each([
    ['a longer session', { MaxSessionDuration: 7200 }, true],
    ['an attached policy', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, true],
    ['another boundary', { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b' }, true],
    ['another name', { RoleName: 'x' }, false],
  ])('%s is a setting: gain %s', (_, change, gain) => {
    const comparison = compareRoles(scientist, role({ ...BASES.DataScientist, ...change }));
    expect({ settings: comparison.settings.length, gain: hasGains(comparison) }).toEqual({ settings: 1, gain });
  });
});
