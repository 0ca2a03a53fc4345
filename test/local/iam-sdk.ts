import * as sdk from '@aws-sdk/client-iam';
import type { Step } from './iam-documents';

/** A client as the function has it: no retries of its own. */
export function iamClient(endpoint: string): sdk.IAMClient {
  return new sdk.IAMClient({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  });
}

/** What a call led to, as the SDK reports it. */
export type Outcome = { readonly result: object } | { readonly code: string; readonly message: string };

type AnyCommand = new (input: object) => sdk.GetRoleCommand;

/** Makes one call by its name. */
export async function outcomeOf(client: sdk.IAMClient, { call, with: input }: Step): Promise<Outcome> {
  const commands = sdk as unknown as Readonly<Record<string, AnyCommand>>;
  const Command = commands[`${call}Command`];
  if (Command === undefined) throw new Error(`the SDK has no command for ${call}`);
  try {
    return { result: await client.send(new Command(input)) };
  } catch (thrown) {
    if (thrown instanceof sdk.IAMServiceException) return { code: wireCode(thrown), message: thrown.message };
    throw thrown;
  }
}

function wireCode(error: sdk.IAMServiceException): string {
  return 'Code' in error ? String(error.Code) : error.name;
}
