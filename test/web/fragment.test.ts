import { EXAMPLE_PLACE, type Design } from '../../web/design/design';
import { fromFragment, toFragment } from '../../web/design/fragment';

const design: Design = {
  properties: { Persona: 'DataScientist@1', Description: 'für alle – 你好', S3Buckets: ['b'], Vpc: { Subnets: ['subnet-0'] } },
  place: { ...EXAMPLE_PLACE, region: 'eu-central-1', account: '444455556666' },
  provider: { AllowedBuckets: ['team-*'] },
};

describe('the fragment of a link', () => {
  it('carries the whole design', () => {
    expect(fromFragment(`#${toFragment(design)}`)).toEqual(design);
  });

  it('has no character that a mail or a chat would break', () => {
    expect(toFragment(design)).toMatch(/^[\w.-]+$/);
  });

  it('is the same for the same design', () => {
    expect(toFragment({ ...design, properties: { ...design.properties, Tags: [] } })).toBe(toFragment(design));
  });

  it.each(['', '#', '#see', '#1.', '#1.%%%', '#1.bm90IEpTT04', '#1.W10', '#2.e30', '#1.eyJwcm9wZXJ0aWVzIjoxfQ'])(
    'is nothing where it is none: %s',
    (fragment) => {
      expect(fromFragment(fragment)).toBeUndefined();
    },
  );

  it('takes the example for a place that it does not know', () => {
    const text = Buffer.from('{"properties":{},"place":{"region":7,"account":"444455556666"}}').toString('base64url');
    expect(fromFragment(`1.${text}`)).toEqual({ properties: {}, place: { ...EXAMPLE_PLACE, account: '444455556666' }, provider: {} });
  });
});
