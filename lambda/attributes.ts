import { catalogVersion } from './catalog';
import { policyDigest } from './core/desired';
import { grantDigest } from './core/grant';
import type { Served } from './lifecycle';

/**
 * What `Fn::GetAtt` gives. Every SUCCESS of Create and Update carries all of them: one that were missing from the latest answer would
 * fail the stack.
 */
export function attributesOf(served: Served): Record<string, string> {
  const { desired, role } = served;
  return {
    Arn: role.arn,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Persona: desired.persona ?? '',
    Activities: desired.activities.join(','),
    PolicyDigest: 'policy' in served ? grantDigest(served.policy) : policyDigest(served.desired),
    CatalogVersion: catalogVersion,
  };
}
