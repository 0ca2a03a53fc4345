import { Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SageMakerPersonaRole } from './persona-role';
import type { SageMakerPersonaRoleProps } from './persona-role-props';

/**
 * Puts the permissions on an existing role: one resource below the scope for each role, however often it is asked for.
 * @returns a grant that others may depend on: it is there when the permissions are
 * @throws Error where the identity has no role
 */
export function grantTo(scope: Construct, identity: iam.IGrantable, props: SageMakerPersonaRoleProps): iam.Grant {
  const role = roleOf(scope, identity);
  const id = `GrantTo${Names.nodeUniqueId(role.node)}`;
  const made = scope.node.tryFindChild(id) ?? new SageMakerPersonaRole(scope, id, { ...props, grantTo: role });
  // The provider writes the statements. The CDK gets a principal that took them over, for what follows to wait for.
  const principal: iam.IPrincipal = {
    grantPrincipal: role.grantPrincipal,
    assumeRoleAction: role.assumeRoleAction,
    policyFragment: role.policyFragment,
    addToPrincipalPolicy: () => ({ statementAdded: true, policyDependable: made }),
  };
  return iam.Grant.addToPrincipal({ grantee: { grantPrincipal: principal }, actions: [], resourceArns: [] });
}

function roleOf(scope: Construct, { grantPrincipal }: iam.IGrantable): iam.IRole {
  if (isRole(grantPrincipal)) return grantPrincipal;
  throw new Error(`${scope.node.path}: grantPermissionsTo needs a role, or something that has one; users, groups and services have none.`);
}

function isRole(principal: iam.IPrincipal): principal is iam.IRole {
  return 'roleArn' in principal && 'roleName' in principal && 'node' in principal;
}
