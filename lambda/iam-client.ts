import { IAMClient } from '@aws-sdk/client-iam';
import { EarlyAgent } from './early-agent';

/** Calls that an event begins with, at most. */
const FIRST_CALLS = 4;

/**
 * The client of IAM. In Lambda, as many connections as an event begins with calls are opened at once: most functions are in another
 * Region than IAM, so that each round trip of opening one counts.
 */
export function iamClient(environment: Readonly<Record<string, string | undefined>>): IAMClient {
  // The one retry layer is this project's: the SDK's own repeats the permanent LimitExceeded and never repeats ConcurrentModification.
  const settings = { maxAttempts: 1, streamCollector: bytesOf };
  if (environment['AWS_LAMBDA_FUNCTION_NAME'] === undefined) return new IAMClient(settings);
  const agent = new EarlyAgent();
  const client = new IAMClient({ ...settings, requestHandler: { httpsAgent: agent } });
  const url = endpointOf(client, environment);
  if (url?.protocol === 'https:') agent.open(url, FIRST_CALLS);
  return client;
}

/** An answer's bytes. The SDK's own way loads Node's web streams and standard output first, which takes longer than the rest of a first answer. */
async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Where the client will send its calls; `undefined` where nothing is to be found there, which the calls will say. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function endpointOf({ config }: IAMClient, environment: Readonly<Record<string, string | undefined>>): URL | undefined {
  const chosen = environment['AWS_ENDPOINT_URL_IAM'] ?? environment['AWS_ENDPOINT_URL'];
  if (chosen !== undefined) return URL.canParse(chosen) ? new URL(chosen) : undefined;
  try {
    return config.endpointProvider({
      Region: environment['AWS_REGION'] ?? '',
      UseFIPS: environment['AWS_USE_FIPS_ENDPOINT'] === 'true',
      UseDualStack: environment['AWS_USE_DUALSTACK_ENDPOINT'] === 'true',
    }).url;
  } catch {
    return undefined;
  }
}
