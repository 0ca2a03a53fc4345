/** A function as Lambda is told of it. */
export interface FunctionSettings {
  /** Path of the CommonJS file. */
  readonly bundle: string;
  /** `index.handler`; the file's part is the bundle, whatever its name. */
  readonly handler: string;
  /** The function's own environment variables. The host's never reach it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly functionName: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

export function functionArn({
  partition,
  region,
  accountId,
  functionName,
}: Pick<FunctionSettings, 'partition' | 'region' | 'accountId' | 'functionName'>): string {
  return `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`;
}

export function logGroupName({ functionName }: FunctionSettings): string {
  return `/aws/lambda/${functionName}`;
}

/** The name of the export, `handler` of `index.handler`. */
export function exportName({ handler }: FunctionSettings): string {
  return handler.slice(handler.lastIndexOf('.') + 1);
}

/**
 * The environment of a function's process: Lambda's own variables, dummy credentials, and the function's. The function's win, except
 * over the reserved ones.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function processEnvironment(settings: FunctionSettings, logStreamName: string): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_ACCESS_KEY_ID: 'ASIALOCALLOCALLOCAL0',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    // An SDK without settings of its own must never look for credentials or Regions outside.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs',
    ...settings.environment,
    _HANDLER: settings.handler,
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(settings),
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  };
}

/**
 * The context's properties; the bootstrap adds the methods.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 * @param deadline milliseconds since the epoch.
 */
export function contextProperties(settings: FunctionSettings, logStreamName: string, awsRequestId: string, deadline: number): object {
  return {
    awsRequestId,
    deadline,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn(settings),
    logGroupName: logGroupName(settings),
    logStreamName,
    memoryLimitInMB: String(settings.memoryMb),
  };
}
