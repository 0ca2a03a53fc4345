import { DescribeStackResourceCommand, DescribeStacksCommand, type CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PersonaRoleError } from './core/errors';
import { sameRoleName } from './core/names';
import type { Log } from './log';
import type { LifecycleRequest } from './request';

/** What CloudFormation says of the stack and resource of an event. */
export interface StackState {
  readonly stackStatus: string;
  /** `undefined` where CloudFormation does not know the resource. */
  readonly resourceType: string | undefined;
  readonly resourceStatus?: string | undefined;
  readonly physicalResourceId?: string | undefined;
}

/**
 * Statuses of a stack of which no event can be under way: it is done, or it is a change set that nobody has executed. Such a stack has an
 * id and no resources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
const AT_REST = /_(COMPLETE|FAILED)$|^REVIEW_/;

/** Statuses in which a stack makes or changes no resource any more: an event that would, is outdated or forged. */
const GOING_AWAY = /^(DELETE|ROLLBACK)_/;

/**
 * Why an event cannot be genuine, or `undefined`. The stack's status decides, not the resource's: the Delete that cleans up after a
 * replacement comes when the resource itself is complete already.
 */
export function refusal(request: Pick<LifecycleRequest, 'type' | 'resourceType'>, state: StackState): string | undefined {
  const isOutdated = request.type !== 'Delete' && (GOING_AWAY.test(state.stackStatus) || isCancelledCreate(request, state));
  if (isOutdated || AT_REST.test(state.stackStatus))
    return `the stack is ${state.stackStatus}: no ${request.type} of it can be in progress`;
  if (state.resourceType !== undefined && request.resourceType !== '' && state.resourceType !== request.resourceType) {
    return `the stack's resource is of type ${state.resourceType}, not ${request.resourceType}`;
  }
  return undefined;
}

/**
 * Whether CloudFormation undoes, or has undone, what an event is to bring about. A stack or resource that is complete meanwhile is not:
 * then another delivery of the event was answered, and its role is in use.
 */
export function isGivenUp({ type }: Pick<LifecycleRequest, 'type'>, { stackStatus, resourceStatus }: StackState): boolean {
  if (resourceStatus === 'CREATE_COMPLETE' || resourceStatus === 'UPDATE_COMPLETE') return false;
  // The rollback of an Update is an Update, which needs the role.
  if (type === 'Update') return (resourceStatus ?? stackStatus).startsWith('DELETE_');
  return /^(DELETE|ROLLBACK|UPDATE_ROLLBACK)_/.test(stackStatus);
}

/**
 * Whether the role that an Update made in place of another one is given up: the stack is rolled back meanwhile, and its resource is the old
 * one. Where it is the new one, another delivery of the event was answered, and the rollback itself takes that role away.
 * @param before the stack's status when the Update came; an Update that came in a rollback is part of it
 * @param roleName of the role that the Update made
 */
export function isReplacementGivenUp(
  before: string | undefined,
  roleName: string,
  { stackStatus, physicalResourceId }: StackState,
): boolean {
  const isRollback = (status: string): boolean => status.startsWith('UPDATE_ROLLBACK_');
  return (
    before !== undefined &&
    !isRollback(before) &&
    isRollback(stackStatus) &&
    physicalResourceId !== undefined &&
    !sameRoleName(physicalResourceId, roleName)
  );
}

/** The rollback of an update updates and deletes, but creates nothing. */
function isCancelledCreate({ type }: Pick<LifecycleRequest, 'type'>, { stackStatus }: StackState): boolean {
  return type === 'Create' && stackStatus.startsWith('UPDATE_ROLLBACK_');
}

/**
 * Asks CloudFormation whether the event's stack is in progress and has this resource: events are not signed, anyone who may invoke
 * the function can make one up, and a late one may outlive its stack. An answer that cannot be had (no permission, no such stack
 * any more, CloudFormation unreachable) is logged and the event is served.
 * @returns the stack's status, where it is known
 * @throws PersonaRoleError `InvalidRequest` where CloudFormation contradicts the event
 */
export async function verifyStack(client: CloudFormationClient, request: LifecycleRequest, log: Log): Promise<string | undefined> {
  const state = await stackState(client, request, log);
  const reason = state === undefined ? undefined : refusal(request, state);
  if (reason !== undefined) throw new PersonaRoleError('InvalidRequest', [{ path: '', message: `the event is refused: ${reason}` }]);
  return state?.stackStatus;
}

/**
 * What CloudFormation says; `undefined`, and a line in the log, where it tells nothing. That it knows no such stack or resource is no proof
 * against an event either: nothing documents how soon it tells of a new one.
 */
export async function stackState(client: CloudFormationClient, { scope }: LifecycleRequest, log: Log): Promise<StackState | undefined> {
  const { stackId, logicalResourceId } = scope;
  const stacks = await answered(log, 'the stack', (options) => client.send(new DescribeStacksCommand({ StackName: stackId }), options));
  const stackStatus = stacks?.Stacks?.[0]?.StackStatus;
  if (stackStatus === undefined) {
    if (stacks !== undefined) log.warn('CloudFormation says nothing about the stack; the event is served');
    return undefined;
  }
  const resource = await answered(log, 'the resource', (options) =>
    client.send(new DescribeStackResourceCommand({ StackName: stackId, LogicalResourceId: logicalResourceId }), options),
  );
  const { ResourceType, ResourceStatus, PhysicalResourceId } = resource?.StackResourceDetail ?? {};
  return { stackStatus, resourceType: ResourceType, resourceStatus: ResourceStatus, physicalResourceId: PhysicalResourceId };
}

/** What is asked for, or a line in the log. */
async function answered<T>(log: Log, about: string, ask: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T | undefined> {
  try {
    return await ask({ abortSignal: AbortSignal.timeout(5_000) });
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    log.warn(`CloudFormation could not be asked about ${about}, or does not know it; the event is served`, { cause });
    return undefined;
  }
}
