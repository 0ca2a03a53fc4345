import type { Desired } from '../lambda/core/desire';
import type { DesiredRole } from '../lambda/core/desired';
import { grantPolicy } from '../lambda/core/grant';

/**
 * The same permissions as a template without the provider, for those who cannot run a custom resource: nobody keeps the role up to date
 * then, and deploying it needs CAPABILITY_NAMED_IAM.
 */
export function plainTemplate(desired: Desired, logicalId: string): unknown {
  const Resources = desired.mode === 'role' ? roleResources(desired, logicalId) : grantResources(desired, logicalId);
  return { AWSTemplateFormatVersion: '2010-09-09', Resources };
}

function roleResources(desired: DesiredRole, logicalId: string): Readonly<Record<string, unknown>> {
  const { description, tags, managedPolicyArns } = desired;
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: desired.roleName,
      Path: desired.path,
      ...(description === '' ? {} : { Description: description }),
      AssumeRolePolicyDocument: desired.trustPolicy,
      MaxSessionDuration: desired.maxSessionDuration,
      PermissionsBoundary: desired.permissionsBoundary,
      Policies: [desired.inlinePolicy],
      ...(managedPolicyArns.length === 0 ? {} : { ManagedPolicyArns: managedPolicyArns }),
      ...(tags.length === 0 ? {} : { Tags: tags }),
    },
  };
  const overflow = desired.managedPolicies.map(({ PolicyName, PolicyDocument }, index) => [
    `${logicalId}Policy${String(index + 1)}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: PolicyName, Path: desired.path, PolicyDocument, Roles: [{ Ref: logicalId }] },
    },
  ]);
  return { [logicalId]: role, ...(Object.fromEntries(overflow) as Record<string, unknown>) };
}

function grantResources(desired: Extract<Desired, { mode: 'grant' }>, logicalId: string): Readonly<Record<string, unknown>> {
  const { PolicyName, PolicyDocument } = grantPolicy(desired, { inlinePolicies: {} });
  return { [logicalId]: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: desired.roleName, PolicyName, PolicyDocument } } };
}
