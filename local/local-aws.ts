import { builtFile } from './built-file';
import { LocalCloudFormation } from './cloudformation';
import type { CustomResourceFunction, Delivery, Pause } from './cloudformation-channel';
import { startCloudFormationServer } from './cloudformation-server';
import { LocalIam, type LocalIamOptions } from './iam';
import { startIamServer } from './iam-server';
import { startFunction, type LocalFunction, type LogLine } from './lambda';
import { functionArn } from './lambda-environment';
import { providerDeployment } from './provider-deployment';

export const PLACE = { accountId: '111122223333', region: 'us-east-1', partition: 'aws' } as const;

const FUNCTION_NAME = 'sagemaker-persona-role';

/** The provider, deployed to an IAM, a Lambda and a CloudFormation of this machine. */
export interface LocalAws {
  readonly iam: LocalIam;
  readonly cloudFormation: LocalCloudFormation;
  readonly provider: LocalFunction;
  close(): Promise<void>;
}

export interface LocalAwsSettings {
  /** Parameters of the provider's stack. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Seconds; that of the provider's template if absent. */
  readonly timeoutSeconds?: number;
  readonly iam?: Partial<LocalIamOptions>;
  readonly delivery?: Delivery;
  readonly pause?: Pause;
  readonly log?: (line: LogLine) => void;
  /** What stands behind other ServiceTokens than the provider's. */
  readonly otherFunctions?: ReadonlyMap<string, CustomResourceFunction>;
}

/** Starts everything on 127.0.0.1 and deploys the built provider as its shipped template says. */
export async function startLocalAws({
  parameters = {},
  timeoutSeconds,
  iam: options = {},
  delivery,
  pause,
  log,
  otherFunctions = new Map(),
}: LocalAwsSettings = {}): Promise<LocalAws> {
  const iam = new LocalIam({ ...PLACE, ...options });
  const iamServer = await startIamServer(iam);
  const functions = new Map<string, CustomResourceFunction>(otherFunctions);
  const serviceToken = functionArn({ ...PLACE, functionName: FUNCTION_NAME });
  const cloudFormation = await LocalCloudFormation.start({
    ...PLACE,
    functions,
    // What the provider's stack exports and stores.
    exports: { [`${FUNCTION_NAME}-ServiceToken`]: serviceToken },
    ssmParameters: { [`/sagemaker-persona-role/${FUNCTION_NAME}/service-token`]: serviceToken },
    ...(delivery === undefined ? {} : { delivery }),
    ...(pause === undefined ? {} : { pause }),
  });
  const cloudFormationServer = await startCloudFormationServer(cloudFormation);
  const deployment = providerDeployment(PLACE, {
    AllowedResponseHosts: cloudFormation.responses.host,
    PropagationDelaySeconds: '0',
    ...parameters,
  });
  await iam.call('CreatePolicy', { PolicyName: deployment.ceiling.name, PolicyDocument: deployment.ceiling.document });
  iam.forgetCalls();
  const provider = startFunction({
    ...PLACE,
    bundle: builtFile('function/index.js'),
    handler: deployment.handler,
    functionName: deployment.functionName,
    memoryMb: deployment.memoryMb,
    timeoutSeconds: timeoutSeconds ?? deployment.timeoutSeconds,
    environment: {
      ...deployment.environment,
      AWS_ENDPOINT_URL_IAM: iamServer.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormationServer.endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    ...(log === undefined ? {} : { log }),
  });
  functions.set(serviceToken, provider);
  return {
    iam,
    cloudFormation,
    provider,
    close: async () => {
      await provider.close();
      await Promise.all([cloudFormation.close(), cloudFormationServer.close(), iamServer.close()]);
    },
  };
}
