import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Context as LambdaContext } from 'aws-lambda';
import { attributesOf } from './attributes';
import { catalog } from './catalog';
import { answerAgent, answerBody, putAnswer, type Answer } from './cfn-response';
import { systemClock, type Clock } from './clock';
import { allowedResponseHosts, readConfiguration } from './configuration';
import type { Configuration } from './core/configuration';
import { deniedActivityIssues } from './core/denied-activities';
import { assertNoIssues, toPersonaRoleError } from './core/errors';
import { deadlines, type Deadlines } from './deadlines';
import { failedPhysicalId } from './failed-physical-id';
import { iamClient } from './iam-client';
import { IamSession } from './iam-session';
import type { Invocation } from './invocation';
import { createRole, updateRole } from './lifecycle';
import { createLog, logLevel, type Log } from './log';
import { deleteRole } from './removal';
import { answerAddress, parseRequest, type AnswerAddress, type LifecycleRequest } from './request';
import { lastWrite, parseResponseUrl, type Place, type ResponseUrl } from './response-url';
import { verifyAgain } from './superseded';
import { verifyStack } from './verify-stack';

/** What the handler uses of Lambda's context. */
export type Context = Pick<LambdaContext, 'functionName' | 'invokedFunctionArn' | 'logStreamName' | 'getRemainingTimeInMillis'>;

/** What the handler reaches of the world outside; tests bring their own. */
export interface Outside {
  readonly iam: IAMClient;
  readonly cloudFormation: CloudFormationClient;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly writeLog: (line: string) => void;
}

const outside: Outside = {
  iam: iamClient(process.env),
  cloudFormation: new CloudFormationClient({ maxAttempts: 2 }),
  clock: systemClock,
  environment: process.env,
  writeLog: console.log,
};

/** The Lambda function behind `Custom::SageMakerPersonaRole`. */
export async function handler(event: unknown, context: Context): Promise<void> {
  await handle(event, context, outside);
}

/**
 * Serves one event of CloudFormation and answers exactly once. An event without a ResponseURL of CloudFormation is neither served nor answered.
 * @throws Error only where the answer could not be delivered: Lambda then repeats the event, and the handler converges on the same state
 */
export async function handle(event: unknown, context: Context, world: Outside): Promise<void> {
  const { clock, environment, writeLog } = world;
  const until = deadlines(clock.now(), context.getRemainingTimeInMillis());
  const address = answerAddress(event);
  const { stackId, logicalResourceId, requestId } = address;
  const log = createLog(logLevel(environment['LOG_LEVEL']), { stackId, logicalResourceId, requestId }, writeLog);
  const responseUrl = parseResponseUrl(address.responseUrl, placeOf(context), allowedResponseHosts(environment));
  if (responseUrl === undefined) {
    log.error('the event has no ResponseURL of CloudFormation: nothing is done and nobody is answered');
    return;
  }
  const agent = answerAgent(responseUrl.url);
  const answer = await serve({ event, context, world, until, address, responseUrl, log });
  log.info('answer', { ...answer });
  await putAnswer(responseUrl.url, answerBody(answer, address), { clock, log, deadline: until.answer, agent });
}

interface Service {
  readonly event: unknown;
  readonly context: Context;
  readonly world: Outside;
  readonly until: Deadlines;
  readonly address: AnswerAddress;
  readonly responseUrl: ResponseUrl;
  readonly log: Log;
}

/** Does what the event asks for. The one place where errors end: each becomes a FAILED answer that says what is wrong. */
async function serve(service: Service): Promise<Answer> {
  const { event, context, world, address, log } = service;
  let request: LifecycleRequest | undefined;
  let configuration: Configuration | undefined;
  try {
    request = parseRequest(event, context.invokedFunctionArn);
    configuration = readConfiguration(world.environment);
    const stackStatus = configuration.VerifyStack ? await verifyStack(world.cloudFormation, request, log) : undefined;
    const invocation = invocationOf(service, request, { catalog, configuration, scope: request.scope }, stackStatus);
    const answer = await dispatch(invocation);
    if (configuration.VerifyStack) await verifyAgain(world.cloudFormation, invocation);
    return answer;
  } catch (thrown) {
    const error = toPersonaRoleError(thrown);
    log.error(error.message, { code: error.code, stack: error.stack, cause: error.cause instanceof Error ? error.cause.stack : undefined });
    const reason = context.logStreamName ? `${error.message} [log: ${context.logStreamName}]` : error.message;
    return { status: 'FAILED', physicalResourceId: failedPhysicalId(address, request, error, configuration), reason };
  }
}

async function dispatch(invocation: Invocation): Promise<Answer> {
  const { request } = invocation;
  switch (request.type) {
    case 'Create':
    case 'Update': {
      assertNoIssues(deniedActivityIssues(invocation.surroundings.configuration, catalog));
      const served = await (request.type === 'Create' ? createRole(invocation) : updateRole(invocation));
      return { status: 'SUCCESS', physicalResourceId: served.role.roleName, attributes: attributesOf(served) };
    }
    case 'Delete':
      await deleteRole(invocation);
      return { status: 'SUCCESS', physicalResourceId: request.physicalResourceId, attributes: {} };
  }
}

function invocationOf(
  { context, world, until, responseUrl, log }: Service,
  request: LifecycleRequest,
  surroundings: Invocation['surroundings'],
  stackStatus: string | undefined,
): Invocation {
  const lastMoment = request.type === 'Delete' ? Infinity : lastWrite(responseUrl, request.properties);
  return {
    request,
    surroundings,
    session: new IamSession(world.iam, world.clock, log, Math.min(until.work, lastMoment)),
    log,
    provider: `${request.scope.region}/${context.functionName || (world.environment['AWS_LAMBDA_FUNCTION_NAME'] ?? '')}`,
    stackStatus,
    cleanUpDeadline: until.cleanUp,
  };
}

/** An emulator may give the function no ARN. */
function placeOf({ invokedFunctionArn }: Context): Place | undefined {
  const [, partition = '', , region = ''] = invokedFunctionArn.split(':');
  return partition === '' || region === '' ? undefined : { partition, region };
}
