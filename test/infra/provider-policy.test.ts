import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cases from './cases/provider-policy.json';
import { actionsOf, isAllowed, providerPolicy } from './provider-policy';
import { ACCOUNT } from './resolved-provider';

const LAMBDA = join(__dirname, '..', '..', 'lambda');

/** Tags in a creating call need the tagging permission too, and Lambda writes the log: no code of ours calls these. */
const NOT_CALLED = ['iam:TagPolicy', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** Every AWS call in the function's code, by the commands that it imports. */
function calledActions(): string[] {
  const sources = readdirSync(LAMBDA)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(LAMBDA, file), 'utf8'));
  const imports = sources.flatMap((source) => [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z]+)'/g)]);
  return imports
    .flatMap(([, names = '', service = '']) => [...names.matchAll(/\b(\w+)Command\b/g)].map(([, call = '']) => `${service}:${call}`))
    .sort();
}

/** The cases write ROLE and POLICY for the beginning of an ARN. */
function resourceOf(text: string): string {
  return text.replaceAll('ROLE', `arn:aws:iam::${ACCOUNT}:role`).replaceAll('POLICY', `arn:aws:iam::${ACCOUNT}:policy`);
}

describe("the provider's own policy", () => {
  it('allows exactly the actions that the code calls', () => {
    expect(actionsOf(providerPolicy(), 'Allow')).toEqual([...calledActions(), ...NOT_CALLED].sort());
  });

  it('allows neither passing a role nor any wildcard of actions', () => {
    const actions = actionsOf(providerPolicy(), 'Allow');
    expect(actions).not.toContain('iam:PassRole');
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('denies taking a boundary off any role, whatever else may be allowed', () => {
    const denied = providerPolicy().Statement.filter(({ Effect, Resource }) => Effect === 'Deny' && Resource === '*');
    expect(denied.flatMap(({ Action }) => Action)).toEqual(['iam:DeleteRolePermissionsBoundary']);
  });

  it('reaches every resource for one reading call only, which knows no resource', () => {
    const everywhere = providerPolicy().Statement.filter(({ Effect, Resource }) => Effect === 'Allow' && Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action)).toEqual(['iam:ListPolicies']);
  });

  it("fits into a role's inline policies", () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/people/analyst`;
    const widest = providerPolicy({
      GrantableRoleArns: arn,
      AdoptableRoleArns: arn,
      AllowedManagedPolicyArns: `arn:aws:iam::aws:policy/X`,
    });
    expect(JSON.stringify(widest).length).toBeLessThan(10_240);
  });

  it('says nothing about managed policies, roles that are there already, or stacks where the parameters leave them out', () => {
    const sids = (parameters: Record<string, string>): string[] => providerPolicy(parameters).Statement.map(({ Sid }) => Sid);
    expect(sids({})).not.toContain('AttachAllowedManagedPolicies');
    expect(sids({ AllowedManagedPolicyArns: 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly' })).toContain('AttachAllowedManagedPolicies');
    expect(sids({ VerifyStack: 'false' })).not.toContain('VerifyStack');
    expect(sids({}).filter((sid) => /Grant|Adopt/.test(sid))).toEqual([]);
    expect(sids({ GrantableRoleArns: `arn:aws:iam::${ACCOUNT}:role/a` }).filter((sid) => /Grant|Adopt/.test(sid))).toEqual([
      'GrantToListedRoles',
    ]);
    expect(sids({ AdoptableRoleArns: `arn:aws:iam::${ACCOUNT}:role/a` }).filter((sid) => /Grant|Adopt/.test(sid))).toHaveLength(6);
  });

  it.each(['aws-cn', 'aws-us-gov', 'aws-iso'])('has ARNs of %s there', (partition) => {
    const resources = providerPolicy({}, partition)
      .Statement.flatMap(({ Resource }) => Resource)
      .filter((arn) => arn !== '*');
    expect(resources.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  });

  it.each(cases)('$Name', async ({ Parameters, Allowed, Action, Resource, Context }) => {
    const request = { Action, Resource: resourceOf(Resource), Context: { ...Context } };
    expect(await isAllowed(providerPolicy(Parameters as Record<string, string> | undefined), request)).toBe(Allowed);
  });
});
