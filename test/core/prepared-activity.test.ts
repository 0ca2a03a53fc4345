import type { Catalog } from '../../lambda/core/catalog';
import { desiredRole } from '../../lambda/core/desired';
import { policyText } from '../../lambda/core/policy';
import type { Scope } from '../../lambda/core/scope';
import { buildCatalog } from '../../lambda/core/template';
import { policyFiles } from '../../lambda/policy-files';
import { BASES, KMS, SCOPE, SURROUNDINGS, VPC } from './samples';

describe('an activity whose statements were prepared before', () => {
  // Each beside one that differs from it in a single respect.
  const roles = [
    { scope: { ...SCOPE, region: 'eu-west-3' }, input: BASES.DataScientist },
    { scope: SCOPE, input: BASES.DataScientist },
    { scope: { ...SCOPE, accountId: '444455556666' }, input: BASES.DataScientist },
    { scope: SCOPE, input: { ...BASES.DataScientist, Vpc: VPC } },
    { scope: SCOPE, input: { ...BASES.DataScientist, Kms: KMS } },
    { scope: SCOPE, input: { ...BASES.DataScientist, S3Buckets: ['one-bucket', 'other-bucket'] } },
    { scope: { ...SCOPE, partition: 'aws-cn' }, input: BASES.DataScientist },
  ];

  const rendered = (input: object, scope: Scope, catalog: Catalog): string => {
    const RolesToPass = [`arn:${scope.partition}:iam::${scope.accountId}:role/sagemaker-persona/compute`];
    return policyText(desiredRole({ ...input, RolesToPass }, { ...SURROUNDINGS, catalog, scope }).inlinePolicy.PolicyDocument);
  };

  it('renders the same as one that is prepared for the first time, whatever it was prepared for', () => {
    const first = roles.map(({ input, scope }) => rendered(input, scope, buildCatalog(policyFiles())));
    expect(new Set(first).size).toBe(roles.length);
    const { catalog } = SURROUNDINGS;
    expect(roles.map(({ input, scope }) => rendered(input, scope, catalog))).toEqual(first);
    expect(roles.reverse().map(({ input, scope }) => rendered(input, scope, catalog))).toEqual(first.reverse());
  });
});
