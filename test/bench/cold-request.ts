import { relative } from 'node:path';
import { desiredRole } from '../../lambda/core/desired';
import { policyText } from '../../lambda/core/policy';
import { sdkAloneHandler } from './function-bundle';
import { figure, judged, times, type Row } from './goal';
import { startLoopback, type Loopback } from './loopback';
import { interleavedAsync } from './measure';
import { eventOfWaves, minimalProgram } from './minimal-program';
import { ROOT } from './root';
import { eventOf, FUNCTION, serve } from './serving';
import { properties, SURROUNDINGS } from './workload';

const AWS_CUSTOM_RESOURCE = 'node_modules/aws-cdk-lib/custom-resource-handlers/dist/custom-resources/aws-custom-resource-handler/index.js';

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
    const minimal = await minimalProgram();
    await serve(loopback, FUNCTION, create);
    const calls = [eventOfWaves(loopback, loopback.served.at(-1) ?? [])];
    const medians = await interleavedAsync(
      {
        ours: async () => measure('ours', FUNCTION, create),
        peer: async () => measure('peer', AWS_CUSTOM_RESOURCE, peer),
        minimal: async () => measure('ours', minimal, calls),
        sdk: async () => measure('sdk', sdkAlone, sdkEvents),
      },
      15,
    );
    return {
      what: 'one cold request: loading, CreateRole, PutRolePolicy, answer, over loopback TLS',
      measured: figure(medians.ours, 'ms'),
      peer: `${figure(medians.peer, 'ms')}, AwsCustomResource`,
      bound: `${figure(medians.minimal, 'ms')}, the SDK alone; ${figure(medians.sdk, 'ms')} where it reads nothing back`,
      ratio: times(medians.ours / medians.peer),
      goal: '≤ 0.6 ×',
      met: judged('first', medians.ours, 0.6 * medians.peer, medians.minimal),
    };
  } finally {
    await loopback.close();
  }
}

async function removeRole({ iam }: Loopback, RoleName: string): Promise<void> {
  await iam.call('DeleteRolePolicy', { RoleName, PolicyName: 'SageMakerPersona' }).catch(() => undefined);
  await iam.call('DeleteRole', { RoleName }).catch(() => undefined);
}
