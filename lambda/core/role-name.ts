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

/**
 * Whether an Update that names another role goes back to the one that there is: a rollback. The role may have its suffix under a prefix that
 * the provider had before, so the prefix does not count. Of two suffixes with which a name may end the longer one made it, and of two that
 * differ in case only the one that it is spelt with.
 */
export function returnsTo(
  physicalResourceId: string,
  oldProperties: Readonly<Record<string, unknown>>,
  newProperties: Readonly<Record<string, unknown>>,
  scope: Scope,
): boolean {
  return likeness(physicalResourceId, newProperties, scope) > likeness(physicalResourceId, oldProperties, scope);
}

/** How much of a role's name comes from properties, in characters; half a one less in other letters. */
function likeness(roleName: string, properties: Readonly<Record<string, unknown>>, scope: Scope): number {
  const candidate = candidateRoleName(properties, '', scope);
  const isSuffix = textOf(properties, 'RoleNameSuffix') === candidate && textOf(properties, 'RoleName') === '';
  const isIn = isSuffix ? roleName.toLowerCase().endsWith(candidate.toLowerCase()) : sameRoleName(roleName, candidate);
  return isIn ? candidate.length - (roleName.endsWith(candidate) ? 0 : 0.5) : 0;
}

function textOf(properties: Readonly<Record<string, unknown>>, key: string): string {
  const value = properties[key];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}
