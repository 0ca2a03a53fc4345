import type { CurrentRole } from './core/current';
import { PersonaRoleError } from './core/errors';
import { matchesPattern } from './core/parameter-types';
import { readRoleSettings } from './iam-role';
import type { Invocation } from './invocation';

/**
 * A role that the provider's configuration lists no more, in a rollback: IAM denies the function even to look at its policies. So the update
 * that failed could not write them either, and the role is what it was before. Only the stack's status tells a rollback from an update.
 * @param error why the update failed
 * @param listed patterns of the roles that the function may work on
 * @returns the role without its policies, or `undefined` where none of that is so
 */
export async function roleOutOfReach(invocation: Invocation, error: unknown, listed: readonly string[]): Promise<CurrentRole | undefined> {
  const { session, request, stackStatus = '', log } = invocation;
  const isDenied = error instanceof PersonaRoleError && error.code === 'AccessDenied' && !session.triedToWrite();
  if (!isDenied || !stackStatus.startsWith('UPDATE_ROLLBACK_')) return undefined;
  const settings = await readRoleSettings(session, request.physicalResourceId);
  if (settings === undefined || listed.some((pattern) => matchesPattern(settings.arn, pattern))) return undefined;
  log.warn("the provider's configuration does not list the role any more: it is left as it is, unread", { role: settings.arn });
  return { ...settings, inlinePolicies: {}, attachedPolicyArns: [], managedPolicies: [] };
}
