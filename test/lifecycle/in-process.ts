import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import type { LocalCloudFormation } from '../../local/cloudformation';
import type { LocalIam } from '../../local/iam';
import { ConnectionReset, IamError } from '../../local/iam-error';

/*
 * SDK clients that reach the local AWS without a network, so that one call costs microseconds. What the SDK does on the way (query
 * protocol, XML, error classes) is tested elsewhere against the same local IAM over HTTP.
 */

/** An IAM call on its way. */
export interface PassingCall {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Lets IAM carry it out. */
  readonly perform: () => Promise<unknown>;
}

/** Decides when, and whether, a call is carried out and what its caller learns. */
export type Passage = (call: PassingCall) => Promise<unknown>;

const SETTINGS = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Making a client takes longer than all the calls of an event. */
const IAM = new IAMClient(SETTINGS);
const CLOUDFORMATION = new CloudFormationClient(SETTINGS);

export function inProcessIam(iam: LocalIam, passage: Passage = ({ perform }) => perform()): IAMClient {
  const send = async (command: { readonly input: object }): Promise<unknown> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const parameters = { ...command.input };
    try {
      return await passage({ operation, parameters, perform: () => iam.call(operation, parameters) });
    } catch (thrown) {
      throw asSdkError(thrown);
    }
  };
  return Object.assign(Object.create(IAM) as IAMClient, { send });
}

/** An error as the SDK throws it. */
export function asSdkError(thrown: unknown): unknown {
  if (thrown instanceof ConnectionReset) return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  if (!(thrown instanceof IamError)) return thrown;
  const { code, message, status } = thrown;
  return Object.assign(new Error(message), { name: `${code}Exception`, Code: code, $metadata: { httpStatusCode: status } });
}

/** Answers DescribeStacks and DescribeStackResource. */
export function inProcessCloudFormation(cloudFormation: LocalCloudFormation): CloudFormationClient {
  const send = (command: { readonly input: object }): Promise<unknown> => {
    const { StackName, LogicalResourceId } = command.input as { readonly StackName: string; readonly LogicalResourceId?: string };
    const stack = cloudFormation.describe(StackName);
    if (!(command instanceof DescribeStackResourceCommand)) return Promise.resolve({ Stacks: [{ StackStatus: stack.status }] });
    const resource = stack.resources.find(({ logicalId }) => logicalId === LogicalResourceId);
    if (resource === undefined)
      return Promise.reject(new Error(`Resource ${LogicalResourceId ?? ''} does not exist for stack ${StackName}`));
    return Promise.resolve({ StackResourceDetail: { ResourceType: resource.type, ResourceStatus: resource.status } });
  };
  return Object.assign(Object.create(CLOUDFORMATION) as CloudFormationClient, { send });
}
