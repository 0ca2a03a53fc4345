import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { callError, IamSession } from '../lambda/iam-session';
import { systemClock } from '../lambda/clock';
import { createLog } from '../lambda/log';
import { wireCode } from '../lambda/retry';
import { placeIssues } from './surroundings';
import { assertUsage } from './wrong-usage';

/** Reading may take this long, ms. */
const PATIENCE = 120_000;

/** IAM in the account of the shell: credentials, Region and endpoints are those that every program of AWS takes. */
export function accountSession(region: string | undefined): IamSession {
  assertUsage(placeIssues(region === undefined ? {} : { region }));
  const client = new IAMClient({ ...clientSettings(region), maxAttempts: 1 });
  const log = createLog('ERROR', {}, () => undefined);
  return new IamSession(client, systemClock, log, systemClock.now() + PATIENCE);
}

/** The Region that was given, else the shell's, else the one that every account has. */
function clientSettings(region: string | undefined): { readonly region: string } {
  // The SDK warns of what its later versions will need; the one in use is built in.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return { region: region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1' };
}

/** A resource of a stack that exists. */
export interface StackResource {
  readonly stackId: string;
  readonly physicalId: string | undefined;
}

/**
 * What CloudFormation knows of a resource; `undefined` where there is no such stack or resource.
 * @throws PersonaRoleError where CloudFormation cannot be asked
 */
export async function stackResource(stackName: string, logicalId: string, region: string | undefined): Promise<StackResource | undefined> {
  const client = new CloudFormationClient(clientSettings(region));
  try {
    const command = new DescribeStackResourceCommand({ StackName: stackName, LogicalResourceId: logicalId });
    const { StackResourceDetail: detail } = await client.send(command);
    return detail?.StackId === undefined ? undefined : { stackId: detail.StackId, physicalId: detail.PhysicalResourceId };
  } catch (cause) {
    if (wireCode(cause) === 'ValidationError') return undefined;
    throw callError({ operation: 'DescribeStackResource', subject: stackName }, cause);
  } finally {
    client.destroy();
  }
}
