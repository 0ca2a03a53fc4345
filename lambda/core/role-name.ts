import { grantTarget } from './mode-properties';
import { defaultRoleName, ROLE_NAME, roleNameOfArn, sameRoleName } from './names';
import type { Scope } from './scope';

/** The properties that name a role, as they stand in ResourceProperties. */
const NAME_PROPERTIES = ['RoleName', 'RoleNameSuffix', 'GrantTo'] as const;

/** Whether an Update must work on another role: only where the properties name another one. Names are compared without case. */
export type Replacement = 'none' | 'replace' | 'case only';

/**
 * Compares what the old and the new properties ask for as a name; what the provider would derive today plays no part.
 * Takes raw properties, since the old ones may not be valid any more.
 */
export function replacementOf(
  oldProperties: Readonly<Record<string, unknown>>,
  newProperties: Readonly<Record<string, unknown>>,
): Replacement {
  const pairs = NAME_PROPERTIES.map((key) => [textOf(oldProperties, key), textOf(newProperties, key)] as const);
  if (pairs.every(([before, after]) => before === after)) return 'none';
  return pairs.every(([before, after]) => sameRoleName(before, after)) ? 'case only' : 'replace';
}

/**
 * The name of the role that a Create with these properties would have worked on, valid properties or not: a Delete whose physical id
 * CloudFormation made up finds the role by it.
 */
export function candidateRoleName(properties: Readonly<Record<string, unknown>>, roleNamePrefix: string, scope: Scope): string {
  const target = grantTarget(properties);
  if (target !== undefined && ROLE_NAME.test(roleNameOfArn(target))) return roleNameOfArn(target);
  const roleName = textOf(properties, 'RoleName');
  const suffix = textOf(properties, 'RoleNameSuffix');
  const name = roleName !== '' ? roleName : suffix !== '' ? `${roleNamePrefix}${suffix}` : '';
  return ROLE_NAME.test(name) ? name : defaultRoleName(scope);
}

function textOf(properties: Readonly<Record<string, unknown>>, key: string): string {
  const value = properties[key];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}
