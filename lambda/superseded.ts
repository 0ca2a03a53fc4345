import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PersonaRoleError } from './core/errors';
import { grantTarget } from './core/mode-properties';
import { sameRoleName } from './core/names';
import { candidateRoleName } from './core/role-name';
import { removeGrant } from './granting';
import type { Invocation } from './invocation';
import { removeRole } from './removal';
import { isGivenUp, isReplacementGivenUp, stackState } from './verify-stack';

/**
 * Asks once more, when everything is written: where CloudFormation gave the stack up meanwhile, its Delete may have come and gone before
 * there was anything to delete, and nobody would take it away any more. What the event made is then taken back.
 * @throws PersonaRoleError `InvalidRequest` where CloudFormation has given up what the event is for
 */
export async function verifyAgain(client: CloudFormationClient, invocation: Invocation): Promise<void> {
  const { request, session, surroundings, stackStatus, log, cleanUpDeadline } = invocation;
  if (request.type === 'Delete' || !session.triedToWrite()) return;
  const state = await stackState(client, request, log);
  if (state === undefined) return;
  const name = candidateRoleName(request.properties, surroundings.configuration.RoleNamePrefix, surroundings.scope);
  const isReplacement = request.type === 'Update' && !sameRoleName(name, request.physicalResourceId);
  if (!isGivenUp(request, state) && !(isReplacement && isReplacementGivenUp(stackStatus, name, state))) return;
  session.extendTo(cleanUpDeadline);
  await takeBack(invocation, name);
  throw new PersonaRoleError('InvalidRequest', [
    { path: '', message: `the stack is ${state.stackStatus}: it does not wait for this ${request.type} any more, which was taken back` },
  ]);
}

/**
 * The role that a Create made, or an Update in place of another one or of one that was gone, and what either granted. A role that was there
 * before stays what it is until its Delete.
 */
async function takeBack(invocation: Invocation, name: string): Promise<void> {
  const { request, session } = invocation;
  if (grantTarget(request.properties) !== undefined) await removeGrant(invocation, name);
  else if (request.type === 'Create') await removeRole(invocation, name);
  else {
    const made = [...new Set([name, request.physicalResourceId])].filter((role) => session.hasCreated(role));
    for (const role of made) await removeRole(invocation, role);
  }
}
