import type { Configuration } from './core/configuration';
import type { PersonaRoleError } from './core/errors';
import { isGrantable } from './core/grant';
import { grantTarget } from './core/mode-properties';
import { unownedPhysicalId } from './core/names';
import { candidateRoleName } from './core/role-name';
import type { AnswerAddress, LifecycleRequest } from './request';

/**
 * The physical id of a FAILED answer. Never empty: without one CloudFormation reports "Invalid PhysicalResourceId" instead of the reason.
 * A failed Create names the role that it was to make, so that the Delete which follows finds whatever is left; a refused one names a
 * marker that Delete leaves alone. An Update keeps the old id, so that nothing is taken for replaced.
 * Where IAM itself says that something exists, the role may be this resource's all the same: made before a policy that is in the way, or by
 * a call whose answer was lost. Delete asks its tags.
 * @param configuration `undefined` where it could not be read: then nothing was done
 */
export function failedPhysicalId(
  address: AnswerAddress,
  request: LifecycleRequest | undefined,
  error: PersonaRoleError,
  configuration: Configuration | undefined,
): string {
  if (address.physicalResourceId !== '') return address.physicalResourceId;
  if (request === undefined) return unownedPhysicalId('unreadable-event');
  const name = candidateRoleName(request.properties, configuration?.RoleNamePrefix ?? '', request.scope);
  const isForeign = error.code === 'AlreadyExists' && error.cause === undefined;
  return isForeign || isRefusedGrant(request, error, configuration) ? unownedPhysicalId(name) : name;
}

/**
 * Faults of the properties, each of which has a path, are found before anything is granted. A role that may not be granted to was not
 * granted to, whatever else was wrong, and the function may not even look at its policies: a Delete that asked for them would fail.
 */
function isRefusedGrant(
  { properties }: LifecycleRequest,
  { code, cause, issues }: PersonaRoleError,
  configuration: Configuration | undefined,
): boolean {
  const target = grantTarget(properties);
  if (target === undefined) return false;
  const isRefused = code === 'InvalidRequest' && cause === undefined && issues.every(({ path }) => path !== '');
  return isRefused || (configuration !== undefined && !isGrantable(configuration, target));
}
