import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { putAnswer } from '../../lambda/cfn-response';
import { handle, type Context } from '../../lambda/index';
import { LocalCloudFormation, type StackDescription } from '../../local/cloudformation';
import type { CustomResourceFunction, Delivery } from '../../local/cloudformation-channel';
import { startCloudFormationServer } from '../../local/cloudformation-server';
import type { LocalIamOptions } from '../../local/iam';
import { PLACE } from '../../local/local-aws';
import { providerDeployment } from '../../local/provider-deployment';
import { startIam, type LabIam } from './lab-iam';

export const TOKEN = `arn:aws:lambda:${PLACE.region}:${PLACE.accountId}:function:sagemaker-persona-role`;
/** A function that answers every event with SUCCESS, or FAILED where the resource says so: the sibling of a role. */
export const SIBLING_TOKEN = `arn:aws:lambda:${PLACE.region}:${PLACE.accountId}:function:sibling`;

export type Properties = Readonly<Record<string, unknown>>;

export interface Lab {
  readonly iam: LabIam;
  readonly cloudFormation: LocalCloudFormation;
  /** Lines that the function logged. */
  readonly log: string[];
  /** The function's environment; may be changed between events. */
  readonly environment: Record<string, string>;
  /** Brings a stack of these resources about; a name that is known is updated. */
  deploy(resources: Readonly<Record<string, Properties>>, name?: string): Promise<StackDescription>;
  remove(name?: string): Promise<StackDescription>;
  close(): Promise<void>;
}

export interface LabSettings {
  readonly iam?: Partial<LocalIamOptions>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly delivery?: Delivery;
}

/**
 * The handler in this process, with the real SDK clients against an IAM and the local CloudFormation, and a clock whose sleeping takes no
 * time: everything but Lambda's own process.
 */
export async function startLab({ iam: options = {}, environment: own = {}, delivery }: LabSettings = {}): Promise<Lab> {
  const running = await startIam(options);
  const { iam } = running;
  const functions = new Map<string, CustomResourceFunction>();
  const cloudFormation = await LocalCloudFormation.start({
    ...PLACE,
    functions,
    // What the provider's stack exports.
    exports: { 'sagemaker-persona-role-ServiceToken': TOKEN },
    ...(delivery === undefined ? {} : { delivery }),
  });
  const cloudFormationServer = await startCloudFormationServer(cloudFormation);
  const deployment = providerDeployment(PLACE, { AllowedResponseHosts: cloudFormation.responses.host, PropagationDelaySeconds: '0' });
  await iam.call('CreatePolicy', { PolicyName: deployment.ceiling.name, PolicyDocument: deployment.ceiling.document });
  iam.forgetCalls();

  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const region = PLACE.region;
  const cloudFormationClient = new CloudFormationClient({ endpoint: cloudFormationServer.endpoint, region, credentials });
  const log: string[] = [];
  const environment: Record<string, string> = { ...deployment.environment, ...own };
  const serve = async (event: unknown): Promise<void> => {
    await handle(event, contextOf(deployment.timeoutSeconds), {
      iam: running.client,
      cloudFormation: cloudFormationClient,
      clock: timelessClock(),
      environment,
      writeLog: (line) => log.push(line),
    });
  };
  functions.set(TOKEN, withRetries(serve)).set(SIBLING_TOKEN, withRetries(answerAsTold));
  const known = new Set<string>();
  return {
    iam,
    cloudFormation,
    log,
    environment,
    deploy: async (resources, name = 'team') => {
      const input = { name, template: templateOf(resources) };
      if (known.has(name)) return cloudFormation.updateStack(input);
      known.add(name);
      return cloudFormation.createStack(input);
    },
    remove: async (name = 'team') => {
      known.delete(name);
      return cloudFormation.deleteStack(name);
    },
    close: async () => {
      // A cancelled Create may still be writing; in an account that labs share it would write into the next one.
      await cloudFormation.settled();
      cloudFormationClient.destroy();
      await Promise.all([cloudFormation.close(), cloudFormationServer.close(), running.close()]);
    },
  };
}

