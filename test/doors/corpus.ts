import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PersonaRoleProvider, SageMakerPersonaRole } from '../../infra/index';
import { newStackIn } from '../infra/stacks';
import { constructProps, type Properties } from './construct-props';
import corpus from './corpus.json';

export const CORPUS: readonly { readonly name: string; readonly properties: Properties }[] = corpus;

const TYPE = 'Custom::SageMakerPersonaRole';
const EXPORT = 'sagemaker-persona-role-ServiceToken';

/** Every door names the role alike, since the name would be derived from a logical id otherwise. */
const named = (properties: Properties): Properties => ({ ...properties, RoleName: 'same-name' });

/** A raw template with the one role. */
export function rawTemplate(properties: Properties): string {
  const Properties = { ServiceToken: { 'Fn::ImportValue': EXPORT }, ServiceTimeout: 20, ...named(properties) };
  return JSON.stringify({ Resources: { Role: { Type: TYPE, Properties } }, Outputs: OUTPUTS('Role') });
}

/** The same as SAM takes it. */
export function samTemplate(properties: Properties): string {
  return JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', ...(JSON.parse(rawTemplate(properties)) as object) });
}

/** The template that the construct library makes of the same properties, each given as CDK users give it. */
export function cdkTemplate(properties: Properties, account: string, region: string): string {
  const stack = newStackIn(account, region);
  const provider = PersonaRoleProvider.fromExport(stack, 'Provider');
  const props = constructProps(stack, named(properties));
  new SageMakerPersonaRole(stack, 'Role', { ...props, provider, serviceTimeout: Duration.seconds(20) });
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, unknown> };
  const [logicalId = ''] = Object.keys(template.Resources);
  return JSON.stringify({ ...template, Outputs: OUTPUTS(logicalId) });
}

const OUTPUTS = (logicalId: string): object => ({
  Arn: { Value: { 'Fn::GetAtt': [logicalId, 'Arn'] } },
  Digest: { Value: { 'Fn::GetAtt': [logicalId, 'PolicyDigest'] } },
});
