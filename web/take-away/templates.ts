import { stringify } from 'yaml';
import { writtenProperties, type Design } from '../design/design';
import type { Made } from '../design/made';

/** YAML as CloudFormation reads it, version 1.1: there, a plain `on` or `0123` would be no text. */
function yaml(value: unknown, indent: number): string {
  const text = stringify(value, { version: '1.1', lineWidth: 0, singleQuote: true });
  return text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(indent));
}

/** A template with the role as the custom resource. */
export function customResourceTemplate({ properties, place: { logicalId } }: Design): string {
  const written = writtenProperties(properties);
  const own = Object.fromEntries(Object.entries(written).filter(([name]) => !['ServiceToken', 'ServiceTimeout'].includes(name)));
  return `AWSTemplateFormatVersion: '2010-09-09'
${resource(logicalId, own)}`;
}

/** The same for the SAM CLI. */
export function samTemplate(design: Design): string {
  return customResourceTemplate(design).replace('\n', '\nTransform: AWS::Serverless-2016-10-31\n');
}

function resource(logicalId: string, properties: Readonly<Record<string, unknown>>): string {
  return `Resources:
  ${logicalId}:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: !ImportValue sagemaker-persona-role-ServiceToken
      ServiceTimeout: 1200
${yaml(properties, 6)}
Outputs:
  ${logicalId}Arn:
    Value: !GetAtt ${logicalId}.Arn
`;
}

/** A template that makes the same role without the provider: a copy that nothing keeps up to date. */
export function iamTemplate({ place: { logicalId } }: Design, made: Made): string {
  const resources =
    made.mode === 'role'
      ? { [logicalId]: { Type: 'AWS::IAM::Role', Properties: roleProperties(logicalId, made) }, ...managedPolicies(logicalId, made) }
      : {
          [logicalId]: {
            Type: 'AWS::IAM::RolePolicy',
            Properties: { RoleName: made.desired.roleName, ...made.policies[0]?.policy },
          },
        };
  return `AWSTemplateFormatVersion: '2010-09-09'
Resources:
${yaml(resources, 2).replace(/^( +)- REF (\w+)$/gm, '$1- !Ref $2')}
`;
}

function roleProperties(
  logicalId: string,
  { desired, policies, output }: Extract<Made, { mode: 'role' }>,
): Readonly<Record<string, unknown>> {
  const overflow = policies.filter(({ kind }) => kind === 'managed').map((_, index) => `REF ${policyId(logicalId, index)}`);
  const arns = [...overflow, ...desired.managedPolicyArns];
  return {
    RoleName: desired.roleName,
    Path: desired.path,
    ...(desired.description === '' ? {} : { Description: desired.description }),
    MaxSessionDuration: desired.maxSessionDuration,
    PermissionsBoundary: desired.permissionsBoundary,
    AssumeRolePolicyDocument: output.AssumeRolePolicyDocument,
    Policies: [desired.inlinePolicy],
    ...(arns.length === 0 ? {} : { ManagedPolicyArns: arns }),
    ...(desired.tags.length === 0 ? {} : { Tags: desired.tags }),
  };
}

function managedPolicies(logicalId: string, { desired }: Extract<Made, { mode: 'role' }>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    desired.managedPolicies.map(({ PolicyName, PolicyDocument }, index) => [
      policyId(logicalId, index),
      { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: PolicyName, Path: desired.path, PolicyDocument } },
    ]),
  );
}

function policyId(logicalId: string, index: number): string {
  return `${logicalId}Policy${String(index + 1)}`;
}
