import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { Decision, AccessRequest } from '../../lambda/core/explain';

const ACCOUNT = '111122223333';

const DECISIONS: Readonly<Record<string, Decision>> = {
  Allowed: 'allowed',
  ExplicitlyDenied: 'explicitlyDenied',
  ImplicitlyDenied: 'implicitlyDenied',
};

/** What the policy simulator decides for a role with this policy and, if there is one, this boundary. It takes any action and any condition key. */
export function simulated({ action, resource, context }: AccessRequest, identity: unknown, boundary?: unknown): Decision | undefined {
  const result = runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/person`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: [{ name: 'identity', policy: identity }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
    },
    {},
  );
  return DECISIONS[result];
}
