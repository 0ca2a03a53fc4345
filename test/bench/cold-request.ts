import { join, relative } from 'node:path';
import { desiredRole } from '../../lambda/core/desired';
import { policyText } from '../../lambda/core/policy';
import { figure, times, type Row } from './goal';
import { sdkAloneHandler } from './function-bundle';
import { startLoopback, type Loopback } from './loopback';
import { freshProcessAsync, interleavedAsync } from './measure';
import { ROOT } from './root';
import { properties, SURROUNDINGS } from './workload';

/** What `serve-events.cjs` prints, milliseconds. */
export interface Served {
  readonly loading: number;
  /** Of each event. */
  readonly serving: readonly number[];
}

const AWS_CUSTOM_RESOURCE = 'node_modules/aws-cdk-lib/custom-resource-handlers/dist/custom-resources/aws-custom-resource-handler/index.js';

/** An event for the resource `Role` of the loopback's stack. */
export function eventOf(loopback: Loopback, type: 'Create' | 'Update' | 'Delete', resourceProperties: object, more: object = {}): object {
  return {
    RequestType: type,
    ResponseURL: loopback.responseUrl,
    StackId: SURROUNDINGS.scope.stackId,
    RequestId: `request-${type}`,
    ResourceType: 'Custom::SageMakerPersonaRole',
    LogicalResourceId: SURROUNDINGS.scope.logicalResourceId,
    ResourceProperties: { ServiceToken: 'x', ...resourceProperties },
    ...more,
  };
}

/** Serves events in a fresh process. */
export async function serve(loopback: Loopback, file: string, events: readonly object[]): Promise<Served> {
  const before = loopback.answers.length;
  const served = (await freshProcessAsync(
    [join(ROOT, 'test/bench/serve-events.cjs'), join(ROOT, file), JSON.stringify(events)],
    loopback.environment,
  )) as Served;
  const failed = loopback.answers.slice(before).filter((answer) => !answer.includes('"SUCCESS"'));
  if (loopback.answers.length - before !== events.length || failed.length > 0) throw new Error(`${file} did not succeed: ${failed.join()}`);
  return served;
}

/** The same two calls as two resources of CDK's AwsCustomResource, with the SDK as the Lambda runtime would bring it. */
function awsCustomResourceEvents(loopback: Loopback, trust: string, permissions: string): object[] {
  const call = (action: string, parameters: object): object =>
    eventOf(loopback, 'Create', {
      InstallLatestAwsSdk: 'false',
      Create: JSON.stringify({ service: 'iam', action, parameters, physicalResourceId: { id: 'role' } }),
    });
  return [
    call('CreateRole', { RoleName: 'peer', Path: '/', AssumeRolePolicyDocument: trust }),
    call('PutRolePolicy', { RoleName: 'peer', PolicyName: 'SageMakerPersona', PolicyDocument: permissions }),
  ];
}

/** Loading, CreateRole, PutRolePolicy and the answer over TLS, in a fresh process. */
export async function coldRequest(): Promise<Row> {
  const loopback = await startLoopback({ protocol: 'https', latency: 0 });
  try {
    const input = { ...properties(['ManageJobs@1'], 'none', 'typical'), RoleName: 'ours' };
    const create = [eventOf(loopback, 'Create', input)];
    const { trustPolicy, inlinePolicy } = desiredRole(input, SURROUNDINGS);
    const peer = awsCustomResourceEvents(loopback, policyText(trustPolicy), policyText(inlinePolicy.PolicyDocument));
    const measure = async (name: string, file: string, events: readonly object[]): Promise<number> => {
      await removeRole(loopback, name);
      const { loading, serving } = await serve(loopback, file, events);
      return serving.reduce((sum, time) => sum + time, loading);
    };
    const sdkAlone = relative(ROOT, await sdkAloneHandler());
    const sdkEvents = [
      eventOf(loopback, 'Create', {
        RoleName: 'sdk',
        trust: policyText(trustPolicy),
        permissions: policyText(inlinePolicy.PolicyDocument),
      }),
    ];
    const medians = await interleavedAsync(
      {
        ours: async () => measure('ours', 'dist/function/index.js', create),
        peer: async () => measure('peer', AWS_CUSTOM_RESOURCE, peer),
        sdk: async () => measure('sdk', sdkAlone, sdkEvents),
      },
      15,
    );
    return {
      what: 'one cold request: loading, CreateRole, PutRolePolicy, answer, over loopback TLS',
      measured: figure(medians.ours, 'ms'),
      peer: `${figure(medians.peer, 'ms')}, AwsCustomResource`,
      bound: `${figure(medians.sdk, 'ms')}, the SDK alone, nothing rendered and nothing read back`,
      ratio: times(medians.ours / medians.peer),
      goal: '≤ 0.6 ×',
      met: medians.ours / medians.peer <= 0.6,
    };
  } finally {
    await loopback.close();
  }
}

async function removeRole({ iam }: Loopback, RoleName: string): Promise<void> {
  await iam.call('DeleteRolePolicy', { RoleName, PolicyName: 'SageMakerPersona' }).catch(() => undefined);
  await iam.call('DeleteRole', { RoleName }).catch(() => undefined);
}
