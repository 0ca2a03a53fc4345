import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, REGION, resolvedProperties } from './resolved-provider';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

/** The policy of the provider's own role, as it is deployed with these parameters. */
export function providerPolicy(parameters: Readonly<Record<string, string>> = {}, partition = 'aws'): Policy {
  const role = resolvedProperties(parameters, partition).get('ProviderRole') as unknown as {
    readonly Policies: readonly { readonly PolicyDocument: Policy }[];
  };
  const [policy, ...others] = role.Policies;
  if (policy === undefined || others.length > 0) throw new Error('the provider role has one policy');
  return policy.PolicyDocument;
}

export function actionsOf(policy: Policy, effect: PolicyStatement['Effect']): string[] {
  return [...new Set(policy.Statement.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action))].sort();
}

/** A request of the provider. */
export interface ProviderRequest {
  readonly Action: string;
  readonly Resource: string;
  readonly Context?: Readonly<Record<string, unknown>>;
}

/** @throws Error where the request carries a key that AWS does not send with it */
export async function isAllowed(policy: Policy, { Action, Resource, Context }: ProviderRequest): Promise<boolean> {
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona-provider/sagemaker-persona-role-${REGION}`,
        action: Action,
        resource: { resource: Resource, accountId: ACCOUNT },
        contextVariables: { ...Context } as Record<string, string | string[]>,
      },
      identityPolicies: [{ name: 'PersonaRoles', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors));
  const results = outcome.resultType === 'single' ? [outcome.result] : outcome.results;
  return results.some(({ analysis }) => analysis.result === 'Allowed');
}
