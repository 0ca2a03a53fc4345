import type { ActivityTemplate } from '../../lambda/core/template';
import { lostActions } from './customisation';
import { catalog } from './policy-files';
import { SCOPE, SCOPES, variantName, variantsOf } from './samples';

const rows = [...catalog.activities].flatMap(([name, activity]) =>
  variantsOf(activity)
    .filter((limits) => limits.length > 0)
    .map((limits) => ({ name, activity, limits, variant: variantName(limits) })),
);

describe('a customised variant grants everything that the variant without limits does, to requests that keep the limits', () => {
  it.each(rows)('$name with $variant', ({ activity, limits }) => {
    expect(SCOPES.flatMap((scope) => lostActions(activity, limits, scope))).toEqual([]);
  });
});

it('an activity whose limit makes an action impossible loses it', () => {
  const activity: ActivityTemplate = {
    Activity: 'Defective',
    Version: 1,
    Title: 'Defective',
    Description: 'An activity made for this test.',
    Source: [],
    Trust: { Services: ['sagemaker.amazonaws.com'] },
    Parameters: { RolesToPass: { Type: 'RoleArnToPass', Required: true, Description: 'Roles.' } },
    Statements: [
      {
        Sid: 'Pass',
        Action: ['iam:PassRole'],
        Resource: ['[[RolesToPass]]'],
        Condition: { StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } },
        ConditionsWhen: { 'Kms.DataKeys': { Null: { 'iam:PassedToService': ['true'] } } },
        Origin: 'own proposal',
      },
    ],
  };
  expect(lostActions(activity, ['Kms.DataKeys'], SCOPE)).toEqual([
    'Pass: iam:PassRole on arn:aws:iam::111122223333:role/sagemaker-persona/compute',
  ]);
});
