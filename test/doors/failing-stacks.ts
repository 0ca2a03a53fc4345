import { CfnParameter, CfnResource, CustomResource, Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PersonaRoleProvider, SageMakerPersonaRole } from '../../infra/index';
import { newStackIn } from '../infra/stacks';
import { SIBLING_TOKEN } from '../lifecycle/harness';
import { PLACE } from '../../local/local-aws';
import { constructProps, type Properties } from './construct-props';

/**
 * Resources of a stack by their logical ids: persona roles, and a `Sibling` that is made after them. Values may be `{ Ref: parameter }`
 * and `{ Fn::GetAtt: [role, Arn] }`.
 */
export type Resources = Readonly<Record<string, Properties>>;

const TYPE = 'Custom::SageMakerPersonaRole';
const EXPORT = 'sagemaker-persona-role-ServiceToken';
const SIBLING = 'Sibling';
const TIMEOUT_SECONDS = 60;

/** A raw template with these resources. */
export function rawStack(resources: Resources, parameters: readonly string[]): string {
  const roles = Object.keys(resources).filter((logicalId) => logicalId !== SIBLING);
  const Resources = Object.fromEntries(
    Object.entries(resources).map(([logicalId, properties]): [string, object] =>
      logicalId === SIBLING
        ? [logicalId, { Type: 'Custom::Sibling', DependsOn: roles, Properties: { ServiceToken: SIBLING_TOKEN, ...properties } }]
        : [
            logicalId,
            { Type: TYPE, Properties: { ServiceToken: { 'Fn::ImportValue': EXPORT }, ServiceTimeout: TIMEOUT_SECONDS, ...properties } },
          ],
    ),
  );
  const Parameters = Object.fromEntries(parameters.map((name) => [name, { Type: 'String' }]));
  return JSON.stringify({ ...(parameters.length === 0 ? {} : { Parameters }), Resources });
}

/** The same as SAM takes it. */
export function samStack(resources: Resources, parameters: readonly string[]): string {
  return JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', ...(JSON.parse(rawStack(resources, parameters)) as object) });
}

/**
 * The template that the construct library makes of the same resources, under the same logical ids.
 * @throws Error with the faults that are known at synth
 */
export function cdkStack(resources: Resources, parameters: readonly string[]): string {
  const stack = newStackIn(PLACE.accountId, PLACE.region);
  const given = new Map<string, string>(parameters.map((name) => [name, new CfnParameter(stack, name).valueAsString]));
  const provider = PersonaRoleProvider.fromExport(stack, 'Provider');
  const roles = new Map<string, SageMakerPersonaRole>();
  for (const [logicalId, properties] of Object.entries(resources).filter(([name]) => name !== SIBLING)) {
    const known = withTokens(properties, (name) => given.get(name) ?? roles.get(name)?.roleArn ?? '') as Properties;
    const props = { ...constructProps(stack, known), provider, serviceTimeout: Duration.seconds(TIMEOUT_SECONDS) };
    const role = new SageMakerPersonaRole(stack, logicalId, props);
    if (CfnResource.isCfnResource(role.node.defaultChild)) role.node.defaultChild.overrideLogicalId(logicalId);
    roles.set(logicalId, role);
  }
  addSibling(stack, resources[SIBLING], [...roles.values()]);
  return JSON.stringify(Template.fromStack(stack).toJSON());
}

function addSibling(stack: Stack, properties: Properties | undefined, roles: readonly SageMakerPersonaRole[]): void {
  if (properties === undefined) return;
  const sibling = new CustomResource(stack, SIBLING, { serviceToken: SIBLING_TOKEN, resourceType: 'Custom::Sibling', properties });
  sibling.node.addDependency(...roles);
}

/** The properties with every function of CloudFormation replaced by the token of what it names. */
function withTokens(value: unknown, tokenOf: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withTokens(item, tokenOf));
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return tokenOf(String(value.Ref));
  if ('Fn::GetAtt' in value) return tokenOf((value['Fn::GetAtt'] as string[])[0] ?? '');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTokens(item, tokenOf)]));
}
