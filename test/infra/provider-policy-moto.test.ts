import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient, PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { handle } from '../../lambda/index';
import { startAnswerServer, type AnswerServer } from '../lambda/answer-server';
import { ACCOUNT_ID, contextOf, createEvent, REGION, SENT_AT, type Event } from '../lambda/events';
import type { AnswerBody } from '../lambda/invoke';
import { virtualClock } from '../lambda/virtual-clock';
import { describeWithPython, startMoto, type PythonServer } from '../python';
import { LIFE, LIFE_PARAMETERS, TEAM_POLICY } from './provider-life';
import { actionsOf, providerPolicy } from './provider-policy';

/*
 * moto evaluates the caller's policies after the first calls: https://docs.getmoto.org/en/latest/docs/iam.html
 * It knows neither resources nor conditions of the request, so the statements reach everything here. What they reach in truth is for the
 * simulator to say; what no simulator can say is whether an action is missing for a call that the code really makes.
 */

const BOUNDARY = `sagemaker-persona-role-boundary-${REGION}`;

/** The actions that the provider's policy allows in IAM. */
function allowedActions(): string[] {
  return actionsOf(providerPolicy(LIFE_PARAMETERS), 'Allow').filter((action) => action.startsWith('iam:'));
}

/** Tags in a creating call need it, which moto does not check; and the version of a policy that somebody else made. */
const NOT_SEEN = ['iam:TagPolicy', 'iam:DeletePolicyVersion'];

describeWithPython("the provider's policy on moto, which checks the caller", (python) => {
  let answers: AnswerServer;
  let moto: PythonServer;
  const called = new Set<string>();

  const clientWith = (credentials: Credentials): IAMClient => {
    const client = new IAMClient({ endpoint: moto.url, region: REGION, credentials, maxAttempts: 1 });
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          called.add(`iam:${commandName.replace(/Command$/, '')}`);
          return next(args);
        },
      { step: 'initialize' },
    );
    return client;
  };

  const serve = async (client: IAMClient, event: Event): Promise<AnswerBody> => {
    answers.clear();
    const clock = virtualClock(SENT_AT + 1_000);
    await handle(event, contextOf(clock), {
      iam: client,
      cloudFormation: new CloudFormationClient({ region: REGION }),
      clock,
      environment: {
        ALLOWED_RESPONSE_HOSTS: answers.host,
        VERIFY_STACK: 'false',
        PERMISSIONS_BOUNDARIES: `arn:aws:iam::${ACCOUNT_ID}:policy/${BOUNDARY}`,
        ALLOWED_MANAGED_POLICY_ARNS: TEAM_POLICY,
      },
      writeLog: () => undefined,
    });
    return JSON.parse(answers.puts.at(-1)?.body ?? '') as AnswerBody;
  };

  beforeAll(async () => {
    answers = await startAnswerServer();
  });
  beforeEach(async () => {
    moto = await startMoto(python, { MOTO_ACCOUNT_ID: ACCOUNT_ID, INITIAL_NO_AUTH_ACTION_COUNT: String(SETUP_CALLS) });
  }, 60_000);
  afterEach(() => moto.stop());
  afterAll(() => answers.close());

  it('allows every call of the whole life of a role, and no action is there in vain', async () => {
    const client = clientWith(await providerCredentials(moto.url, allowedActions()));
    for (const { name, before, event } of LIFE) {
      if (before === 'the boundary is changed') await client.send(changeOfBoundary(event(answers.host)));
      expect({ name, ...(await serve(client, event(answers.host))) }).toMatchObject({ name, Status: 'SUCCESS' });
    }
    expect([...called, ...NOT_SEEN].sort()).toEqual(allowedActions());
  }, 120_000);

  it.each(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:GetRole'])(
    'lets the creation fail, naming the action, where %s is missing',
    async (missing) => {
      const client = clientWith(
        await providerCredentials(
          moto.url,
          allowedActions().filter((action) => action !== missing),
        ),
      );
      const answer = await serve(client, createEvent(answers.host));
      expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/^AccessDenied/) as unknown });
      expect(answer.Reason).toContain(missing);
    },
    60_000,
  );
});

/** Somebody else's change of the role's boundary, which moto lets the provider make: it knows no conditions. */
function changeOfBoundary({ PhysicalResourceId }: Event): PutRolePermissionsBoundaryCommand {
  return new PutRolePermissionsBoundaryCommand({ RoleName: String(PhysicalResourceId), PermissionsBoundary: TEAM_POLICY });
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Calls that {@link providerCredentials} makes before moto begins to check. */
const SETUP_CALLS = 4;

/** Makes the boundary and the provider's role, and assumes it. */
async function providerCredentials(url: string, actions: readonly string[]): Promise<Credentials> {
  const everybody = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] };
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
  const boundary = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  await call(url, 'iam', { Action: 'CreatePolicy', PolicyName: BOUNDARY, PolicyDocument: JSON.stringify(boundary) });
  await call(url, 'iam', { Action: 'CreateRole', RoleName: 'provider', AssumeRolePolicyDocument: JSON.stringify(everybody) });
  await call(url, 'iam', {
    Action: 'PutRolePolicy',
    RoleName: 'provider',
    PolicyName: 'PersonaRoles',
    PolicyDocument: JSON.stringify(policy),
  });
  const answer = await call(url, 'sts', {
    Action: 'AssumeRole',
    RoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/provider`,
    RoleSessionName: 'provider',
  });
  const field = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1] ?? '';
  return { accessKeyId: field('AccessKeyId'), secretAccessKey: field('SecretAccessKey'), sessionToken: field('SessionToken') };
}

/** A call of the query protocol; moto takes the service from the credential's scope and checks no signature yet. */
async function call(url: string, service: 'iam' | 'sts', parameters: Readonly<Record<string, string>>): Promise<string> {
  const Version = service === 'iam' ? '2010-05-08' : '2011-06-15';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=setup/20261123/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ ...parameters, Version }).toString(),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`moto answered ${String(response.status)} to ${parameters['Action'] ?? ''}: ${text}`);
  return text;
}
