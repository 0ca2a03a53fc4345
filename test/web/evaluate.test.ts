import { catalog } from '../../lambda/catalog';
import { EXAMPLE_PLACE, type Design, type PropertyMap } from '../../web/design/design';
import { evaluate } from '../../web/design/evaluate';

const design = (properties: PropertyMap, other: Partial<Design> = {}): Design => ({
  properties,
  place: EXAMPLE_PLACE,
  provider: {},
  ...other,
});

const COMPUTE = {
  Persona: 'Compute@1',
  S3Buckets: ['ml-data'],
  EcrRepositories: ['arn:aws:ecr:us-east-1:111122223333:repository/training'],
};
const paths = (properties: PropertyMap, other: Partial<Design> = {}): string[] =>
  evaluate(design(properties, other), catalog).faults.map(({ path }) => path);

describe('a design', () => {
  it('is complete where a provider would make the role', () => {
    expect(evaluate(design(COMPUTE), catalog)).toMatchObject({
      kind: 'complete',
      made: { desired: { activities: ['AccessAwsServices@1'] } },
    });
  });

  it('is shown with examples where values are missing or wrong', () => {
    const preview = evaluate(design({ ...COMPUTE, S3Buckets: ['NO'], EcrRepositories: [''] }), catalog);
    expect(preview.kind).toBe('preview');
    expect(preview.faults.map(({ path }) => path)).toEqual(['EcrRepositories', 'S3Buckets[0]']);
    expect(JSON.stringify(preview.made?.policies)).toContain('arn:aws:s3:::ml-data-bucket');
  });

  it('has examples of its own place', () => {
    const place = { ...EXAMPLE_PLACE, partition: 'aws-cn', region: 'cn-north-1', account: '444455556666' };
    const preview = evaluate(design({ Persona: 'DataScientist@1', Kms: { DataKeys: ['no'] } }, { place }), catalog);
    expect(preview.kind).toBe('preview');
    expect(JSON.stringify(preview.made)).toContain('arn:aws-cn:kms:cn-north-1:444455556666:key/');
  });

  it('is shown without a property whose fault has nothing to do with permissions', () => {
    expect(evaluate(design({ ...COMPUTE, RoleName: 'no blanks' }), catalog)).toMatchObject({ kind: 'preview' });
  });

  it('is shown although the provider does not permit it, and says so', () => {
    const denied = evaluate(design(COMPUTE, { provider: { AllowedBuckets: ['team-*'] } }), catalog);
    expect(denied).toMatchObject({ kind: 'preview', faults: [{ path: 'S3Buckets[0]' }] });
    expect(JSON.stringify(denied.made)).toContain('arn:aws:s3:::ml-data');
  });

  it.each([
    ['an unknown persona', { Persona: 'Data' }, {}, ['Persona']],
    ['no choice at all', {}, {}, ['']],
    ['a place that is none', COMPUTE, { place: { ...EXAMPLE_PLACE, region: 'here' } }, ['place.region']],
    ['settings that no provider has', COMPUTE, { provider: { Buckets: ['*'] } }, ['provider configuration Buckets']],
  ])('is nothing to be shown with %s', (_, properties, other, expected) => {
    expect(paths(properties, other)).toEqual(expected);
    expect(evaluate(design(properties, other), catalog).kind).toBe('faulty');
  });
});
