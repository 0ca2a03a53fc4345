import { AWS_CALLS } from '../lambda/aws-calls';
import { ACCOUNT_ID } from '../lambda/events';
import { LIFE, LIFE_PARAMETERS, livedThrough, MODES, MODES_PARAMETERS, TEAM_POLICY, type Lived } from './provider-life';
import { isAllowed, providerPolicy, type Policy, type ProviderRequest } from './provider-policy';

const policy = providerPolicy(LIFE_PARAMETERS);
const OWNER = 'sagemaker-persona:provider';

/** What somebody might have the function do in place of a call that it makes. */
interface Attack {
  readonly name: string;
  /** Calls to which it says nothing, with the reason in the name. */
  readonly spares: readonly string[];
  readonly of: (request: ProviderRequest) => ProviderRequest;
}

const CHANGES = ['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'UpdateRole', 'AttachRolePolicy'];

/** The reading calls that the function makes. */
const READS: readonly string[] = AWS_CALLS.iam.filter((call) => /^(Get|List)/.test(call));

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

async function allowed(requests: readonly ProviderRequest[], by: Policy = policy): Promise<ProviderRequest[]> {
  const found: ProviderRequest[] = [];
  for (const request of requests) if (await isAllowed(by, request)) found.push(request);
  return found;
}

describe('in the whole life of a role', () => {
  let lived: Lived;

  beforeAll(async () => {
    lived = await livedThrough(LIFE, LIFE_PARAMETERS);
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

describe('in the life of roles that are granted to and adopted', () => {
  let lived: Lived;

  beforeAll(async () => {
    lived = await livedThrough(MODES, MODES_PARAMETERS);
  }, 60_000);

  /** Requests about the roles of others; what is asked of any role, and of policies below the path, is not among them. */
  const onTheirs = (): ProviderRequest[] =>
    lived.requests.filter((request) => request.Resource.includes(':role/theirs/') && callOf(request) !== 'GetRole');

  it('every step succeeds', () => {
    expect(lived.statuses).toEqual(MODES.map(() => 'SUCCESS'));
  });

  it("every call that the code makes is allowed by the provider's policy", async () => {
    expect(await allowed(lived.requests, providerPolicy(MODES_PARAMETERS))).toEqual(lived.requests);
  }, 60_000);

  it('no call on such a role is allowed where the parameters do not list it', async () => {
    expect(onTheirs().length).toBeGreaterThan(15);
    expect(await allowed(onTheirs(), providerPolicy(LIFE_PARAMETERS))).toEqual([]);
  }, 60_000);

  it('none is allowed on its neighbour', async () => {
    const attacks = onTheirs().map((request) => ({ ...request, Resource: `${request.Resource}-admin` }));
    expect(await allowed(attacks, providerPolicy(MODES_PARAMETERS))).toEqual([]);
  }, 60_000);

  it('an adopted role is not changed in the name of another provider', async () => {
    const ofAnother = withContext((context) => mapped(context, (key, value) => (key.endsWith(OWNER) ? 'us-east-1/other' : value)));
    const attacks = onTheirs()
      .filter((request) => request.Resource.endsWith('/handmade') && !READS.includes(callOf(request)))
      .map(ofAnother);
    expect(attacks.length).toBeGreaterThan(5);
    expect(await allowed(attacks, providerPolicy(MODES_PARAMETERS))).toEqual([]);
  }, 60_000);
});
