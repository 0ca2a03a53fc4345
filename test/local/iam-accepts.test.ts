import { catalog } from '../../lambda/catalog';
import { defaultBoundaryName, parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { plan } from '../../lambda/core/plan';
import { policyText } from '../../lambda/core/policy';
import { LocalIam } from '../../local/iam';
import { startIamServer, type IamServer } from '../../local/iam-server';
import { planInput } from '../core/role-model';
import { SCOPE } from '../core/samples';
import { builtCeiling } from '../infra/ceiling-samples';
import { describeWithPython, startMoto, type PythonServer } from '../python';
import type { Step } from './iam-documents';
import { iamClient, outcomeOf } from './iam-sdk';
import { personaRoles, randomRoles, type RoleProperties } from './random-roles';

/** How many sets of activities are tried on each IAM; the seed makes them the same ones every time. */
const SETS = 500;
const SEED = 20260730;

const configuration = parseConfiguration({ DeniedActivities: [] });

/** One role: what was asked for, how many managed policies it takes, and the calls that make it and take it away again. */
interface Trial {
  readonly given: RoleProperties;
  readonly managedPolicies: number;
  readonly calls: readonly Step[];
}

function trialOf(given: RoleProperties, index: number): Trial {
  const desired = desiredRole({ ...given, RoleName: `Role${String(index)}` }, { catalog, configuration, scope: SCOPE });
  const making = plan(planInput(desired)).map(({ call, input }) => ({ call, with: { ...input } }));
  return { given, managedPolicies: desired.managedPolicies.length, calls: [...making, ...removal(desired)] };
}

/** Nothing stays, so that the account does not grow beyond its quotas. */
function removal({ roleName: RoleName, inlinePolicy, managedPolicies }: DesiredRole): readonly Step[] {
  return [
    { call: 'DeleteRolePolicy', with: { RoleName, PolicyName: inlinePolicy.PolicyName } },
    ...managedPolicies.flatMap(({ arn }) => [
      { call: 'DetachRolePolicy', with: { RoleName, PolicyArn: arn } },
      { call: 'DeletePolicy', with: { PolicyArn: arn } },
    ]),
    { call: 'DeleteRole', with: { RoleName } },
  ];
}

const roles: readonly { readonly kind: string; readonly trials: readonly Trial[] }[] = [
  { kind: 'every role of every persona', trials: personaRoles(catalog).map(trialOf) },
  { kind: `${String(SETS)} random sets of activities`, trials: randomRoles(catalog, SETS, SEED).map(trialOf) },
];

const boundary: Step = {
  call: 'CreatePolicy',
  with: { PolicyName: defaultBoundaryName('sagemaker-persona-role', SCOPE.region), PolicyDocument: policyText(builtCeiling()) },
};

/** Makes each role by the calls that the plan has for it; every call that IAM refuses, with its reason. */
async function refusals(url: string, trials: readonly Trial[]): Promise<readonly unknown[]> {
  const client = iamClient(url);
  const refused: unknown[] = [];
  for (const { given, calls } of trials) {
    for (const step of calls) {
      const outcome = await outcomeOf(client, step);
      if ('code' in outcome) refused.push({ given, call: step.call, ...outcome });
    }
  }
  client.destroy();
  return refused;
}

it('the roles that are tried are of every size, from one document to five', () => {
  const sizes = new Set(roles.flatMap(({ trials }) => trials.map(({ managedPolicies }) => managedPolicies)));
  expect([...sizes].sort().slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
});

describe('the local IAM accepts', () => {
  let server: IamServer;

  beforeAll(async () => {
    server = await startIamServer(new LocalIam({ accountId: SCOPE.accountId }));
    const client = iamClient(server.url);
    expect(await outcomeOf(client, boundary)).toHaveProperty('result');
    client.destroy();
  });
  afterAll(() => server.close());

  it.each(roles)(
    '$kind',
    async ({ trials }) => {
      expect(await refusals(server.url, trials)).toEqual([]);
    },
    120_000,
  );
});

describeWithPython("moto's IAM accepts", (python) => {
  let moto: PythonServer;

  beforeAll(async () => {
    moto = await startMoto(python, { MOTO_ACCOUNT_ID: SCOPE.accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: 'false' });
    const client = iamClient(moto.url);
    expect(await outcomeOf(client, boundary)).toHaveProperty('result');
    client.destroy();
  }, 60_000);
  afterAll(() => moto.stop());

  it.each(roles)(
    '$kind',
    async ({ trials }) => {
      expect(await refusals(moto.url, trials)).toEqual([]);
    },
    240_000,
  );
});
