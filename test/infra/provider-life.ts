import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { handle } from '../../lambda/index';
import { LocalIam } from '../../local/iam';
import { startIamServer } from '../../local/iam-server';
import { startAnswerServer } from '../lambda/answer-server';
import { ACCOUNT_ID, contextOf, createEvent, deleteEvent, REGION, SENT_AT, updateEvent, type Event } from '../lambda/events';
import type { AnswerBody } from '../lambda/invoke';
import { virtualClock } from '../lambda/virtual-clock';
import type { ProviderRequest } from './provider-policy';
import { requestsOf, type RequestInput } from './provider-requests';
import { environmentOf } from './resolved-provider';

export const TEAM_POLICY = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';

/** Parameters of the provider under which the life below is allowed. */
export const LIFE_PARAMETERS = { AllowedManagedPolicyArns: TEAM_POLICY };

const BUCKETS = Array.from({ length: 150 }, (_, index) => `bucket-${String(index)}-${'x'.repeat(40)}`);
const SMALL = { Activities: ['AccessS3Buckets@1'], RoleName: 'analyst', S3Buckets: ['ml-data'], Tags: [{ Key: 'team', Value: 'a' }] };
const LARGE = {
  Activities: ['AccessS3Buckets@1'],
  RoleName: 'analyst',
  S3Buckets: BUCKETS,
  Tags: [{ Key: 'cost', Value: '1' }],
  Description: 'more',
  SourceCondition: 'arn',
  ManagedPolicyArns: [TEAM_POLICY],
};

export interface Chapter {
  readonly name: string;
  /** What somebody else does before it. */
  readonly before?: 'the boundary is changed';
  readonly event: (host: string) => Event;
}

/** A life of a role in which the function makes every call that it ever makes, but those that mend what somebody else did to a policy. */
export const LIFE: readonly Chapter[] = [
  { name: 'creates a role', event: (host) => createEvent(host, { ResourceProperties: SMALL }) },
  {
    name: 'changes everything about it, and makes overflow policies',
    event: (host) => updateEvent(host, { ResourceProperties: LARGE, OldResourceProperties: SMALL }),
  },
  {
    name: 'changes everything back, and removes the overflow policies',
    event: (host) => updateEvent(host, { ResourceProperties: SMALL, OldResourceProperties: LARGE }),
  },
  {
    name: 'puts the boundary back',
    before: 'the boundary is changed',
    event: (host) => updateEvent(host, { ResourceProperties: { ...SMALL, Revision: '2' }, OldResourceProperties: SMALL }),
  },
  {
    name: 'replaces the role',
    event: (host) => updateEvent(host, { ResourceProperties: { ...LARGE, RoleName: 'other' }, OldResourceProperties: SMALL }),
  },
  { name: 'removes the old role after the replacement', event: (host) => deleteEvent(host, { ResourceProperties: SMALL }) },
  {
    name: 'deletes the new one, under another boundary',
    before: 'the boundary is changed',
    event: (host) => deleteEvent(host, { ResourceProperties: LARGE, PhysicalResourceId: 'other' }),
  },
];

const TRAINING = `arn:aws:iam::${ACCOUNT_ID}:role/theirs/training`;
const HANDMADE = `arn:aws:iam::${ACCOUNT_ID}:role/theirs/handmade`;

/** Parameters under which the roles of others are granted to and adopted. */
export const MODES_PARAMETERS = { ...LIFE_PARAMETERS, GrantableRoleArns: TRAINING, AdoptableRoleArns: HANDMADE };

const GRANT = { Activities: ['AccessS3Buckets@1'], S3Buckets: ['ml-data'], GrantTo: TRAINING };
const ADOPTED = { Activities: ['AccessS3Buckets@1'], S3Buckets: ['ml-data'], RoleName: 'handmade', Adopt: true };
const OWN = { ...LARGE, RoleName: 'handmade' };

