import { runSimulation } from '@cloud-copilot/iam-simulate';
import { policyDocument, type PolicyDocument, type AnyStatement } from '../../lambda/core/policy';
import { ACCOUNT } from './samples';

/** One request, as the simulator takes it. */
export interface AccessRequest {
  /** `sagemaker:CreateModel` */
  readonly Action: string;
  readonly Resource: string;
  /** Values of condition keys that the request carries. */
  readonly Context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether a role with these statements, under a boundary if one is given, is allowed the request.
 * Every resource is taken to be of the role's own account, so that a refusal of a foreign one is the identity policy's doing.
 * @throws Error where the policy is malformed, or where the request carries a key that AWS does not send with it.
 */
export async function isAllowed(statements: readonly AnyStatement[], request: AccessRequest, boundary?: PolicyDocument): Promise<boolean> {
  const policy = policyDocument(statements);
  assertArns(policy);
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/person`,
        action: request.Action,
        resource: { resource: request.Resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(request.Context ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: [{ name: 'SageMakerPersona', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'Boundary', policy: boundary }] }),
      ...(request.Action.startsWith('kms:') ? { resourcePolicy: KEY_POLICY } : {}),
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(`${request.Action} on ${request.Resource}: ${JSON.stringify(outcome.errors)}`);
  // For an action whose resource type is optional, `*` is simulated once for each pattern of the policy; the request names no resource.
  const results =
    outcome.resultType === 'single' ? [outcome.result] : outcome.results.filter(({ resourcePattern }) => resourcePattern === '*');
  const ignored = results.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  if (ignored.length > 0) throw new Error(`${request.Action} on ${request.Resource} does not carry ${ignored.join(', ')}`);
  return results.some(({ analysis }) => analysis.result === 'Allowed');
}

/** The default key policy, which lets IAM policies of the account decide. Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** The simulator checks the grammar itself, but takes a resource that is neither an ARN nor `*` for one that matches; IAM refuses such a policy. */
function assertArns({ Statement }: PolicyDocument): void {
  const faults = Statement.flatMap((statement) =>
    ('Resource' in statement ? statement.Resource : statement.NotResource)
      .filter((resource) => resource !== '*' && !resource.startsWith('arn:'))
      .map((resource) => `${statement.Sid}: ${resource}`),
  );
  if (faults.length > 0) throw new Error(`no ARN: ${faults.join('; ')}`);
}
