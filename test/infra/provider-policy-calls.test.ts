import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { handle } from '../../lambda/index';
import { LocalIam } from '../../local/iam';
import { startIamServer } from '../../local/iam-server';
import { startAnswerServer } from '../lambda/answer-server';
import { ACCOUNT_ID, contextOf, REGION, SENT_AT } from '../lambda/events';
import type { AnswerBody } from '../lambda/invoke';
import { virtualClock } from '../lambda/virtual-clock';
import { LIFE, LIFE_PARAMETERS, TEAM_POLICY } from './provider-life';
import { isAllowed, providerPolicy, type ProviderRequest } from './provider-policy';
import { requestsOf, type RequestInput } from './provider-requests';

const BOUNDARY = `sagemaker-persona-role-boundary-${REGION}`;
const policy = providerPolicy(LIFE_PARAMETERS);
const OWNER = 'sagemaker-persona:provider';

/** Lets the function live through the life of a role, and writes down what IAM would have asked itself about each of its calls. */
async function livedThrough(): Promise<{ readonly statuses: readonly string[]; readonly requests: readonly ProviderRequest[] }> {
  const iam = new LocalIam({ accountId: ACCOUNT_ID });
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  await iam.call('CreatePolicy', { PolicyName: BOUNDARY, PolicyDocument: JSON.stringify(document) });
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
  try {
    for (const { before, event } of LIFE) {
      const { PhysicalResourceId, ...more } = event(answers.host);
      if (before === 'the boundary is changed')
        await iam.call('PutRolePermissionsBoundary', { RoleName: String(PhysicalResourceId), PermissionsBoundary: TEAM_POLICY });
      const clock = virtualClock(SENT_AT + 1_000);
      await handle({ PhysicalResourceId, ...more }, contextOf(clock), {
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
    }
    return { statuses: answers.puts.map(({ body }) => (JSON.parse(body) as AnswerBody).Status), requests: [...requests.values()] };
  } finally {
    client.destroy();
    await Promise.all([server.close(), answers.close()]);
  }
}

/** What somebody might have the function do in place of a call that it makes. */
interface Attack {
  readonly name: string;
  /** Calls to which it says nothing, with the reason in the name. */
  readonly spares: readonly string[];
  readonly of: (request: ProviderRequest) => ProviderRequest;
}

const CHANGES = ['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'UpdateRole', 'AttachRolePolicy'];

const READS = [
  'GetPolicy',
  'GetPolicyVersion',
  'GetRole',
  'GetRolePolicy',
  'ListAttachedRolePolicies',
  'ListInstanceProfilesForRole',
  'ListPolicies',
  'ListPolicyVersions',
  'ListRolePolicies',
];

const ATTACKS: readonly Attack[] = [
  {
    name: 'on a role or policy outside the path (whose a role is may be asked of any, and ListPolicies knows no resource)',
    spares: ['GetRole', 'ListPolicies'],
    of: (request) => ({ ...request, Resource: request.Resource.replace(/:(role|policy)\/.*$/, ':$1/elsewhere/admin') }),
  },
  {
    name: 'on a path that only begins like its own',
    spares: ['GetRole', 'ListPolicies'],
    of: (request) => ({ ...request, Resource: request.Resource.replace('/sagemaker-persona/', '/sagemaker-persona-admin/') }),
  },
  {
    name: 'on a role or policy of another account',
    spares: ['ListPolicies'],
    of: (request) => ({ ...request, Resource: request.Resource.replace(ACCOUNT_ID, '444455556666') }),
  },
  {
    name: "on another provider's, or in its name",
    spares: READS,
    of: withContext((context) => mapped(context, (key, value) => (key.endsWith(OWNER) ? 'us-east-1/sagemaker-persona-role' : value))),
  },
  {
    name: "on nobody's, or in nobody's name (tags set while creating find none yet)",
    spares: [...READS, 'TagPolicy'],
    of: withContext((context) => without(context, (key) => key.endsWith(OWNER))),
  },
  {
    name: 'under a boundary that is not listed',
    spares: [],
    of: withContext((context) => mapped(context, (key, value) => (key === 'iam:PermissionsBoundary' ? TEAM_POLICY : value))),
  },
  { name: 'without a boundary', spares: [], of: withContext((context) => without(context, (key) => key === 'iam:PermissionsBoundary')) },
];

type Context = Readonly<Record<string, unknown>>;

function withContext(change: (context: Context) => Context): Attack['of'] {
  return (request) => ({ ...request, Context: change(request.Context ?? {}) });
}

function mapped(context: Context, change: (key: string, value: unknown) => unknown): Context {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, change(key, value)]));
}

function without(context: Context, isGone: (key: string) => boolean): Context {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !isGone(key)));
}

function callOf({ Action }: ProviderRequest): string {
  return Action.slice('iam:'.length);
}

async function allowed(requests: readonly ProviderRequest[]): Promise<ProviderRequest[]> {
  const found: ProviderRequest[] = [];
  for (const request of requests) if (await isAllowed(policy, request)) found.push(request);
  return found;
}

describe('in the whole life of a role', () => {
  let lived: Awaited<ReturnType<typeof livedThrough>>;

  beforeAll(async () => {
    lived = await livedThrough();
  }, 60_000);

  it('every step succeeds', () => {
    expect(lived.statuses).toEqual(LIFE.map(() => 'SUCCESS'));
  });

  it("every call that the code makes is allowed by the provider's policy", async () => {
    expect(lived.requests.length).toBeGreaterThan(40);
    expect(await allowed(lived.requests)).toEqual(lived.requests);
  }, 60_000);

  it.each(ATTACKS)(
    'none of them would be $name',
    async ({ name, spares, of }) => {
      const isAboutBoundary = name.includes('boundary');
      const attacks = lived.requests
        .filter((request) => !spares.includes(callOf(request)) && (!isAboutBoundary || CHANGES.includes(callOf(request))))
        .map((request) => ({ request, attack: of(request) }))
        .filter(({ request, attack }) => JSON.stringify(request) !== JSON.stringify(attack));
      expect(attacks.length).toBeGreaterThan(5);
      expect(await allowed(attacks.map(({ attack }) => attack))).toEqual([]);
    },
    60_000,
  );
});