export const MODES: readonly Chapter[] = [
  { name: 'grants', event: (host) => createEvent(host, { ResourceProperties: GRANT }) },
  {
    name: 'grants something else',
    event: (host) =>
      updateEvent(host, {
        ResourceProperties: { ...GRANT, S3Buckets: ['other-data'] },
        OldResourceProperties: GRANT,
        PhysicalResourceId: 'training',
      }),
  },
  { name: 'takes the grant back', event: (host) => deleteEvent(host, { ResourceProperties: GRANT, PhysicalResourceId: 'training' }) },
  { name: 'adopts', event: (host) => createEvent(host, { ResourceProperties: ADOPTED }) },
  { name: 'releases', event: (host) => deleteEvent(host, { ResourceProperties: ADOPTED, PhysicalResourceId: 'handmade' }) },
  { name: 'adopts again', event: (host) => createEvent(host, { ResourceProperties: ADOPTED }) },
  {
    name: 'makes the adopted role its own',
    event: (host) => updateEvent(host, { ResourceProperties: OWN, OldResourceProperties: ADOPTED, PhysicalResourceId: 'handmade' }),
  },
  {
    name: 'deletes it, under another boundary',
    before: 'the boundary is changed',
    event: (host) => deleteEvent(host, { ResourceProperties: OWN, PhysicalResourceId: 'handmade' }),
  },
];

export interface Lived {
  /** Of the answer to each chapter; the reason where it is not SUCCESS. */
  readonly statuses: readonly string[];
  readonly requests: readonly ProviderRequest[];
}

/** Lets the function live through chapters on the local IAM, and writes down what IAM would have asked itself about each of its calls. */
export async function livedThrough(chapters: readonly Chapter[], parameters: Readonly<Record<string, string>>): Promise<Lived> {
  const iam = await accountWithRoles();
  const server = await startIamServer(iam);
  const answers = await startAnswerServer();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new IAMClient({ endpoint: server.url, region: REGION, credentials, maxAttempts: 1 });
  const requests = new Map<string, ProviderRequest>();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        for (const request of requestsOf(commandName.replace(/Command$/, ''), args.input as RequestInput, iam))
          requests.set(JSON.stringify(request), request);
        return next(args);
      },
    { step: 'initialize' },
  );
  const environment = environmentOf({ ...parameters, AllowedResponseHosts: answers.host, VerifyStack: 'false' });
  try {
    for (const { before, event } of chapters) {
      const request = event(answers.host);
      if (before === 'the boundary is changed')
        await iam.call('PutRolePermissionsBoundary', { RoleName: String(request['PhysicalResourceId']), PermissionsBoundary: TEAM_POLICY });
      const clock = virtualClock(SENT_AT + 1_000);
      const cloudFormation = new CloudFormationClient({ region: REGION });
      await handle(request, contextOf(clock), { iam: client, cloudFormation, clock, environment, writeLog: () => undefined });
    }
    const given = answers.puts.map(({ body }) => JSON.parse(body) as AnswerBody);
    return {
      statuses: given.map(({ Status, Reason }) => (Status === 'SUCCESS' ? Status : Reason)),
      requests: [...requests.values()],
    };
  } finally {
    client.destroy();
    await Promise.all([server.close(), answers.close()]);
  }
}

/** The ceiling, and two roles of others. */
async function accountWithRoles(): Promise<LocalIam> {
  const iam = new LocalIam({ accountId: ACCOUNT_ID });
  const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const PolicyDocument = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
  await iam.call('CreatePolicy', { PolicyName: `sagemaker-persona-role-boundary-${REGION}`, PolicyDocument });
  for (const RoleName of ['training', 'handmade']) {
    const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
    await iam.call('CreateRole', { RoleName, Path: '/theirs/', AssumeRolePolicyDocument });
    await iam.call('PutRolePolicy', { RoleName, PolicyName: 'by-hand', PolicyDocument });
  }
  return iam;
}
