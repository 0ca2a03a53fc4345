import type { Stack } from 'aws-cdk-lib';
import { SageMakerPersonaRole, type SageMakerPersonaRoleProps } from '../../infra/index';
import { ACCOUNT, newStackIn, REGION } from './stacks';

const made = (props: unknown): (() => SageMakerPersonaRole) => {
  const stack: Stack = newStackIn(ACCOUNT, REGION);
  return () => new SageMakerPersonaRole(stack, 'Role', props as SageMakerPersonaRoleProps);
};

/* Programs in JavaScript, and TypeScript that is run without its types, get from the construct what the types would have said. */
describe('props that the types do not know are errors of the construct, since what is left out may have been a limit', () => {
  it.each([
    [
      'a text in place of an activity',
      { persona: 'MLOps@1', activities: ['ManageModels@1'] },
      "activities[0]: must be a map, { activity: 'ManageModels@1' }",
    ],
    ['an activity without its name', { activities: [{ Activity: 'ManageModels@1' }] }, 'activities[0]: must be a map'],
    [
      'a misspelt limit',
      { persona: 'Compute@1', requireNetworkIsolaton: true },
      'requireNetworkIsolaton: there is no such property, did you mean "requireNetworkIsolation"?',
    ],
    ['a misspelt parameter', { persona: 'Compute@1', s3Bucket: [] }, 'did you mean "s3Buckets"?'],
    [
      'a misspelt limit of an activity',
      { activities: [{ activity: 'ManageJobs@1', kmz: {} }] },
      'activities[0].kmz: there is no such property, did you mean "kms"?',
    ],
    [
      'a misspelt list of a limit',
      { activities: [{ activity: 'ManageJobs@1', kms: { dataKey: [] } }] },
      'activities[0].kms.dataKey: there is no such property, did you mean "dataKeys"?',
    ],
    ["a misspelt list of the role's limit", { persona: 'Compute@1', kms: { volumeKey: [] } }, 'kms.volumeKey: there is no such property'],
    [
      'a misspelt part of a trusted principal',
      { persona: 'Compute@1', trustedPrincipals: [{ aws: ACCOUNT, condition: {} }] },
      'trustedPrincipals[0].condition: there is no such property, did you mean "conditions"?',
    ],
  ])('%s', (_, props, message) => {
    expect(made(props)).toThrow(message);
  });

  it('all at once', () => {
    expect(made({ persona: 'Compute@1', adop: true, exclusiv: true })).toThrow(/adop: .*; exclusiv: /);
  });
});
