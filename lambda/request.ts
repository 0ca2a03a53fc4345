import { PersonaRoleError } from './core/errors';
import { RESOURCE_TYPE } from './core/names';
import { parseStackId, type Scope } from './core/scope';

/** A custom resource event, checked. Source of the fields: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface LifecycleRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly requestId: string;
  /** Empty on Create. */
  readonly physicalResourceId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Empty but on Update. */
  readonly oldProperties: Readonly<Record<string, unknown>>;
  readonly resourceType: string;
  readonly scope: Scope;
}

/** The part of an event without which there is nobody to answer. */
export interface AnswerAddress {
  readonly responseUrl: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
  /** Empty on Create. */
  readonly physicalResourceId: string;
}

export function answerAddress(event: unknown): AnswerAddress {
  return {
    responseUrl: textOf(event, 'ResponseURL'),
    stackId: textOf(event, 'StackId'),
    requestId: textOf(event, 'RequestId'),
    logicalResourceId: textOf(event, 'LogicalResourceId'),
    physicalResourceId: textOf(event, 'PhysicalResourceId'),
  };
}

/** A UUID, as far as is known; AWS documents none. At least something that the tag of what the event creates can hold. */
const REQUEST_ID = /^[\w.:/=+@-]{1,256}$/;

/**
 * Reads an event.
 * @param functionArn the function's own ARN: stacks of other accounts, Regions and partitions are refused
 * @throws PersonaRoleError `InvalidRequest`
 */
export function parseRequest(event: unknown, functionArn: string): LifecycleRequest {
  const type = textOf(event, 'RequestType');
  if (type !== 'Create' && type !== 'Update' && type !== 'Delete')
    throw invalid('RequestType', `is "${type.slice(0, 80)}", not Create, Update or Delete`);
  const { stackId, requestId, logicalResourceId, physicalResourceId } = answerAddress(event);
  const stack = parseStackId(stackId);
  if (stack === undefined) throw invalid('StackId', 'is not the id of a stack');
  if (!/^[A-Za-z0-9]{1,255}$/.test(logicalResourceId)) throw invalid('LogicalResourceId', 'is not the logical id of a resource');
  if (!REQUEST_ID.test(requestId)) throw invalid('RequestId', 'is not the id of a request');
  assertSameAccount(stack, functionArn);
  if (type !== 'Create' && physicalResourceId === '')
    throw invalid('PhysicalResourceId', `is missing in ${type === 'Update' ? 'an Update' : 'a Delete'}`);
  const resourceType = textOf(event, 'ResourceType');
  // Whoever limits what may be deployed, by cloudformation:ResourceTypes or by rules on templates, goes by this name. What there is
  // under another one can still be deleted.
  if (type !== 'Delete' && resourceType !== RESOURCE_TYPE)
    throw invalid('ResourceType', `is "${resourceType.slice(0, 80)}"; write Type: ${RESOURCE_TYPE}`);
  const { partition, region, accountId } = stack;
  return {
    type,
    requestId,
    physicalResourceId,
    properties: mapOf(event, 'ResourceProperties'),
    oldProperties: mapOf(event, 'OldResourceProperties'),
    resourceType,
    scope: { partition, region, accountId, stackId, logicalResourceId },
  };
}

/** Nobody but CloudFormation of the provider's own account and Region has business here. An emulator may give the function no ARN. */
function assertSameAccount(stack: { partition: string; region: string; accountId: string }, functionArn: string): void {
  if (functionArn === '') return;
  const [, partition = '', , region = '', accountId = ''] = functionArn.split(':');
  if (stack.partition === partition && stack.region === region && stack.accountId === accountId) return;
  throw invalid(
    'StackId',
    `is of ${stack.partition} ${stack.region} ${stack.accountId}; this provider serves ${partition} ${region} ${accountId} only`,
  );
}

function invalid(path: string, message: string): PersonaRoleError {
  return new PersonaRoleError('InvalidRequest', [{ path, message }]);
}

function textOf(event: unknown, key: string): string {
  const value = fieldOf(event, key);
  return typeof value === 'string' ? value : '';
}

function mapOf(event: unknown, key: string): Record<string, unknown> {
  const value = fieldOf(event, key);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function fieldOf(event: unknown, key: string): unknown {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, key) ? (event as Record<string, unknown>)[key] : undefined;
}
