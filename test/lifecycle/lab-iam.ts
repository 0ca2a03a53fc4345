import { IAMClient } from '@aws-sdk/client-iam';
import { LocalIam, type Call, type LocalIamOptions } from '../../local/iam';
import { startIamServer } from '../../local/iam-server';
import { PLACE } from '../../local/local-aws';

/** What the lifecycle's cases ask of an IAM: calls in it, what it holds, what was called. */
export interface LabIam extends Pick<LocalIam, 'call' | 'roles' | 'role' | 'policies' | 'contents' | 'forgetCalls' | 'faults'> {
  readonly calls: readonly LabCall[];
  readonly writes: readonly LabCall[];
  lag: LocalIam['lag'];
}

export type LabCall = Omit<Call, 'changed'>;

/** An IAM and the function's client of it. */
export interface RunningIam {
  readonly iam: LabIam;
  readonly client: IAMClient;
  close(): Promise<void>;
}

export type StartIam = (options: Partial<LocalIamOptions>) => Promise<RunningIam>;

/** The client of the function: the SDK's, without retries of its own. */
export function labClient(endpoint: string): IAMClient {
  return new IAMClient({
    endpoint,
    region: PLACE.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

async function startLocalIam(options: Partial<LocalIamOptions>): Promise<RunningIam> {
  const iam = new LocalIam({ ...PLACE, ...options });
  const server = await startIamServer(iam);
  const client = labClient(server.url);
  return {
    iam,
    client,
    close: () => {
      client.destroy();
      return server.close();
    },
  };
}

let chosen: StartIam = startLocalIam;

/** Lets all labs of this test file have another IAM than the local one. */
export function keepRolesIn(start: StartIam): void {
  chosen = start;
}

export const startIam: StartIam = (options) => chosen(options);
