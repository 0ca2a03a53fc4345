import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { mockClient, type AwsStub } from 'aws-sdk-client-mock';
import type { CloudFormationClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cloudformation';
import { handle, type Context } from '../../lambda/index';
import type { AnswerServer, Put } from './answer-server';
import { contextOf, SENT_AT } from './events';
import { mockedIam, type MockedIam } from './mocked-iam';
import { virtualClock, type VirtualClock } from './virtual-clock';

/** All that the function reaches, in the test's hands. */
export interface Stage {
  readonly server: AnswerServer;
  readonly iam: MockedIam;
  readonly cloudFormation: { readonly client: CloudFormationClient; readonly mock: CloudFormationMock };
  readonly clock: VirtualClock;
}

type CloudFormationMock = AwsStub<ServiceInputTypes, ServiceOutputTypes, CloudFormationClientResolvedConfig>;

/** Begins a second after the events of these tests are sent. */
export function stageWith(server: AnswerServer): Stage {
  const client = new CloudFormationClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  mock.onAnyCommand().resolves({});
  return { server, iam: mockedIam(), cloudFormation: { client, mock }, clock: virtualClock(SENT_AT + 1_000) };
}

export interface AnswerBody {
  readonly Status: string;
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly NoEcho: boolean;
  readonly Data?: Readonly<Record<string, string>>;
}

export interface Invoked {
  readonly puts: readonly Put[];
  readonly answers: readonly AnswerBody[];
  readonly lines: readonly string[];
}

/** Options of one invocation; the function's environment comes on top of the one that suits these tests. */
export interface Circumstances {
  readonly environment?: Readonly<Record<string, string>>;
  readonly context?: Partial<Context>;
  readonly remaining?: number;
}

/** All of a stage that the function itself reaches. */
export type Playable = Omit<Stage, 'iam'> & { readonly iam: Pick<Stage['iam'], 'client'> };

/** Lets the function serve an event and gives what came of it. Throws what the function throws. */
export async function invoke(stage: Playable, event: unknown, circumstances: Circumstances = {}): Promise<Invoked> {
  const { server, iam, cloudFormation, clock } = stage;
  const { environment = {}, context = {}, remaining = 300_000 } = circumstances;
  const before = server.puts.length;
  const lines: string[] = [];
  await handle(
    event,
    { ...contextOf(clock, { remaining }), ...context },
    {
      iam: iam.client,
      cloudFormation: cloudFormation.client,
      clock,
      environment: { ALLOWED_RESPONSE_HOSTS: server.host, VERIFY_STACK: 'false', LOG_LEVEL: 'DEBUG', ...environment },
      writeLog: (line) => {
        lines.push(line);
      },
    },
  );
  const puts = server.puts.slice(before);
  return { puts, answers: puts.map(({ body }) => JSON.parse(body) as AnswerBody), lines };
}
