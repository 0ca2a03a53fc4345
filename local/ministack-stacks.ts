import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MiniStack } from './ministack';

/** A stack as it is asked for. */
export interface StackRequest {
  readonly stackName: string;
  /** Text of the template, YAML or JSON, of any size that CloudFormation takes from a bucket. */
  readonly template: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * The provider's stack as MiniStack needs it: without the pause for IAM's propagation, and with its own server as the place to
 * answer to.
 * @throws Error where the template is not built yet
 */
export async function providerRequest({ endpoint }: MiniStack): Promise<StackRequest> {
  return {
    stackName: 'provider',
    template: await readFile(PROVIDER_TEMPLATE, 'utf8'),
    parameters: { PropagationDelaySeconds: '0', AllowedResponseHosts: new URL(endpoint).host },
  };
}

/** Outputs of a stack by their names. */
export type Outputs = Readonly<Record<string, string>>;

/** CloudFormation as MiniStack offers it. */
export interface Stacks {
  create(request: StackRequest): Promise<Outputs>;
  update(request: StackRequest): Promise<Outputs>;
  remove(stackName: string): Promise<void>;
}

const PROVIDER_TEMPLATE = join(__dirname, '..', 'dist', 'provider.template.json');

const TEMPLATE_BUCKET = 'templates';

/** MiniStack is local: it polls cheaply and nothing takes long. */
const WAITING = { minDelay: 0.1, maxDelay: 1, maxWaitTime: 120 };

/** Settings of an AWS client for MiniStack, which takes the account's number as access key. */
function clientSettings({ endpoint, region, accountId }: MiniStack): {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
} {
  return { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: 'local' } };
}

export function iamClient(miniStack: MiniStack): IAMClient {
  return new IAMClient(clientSettings(miniStack));
}

/** Every function throws an Error with the stack's failed events when the stack does not get there. */
export function stacks(miniStack: MiniStack): Stacks {
  const client = new CloudFormationClient(clientSettings(miniStack));
  const waiting = { ...WAITING, client };
  const done = async (stackName: string, waited: Promise<unknown>): Promise<Outputs> => {
    await waited.catch(async (error: unknown) => {
      throw new Error(`Stack ${stackName} failed:\n${await failedEvents(client, stackName)}\n${miniStack.log()}`, { cause: error });
    });
    return outputs(client, stackName);
  };
  return {
    create: async (request) => {
      await client.send(new CreateStackCommand(await stackInput(miniStack, request)));
      return done(request.stackName, waitUntilStackCreateComplete(waiting, { StackName: request.stackName }));
    },
    update: async (request) => {
      await client.send(new UpdateStackCommand(await stackInput(miniStack, request)));
      return done(request.stackName, waitUntilStackUpdateComplete(waiting, { StackName: request.stackName }));
    },
    remove: async (stackName) => {
      await client.send(new DeleteStackCommand({ StackName: stackName }));
      await waitUntilStackDeleteComplete(waiting, { StackName: stackName });
    },
  };
}

async function stackInput(
  miniStack: MiniStack,
  { stackName, template, parameters = {} }: StackRequest,
): Promise<CreateStackCommand['input']> {
  return {
    StackName: stackName,
    TemplateURL: await upload(miniStack, `${stackName}.template`, template),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  };
}

/** Puts a template into a bucket, as the provider's must be: it is larger than a request may be. Plain HTTP spares another client. */
async function upload({ endpoint }: MiniStack, key: string, text: string): Promise<string> {
  const bucket = `${endpoint}/${TEMPLATE_BUCKET}`;
  await fetch(bucket, { method: 'PUT' });
  const response = await fetch(`${bucket}/${key}`, { method: 'PUT', body: text });
  if (!response.ok)
    throw new Error(`The template could not be put into MiniStack's bucket: ${String(response.status)} ${await response.text()}`);
  return `${bucket}/${key}`;
}

async function outputs(client: CloudFormationClient, stackName: string): Promise<Outputs> {
  const { Stacks: found = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  return Object.fromEntries((found[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

async function failedEvents(client: CloudFormationClient, stackName: string): Promise<string> {
  const { StackEvents: events = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackName }));
  return events
    .filter(({ ResourceStatus = '' }) => ResourceStatus.includes('FAILED'))
    .map(({ LogicalResourceId = '', ResourceStatusReason = '' }) => `${LogicalResourceId}: ${ResourceStatusReason}`)
    .join('\n');
}
