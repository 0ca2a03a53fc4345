import { desiredRole, type DesiredRole, type Surroundings } from './desired';
import { desiredGrant, type DesiredGrant } from './grant';
import { grantTarget } from './mode-properties';

/** What properties ask for: a role of the resource's own, or permissions for a role that is there already. */
export type Desired = DesiredRole | DesiredGrant;

/**
 * Parses, resolves, renders, and packs what is packed before the role is read.
 * @throws PersonaRoleError `InvalidRequest` with every fault of the properties, `ServiceLimitExceeded` where they do not fit IAM's quotas
 */
export function desire(raw: unknown, surroundings: Surroundings): Desired {
  const isMap = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  const target = isMap ? grantTarget(raw as Readonly<Record<string, unknown>>) : undefined;
  return target === undefined ? desiredRole(raw, surroundings) : desiredGrant(raw, surroundings);
}
