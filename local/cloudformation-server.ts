import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationError, type LocalCloudFormation, type StackDescription } from './cloudformation';
import { uuidOf } from './deterministic-ids';

/** The two calls that a provider may make to learn whether an event is genuine and current. */
const ACTIONS: ReadonlyMap<string, (cloudFormation: LocalCloudFormation, query: URLSearchParams) => string> = new Map([
  ['DescribeStacks', describeStacks],
  ['DescribeStackResource', describeStackResource],
]);

export interface CloudFormationServer {
  /** For `AWS_ENDPOINT_URL_CLOUDFORMATION`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface CloudFormationServerSettings {
  readonly port?: number;
  /** Actions that the caller's policy does not allow. */
  readonly denied?: readonly string[];
}

/**
 * Serves CloudFormation's query protocol for DescribeStacks and DescribeStackResource.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html and API_DescribeStacks.html
 */
export async function startCloudFormationServer(
  cloudFormation: LocalCloudFormation,
  { port = 0, denied = [] }: CloudFormationServerSettings = {},
): Promise<CloudFormationServer> {
  let requests = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      requests += 1;
      const requestId = uuidOf(`query ${String(requests)}`);
      const { status, xml } = answer(cloudFormation, new URLSearchParams(body), denied, requestId);
      response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }).end(xml);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function answer(
  cloudFormation: LocalCloudFormation,
  query: URLSearchParams,
  denied: readonly string[],
  requestId: string,
): { readonly status: number; readonly xml: string } {
  const action = query.get('Action') ?? '';
  const handle = ACTIONS.get(action);
  if (denied.includes(action)) return error(403, 'AccessDenied', `User is not authorized to perform: cloudformation:${action}`, requestId);
  if (handle === undefined) return error(400, 'InvalidAction', `The local CloudFormation does not know the action "${action}"`, requestId);
  try {
    const result = element(`${action}Result`, handle(cloudFormation, query));
    const metadata = element('ResponseMetadata', element('RequestId', text(requestId)));
    return {
      status: 200,
      xml: `<${action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">${result}${metadata}</${action}Response>`,
    };
  } catch (thrown) {
    if (thrown instanceof CloudFormationError) return error(400, thrown.code, thrown.message, requestId);
    throw thrown;
  }
}

function describeStacks(cloudFormation: LocalCloudFormation, query: URLSearchParams): string {
  const name = query.get('StackName');
  if (name === null) throw new CloudFormationError('ValidationError', 'The local CloudFormation needs StackName');
  const stack = cloudFormation.describe(name);
  const outputs = Object.entries(stack.outputs).map(([key, value]) =>
    element('member', element('OutputKey', text(key)) + element('OutputValue', text(value))),
  );
  const member = [
    element('StackId', text(stack.id)),
    element('StackName', text(stack.name)),
    element('CreationTime', cloudFormation.creationTime(stack.id).toISOString()),
    element('StackStatus', stack.status),
    optional('StackStatusReason', stack.reason),
    element('Outputs', outputs.join('')),
  ];
  return element('Stacks', element('member', member.join('')));
}

function describeStackResource(cloudFormation: LocalCloudFormation, query: URLSearchParams): string {
  const stack: StackDescription = cloudFormation.describe(query.get('StackName') ?? '');
  const logicalId = query.get('LogicalResourceId') ?? '';
  const resource = stack.resources.find((one) => one.logicalId === logicalId);
  if (resource === undefined)
    throw new CloudFormationError('ValidationError', `Resource ${logicalId} does not exist for stack ${stack.name}`);
  const detail = [
    element('StackId', text(stack.id)),
    element('StackName', text(stack.name)),
    element('LogicalResourceId', text(logicalId)),
    optional('PhysicalResourceId', resource.physicalId),
    element('ResourceType', text(resource.type)),
    element('ResourceStatus', resource.status),
    optional('ResourceStatusReason', resource.reason),
    element('LastUpdatedTimestamp', cloudFormation.creationTime(stack.id).toISOString()),
  ];
  return element('StackResourceDetail', detail.join(''));
}

function error(status: number, code: string, message: string, requestId: string): { readonly status: number; readonly xml: string } {
  const detail = element('Error', element('Type', 'Sender') + element('Code', code) + element('Message', text(message)));
  return { status, xml: element('ErrorResponse', detail + element('RequestId', requestId)) };
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? '' : element(name, text(value));
}

function text(value: string): string {
  return value.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
