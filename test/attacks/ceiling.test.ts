import { runSimulation } from '@cloud-copilot/iam-simulate';
import { catalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole } from '../../lambda/core/desired';
import type { Scope } from '../../lambda/core/scope';
import { ACCOUNT, REGION, resolvedProperties } from '../infra/resolved-provider';

/* Statements of an author that the provider may write into a role, where it allows any: what they come to under the shipped ceiling. */

const SCOPE: Scope = {
  partition: 'aws',
  region: REGION,
  accountId: ACCOUNT,
  stackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/team/0b8e2f10-0000-4000-8000-000000000001`,
  logicalResourceId: 'Role',
};
const configuration = parseConfiguration({ AllowAdditionalStatements: true });
const ceiling = (resolvedProperties().get('Ceiling') as unknown as { readonly PolicyDocument: object }).PolicyDocument;

/** Whether a role with one statement of an author may do what it says, on the resource that it says. */
async function may(action: string, resource: string): Promise<boolean> {
  const AdditionalStatements = [{ Effect: 'Allow', Action: action, Resource: resource }];
  const role = desiredRole({ Activities: ['ManageExperiments@1'], AdditionalStatements }, { catalog, configuration, scope: SCOPE });
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/person`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {},
      },
      identityPolicies: [{ name: 'SageMakerPersona', policy: role.inlinePolicy.PolicyDocument }],
      permissionBoundaryPolicies: [{ name: 'ceiling', policy: ceiling }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors));
  const results = outcome.resultType === 'single' ? [outcome.result] : outcome.results;
  return results.some(({ analysis }) => analysis.result === 'Allowed');
}

describe('a statement of an author cannot go beyond the ceiling:', () => {
  it.each([
    ['s3:PutBucketPolicy', 'arn:aws:s3:::hr-data'],
    ['s3:DeleteBucketPolicy', 'arn:aws:s3:::hr-data'],
    ['lambda:AddPermission', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:sagemaker-persona-role`],
    ['lambda:InvokeFunction', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:sagemaker-persona-role`],
    ['lambda:UpdateFunctionConfiguration', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:sagemaker-persona-role`],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:sagemaker-persona-role`],
    ['cloudformation:UpdateStack', `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/sagemaker-persona-role/1`],
    ['kms:PutKeyPolicy', `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`],
    ['ec2:RunInstances', '*'],
    ['iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/admin`],
    ['iam:ListUsers', '*'],
  ])('%s on %s', async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });

  it('within it, the statement says what it reaches', async () => {
    expect(await may('s3:GetObject', 'arn:aws:s3:::hr-data/a.csv')).toBe(true);
  });
});
