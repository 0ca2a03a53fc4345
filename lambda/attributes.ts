import { catalogVersion } from './catalog';
import { policyDigest } from './core/desired';
import type { Converged } from './lifecycle';

/**
 * What `Fn::GetAtt` gives. Every SUCCESS of Create and Update carries all of them: one that were missing from the latest answer would
 * fail the stack.
 */
export function attributesOf({ desired, role }: Converged): Record<string, string> {
  return {
    Arn: role.arn,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Persona: desired.persona ?? '',
    Activities: desired.activities.join(','),
    PolicyDigest: policyDigest(desired),
    CatalogVersion: catalogVersion,
  };
}
