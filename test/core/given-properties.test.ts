import fc from 'fast-check';
import { readGiven } from '../../lambda/core/given-properties';
import { schemaOf } from '../../lambda/core/properties-schema';
import { withoutEmpty } from '../../lambda/core/values';
import { BASES, catalog, KMS, VPC } from './samples';

describe('properties that are read one by one', () => {
  it.each<object>([
    ...Object.values(BASES),
    { ...BASES.DataScientist, Vpc: VPC, Kms: KMS, ResourceTags: { team: 'a' }, RequireNetworkIsolation: 'true' },
    { Activities: [{ Activity: 'ManageJobs', Vpc: VPC, RolesToPass: 'x' }, 'ManageModels'], ServiceToken: 'x', MaxSessionDuration: '7200' },
    { Activities: 'ManageJobs', S3Buckets: 'one', Tags: [{ Key: 'a' }], Exclusive: 'true', ForceDetach: false, Description: 7 },
    {
      Activities: [{ Activity: 7 }, { Activity: true }],
      S3Buckets: [1, false],
      TrustedPrincipals: [{ AWS: '111122223333', Conditions: { Bool: { 'aws:MultiFactorAuthPresent': true } } }],
    },
  ])('are what the whole schema makes of %j', (given) => {
    const whole = schemaOf(catalog).safeParse(given).data;
    const { own, parameters } = readGiven(given, catalog) ?? {};
    expect(whole).toBeDefined();
    expect({ ...own, ...parameters }).toEqual(whole);
  });

  it.each<unknown>([
    undefined,
    null,
    'DataScientist',
    [],
    { ...BASES.Compute, Unknown: ['x'] },
    { ...BASES.Compute, constructor: ['x'] },
    JSON.parse('{ "__proto__": ["x"] }'),
    { S3Buckets: [{}] },
    { Activities: [{ S3Buckets: ['x'] }] },
    { Activities: ['ManageJobs', null] },
    { Vpc: { Subnets: ['subnet-1'] } },
    { ...BASES.Compute, MaxSessionDuration: 'long' },
  ])('are left to the whole schema where something is wrong: %j', (given) => {
    expect(readGiven(given, catalog)).toBeUndefined();
    expect(schemaOf(catalog).safeParse(given).success).toBe(false);
  });

  it('are what the whole schema makes of them, or left to it, whatever is given', () => {
    const names = [...Object.keys(schemaOf(catalog).shape), '__proto__', 'constructor', 'Unknown'];
    const values = fc.oneof(
      fc.constantFrom<unknown>('x', '7200', 'true', 'false', 'arn', true, 3600, ['x'], [['x']], VPC, KMS, { team: 'a' }, [{ Key: 'a' }]),
      fc.constantFrom<unknown>([{ Activity: 'ManageJobs', Vpc: VPC }, 'x'], {
        Activity: 'x',
        S3Buckets: 'x',
        RequireNetworkIsolation: 'no',
      }),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const numbers = { read: 0, left: 0 };
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 4 }), (properties) => {
        const input = withoutEmpty(properties);
        const whole = schemaOf(catalog).safeParse(input);
        const given = readGiven(input, catalog);
        numbers[given === undefined ? 'left' : 'read'] += 1;
        expect(given !== undefined).toBe(whole.success);
        expect(given && { ...given.own, ...given.parameters }).toEqual(whole.data);
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(numbers.read).toBeGreaterThan(100);
    expect(numbers.left).toBeGreaterThan(100);
  });
});