/** Resources with `Sibling` in their name are siblings; the others are persona roles. `DependsOn` and the policies stand beside the properties. */
export function templateOf(resources: Readonly<Record<string, Properties>>): string {
  const entries = Object.entries(resources).map(([logicalId, { DependsOn, DeletionPolicy, ...properties }]): [string, object] => [
    logicalId,
    {
      Type: logicalId.includes('Sibling') ? 'Custom::Sibling' : 'Custom::SageMakerPersonaRole',
      ...(DependsOn === undefined ? {} : { DependsOn }),
      ...(DeletionPolicy === undefined ? {} : { DeletionPolicy }),
      Properties: { ServiceToken: logicalId.includes('Sibling') ? SIBLING_TOKEN : TOKEN, ServiceTimeout: 60, ...properties },
    },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(entries) });
}

/** Lambda's asynchronous invocation: twice again after an error, without the minutes between. */
export function withRetries(serve: (event: unknown) => Promise<void>): CustomResourceFunction {
  return {
    invokeAsync: async (event, onAttempt = () => undefined) => {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        onAttempt();
        const failed = await serve(event).then(
          () => false,
          () => true,
        );
        if (!failed) return;
      }
    },
  };
}

/** Time passes only by sleeping. */
function timelessClock(): { now: () => number; sleep: (milliseconds: number) => Promise<void> } {
  let slept = 0;
  return {
    now: () => Date.now() + slept,
    sleep: async (milliseconds) => {
      slept += milliseconds;
      await Promise.resolve();
    },
  };
}

export function contextOf(timeoutSeconds: number): Context {
  return {
    functionName: 'sagemaker-persona-role',
    invokedFunctionArn: TOKEN,
    logStreamName: 'stream',
    getRemainingTimeInMillis: () => timeoutSeconds * 1000,
  };
}

interface SiblingEvent {
  readonly RequestType: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: { readonly Fail?: string; readonly DelayMs?: string };
}

/** Fails the request types that the property `Fail` lists, after `DelayMs`. */
export async function answerAsTold(event: unknown): Promise<void> {
  const { RequestType, ResponseURL, StackId, RequestId, LogicalResourceId, ResourceProperties } = event as SiblingEvent;
  await new Promise((resolve) => setTimeout(resolve, Number(ResourceProperties.DelayMs ?? 0)));
  const Status = ResourceProperties.Fail?.includes(RequestType) === true ? 'FAILED' : 'SUCCESS';
  const body = JSON.stringify({ Status, Reason: 'as told', PhysicalResourceId: LogicalResourceId, StackId, RequestId, LogicalResourceId });
  const { clock, log } = { clock: timelessClock(), log: silentLog };
  await putAnswer(new URL(ResponseURL), body, { clock, log, deadline: clock.now() + 10_000 });
}

const ignore = (): void => undefined;
const silentLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The physical id of a resource. */
export function physicalId(stack: StackDescription, logicalId = 'Role'): string {
  return stack.resources.find((resource) => resource.logicalId === logicalId)?.physicalId ?? '';
}

/** Why a resource failed, all of its failures. */
export function failureOf(stack: StackDescription, logicalId = 'Role'): string {
  return stack.events
    .filter((event) => event.logicalId === logicalId && event.status.endsWith('_FAILED'))
    .map(({ reason }) => reason ?? '')
    .join('\n');
}

/** Names of the writing calls, as they were made. */
export function writesOf(iam: Pick<LabIam, 'writes'>): string[] {
  return iam.writes.map(({ operation }) => operation);
}

export const COMPUTE: Properties = {
  Persona: 'Compute@1',
  S3Buckets: ['ml-data-bucket'],
  EcrRepositories: ['arn:aws:ecr:us-east-1:111122223333:repository/training'],
};

export const PASSED_ROLE = 'arn:aws:iam::111122223333:role/sagemaker-persona/compute';

export const DATA_SCIENTIST: Properties = { Persona: 'DataScientist@1', S3Buckets: ['ml-data-bucket'], RolesToPass: [PASSED_ROLE] };

export const VPC = { Subnets: ['subnet-0123456789abcdef0'], SecurityGroups: ['sg-0123456789abcdef0'] };

export const KMS = {
  DataKeys: ['arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111'],
  VolumeKeys: ['arn:aws:kms:us-east-1:111122223333:key/22222222-2222-2222-2222-222222222222'],
};
