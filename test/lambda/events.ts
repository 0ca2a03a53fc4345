import type { Clock } from '../../lambda/clock';
import type { Scope } from '../../lambda/core/scope';
import type { Context } from '../../lambda/index';

export const ACCOUNT_ID = '111122223333';
export const REGION = 'eu-west-1';
export const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/team/0b8e2f10-0000-4000-8000-000000000001`;
export const LOGICAL_ID = 'AnalystRole';
export const REQUEST_ID = '5d478078-13e9-baf0-464a-7ef285ecc786';
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:sagemaker-persona-role`;
export const LOG_STREAM = '2026/11/23/sagemaker-persona-role[$LATEST][0123456789abcdef0123456789abcdef]';
export const SCOPE: Scope = { partition: 'aws', region: REGION, accountId: ACCOUNT_ID, stackId: STACK_ID, logicalResourceId: LOGICAL_ID };

/** When the events of these tests are sent, milliseconds since the epoch; `X-Amz-Date` of {@link QUERY}. */
export const SENT_AT = Date.UTC(2026, 10, 23, 12, 0, 0);

/** The query of a presigned URL, with a signature that no log may show. */
export const SIGNATURE = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
export const QUERY = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261123T120000Z&X-Amz-Expires=7200&X-Amz-Signature=${SIGNATURE}`;

/** Properties of a small valid role. */
export const PROPERTIES = { ServiceToken: FUNCTION_ARN, Activities: ['RunStudioApps@2'], RoleName: 'analyst' } as const;

export type Event = Readonly<Record<string, unknown>>;

/** A Create as CloudFormation sends it to a local host. */
export function createEvent(host: string, more: Event = {}): Event {
  return {
    RequestType: 'Create',
    ServiceToken: FUNCTION_ARN,
    ResponseURL: `http://${host}/answer?${QUERY}`,
    StackId: STACK_ID,
    RequestId: REQUEST_ID,
    LogicalResourceId: LOGICAL_ID,
    ResourceType: 'Custom::SageMakerPersonaRole',
    ResourceProperties: PROPERTIES,
    ...more,
  };
}

export function updateEvent(host: string, more: Event = {}): Event {
  return createEvent(host, { RequestType: 'Update', PhysicalResourceId: 'analyst', OldResourceProperties: PROPERTIES, ...more });
}

export function deleteEvent(host: string, more: Event = {}): Event {
  return createEvent(host, { RequestType: 'Delete', PhysicalResourceId: 'analyst', ...more });
}

/** What Lambda tells of an invocation that begins now, as far as the function asks. */
export function contextOf(clock: Clock, { remaining = 300_000, functionArn = FUNCTION_ARN } = {}): Context {
  const end = clock.now() + remaining;
  return {
    functionName: 'sagemaker-persona-role',
    invokedFunctionArn: functionArn,
    logStreamName: LOG_STREAM,
    getRemainingTimeInMillis: () => end - clock.now(),
  };
}
