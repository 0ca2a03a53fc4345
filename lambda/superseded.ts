import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PersonaRoleError } from './core/errors';
import { grantTarget } from './core/mode-properties';
import { candidateRoleName } from './core/role-name';
import { removeGrant } from './granting';
import type { Invocation } from './invocation';
import { removeRole } from './removal';
import { isGivenUp, stackState } from './verify-stack';

/**
 * Asks once more, when everything is written: where CloudFormation gave the stack up meanwhile, its Delete may have come and gone before
 * there was anything to delete, and nobody would take it away any more. What the event made is then taken back.
 * @throws PersonaRoleError `InvalidRequest` where CloudFormation has given up what the event is for
 */
export async function verifyAgain(client: CloudFormationClient, invocation: Invocation): Promise<void> {
  const { request, session, log, cleanUpDeadline } = invocation;
  if (request.type === 'Delete' || !session.triedToWrite()) return;
  const state = await stackState(client, request, log);
  if (state === undefined || !isGivenUp(request, state)) return;
  session.extendTo(cleanUpDeadline);
  await takeBack(invocation);
  throw new PersonaRoleError('InvalidRequest', [
    { path: '', message: `the stack is ${state.stackStatus}: it does not wait for this ${request.type} any more, which was taken back` },
  ]);
}

/** What a Create made, or an Update whose role was gone; a role that was there before stays what it is until its Delete. */
async function takeBack(invocation: Invocation): Promise<void> {
  const { request, surroundings, session } = invocation;
  const name = candidateRoleName(request.properties, surroundings.configuration.RoleNamePrefix, surroundings.scope);
  if (request.type === 'Create' && grantTarget(request.properties) !== undefined) await removeGrant(invocation, name);
  else if (request.type === 'Create') await removeRole(invocation, name);
  else if (session.hasCreated(request.physicalResourceId)) await removeRole(invocation, request.physicalResourceId);
}
