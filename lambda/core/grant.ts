import { hash } from '#sha256';
import { canonicalize } from './canonical';
import type { Configuration } from './configuration';
import type { CurrentRole } from './current';
import type { Surroundings } from './desired';
import { assertNoIssues, PersonaRoleError, type Issue } from './errors';
import { limitOfList, type Limit } from './limit';
import { grantPolicyName, isProviderRole, roleNameOfArn } from './names';
import { INLINE_QUOTA, pack } from './pack';
import { matchesPattern, valueFault } from './parameter-types';
import { disallowed, type Disallowed } from './permitted';
import { policyText, samePolicy, type NamedPolicy, type Statement } from './policy';
import { parseProperties } from './properties';
import { activityStatements } from './render';
import { resolve } from './resolve';
import type { Scope } from './scope';
import type { Step } from './step';
import { versioned } from './catalog';
import { patternIssues } from './wildcards';

/** What a resource with `GrantTo` asks for: permissions for a role that is not its own. How they are packed depends on that role. */
export interface DesiredGrant {
  readonly mode: 'grant';
  /** The role as the properties name it. */
  readonly roleArn: string;
  readonly roleName: string;
  readonly policyName: string;
  /** Allows only: a Deny would take rights away that the role has from its owner. */
  readonly statements: readonly Statement[];
  /** Limits that hold for these permissions alone, since no Deny makes them hold for the whole role. */
  readonly limits: readonly Limit[];
  /** Seconds. */
  readonly propagationDelaySeconds: number;
  /** `DataScientist@1` */
  readonly persona: string | undefined;
  /** `ManageJobs@1`, sorted. */
  readonly activities: readonly string[];
  readonly disallowed: readonly Disallowed[];
  /** Withdrawn versions in use: Create refuses them. */
  readonly withdrawn: readonly Issue[];
}

/**
 * Parses, resolves and renders.
 * @throws PersonaRoleError `InvalidRequest` with every fault of the properties
 */
export function desiredGrant(raw: unknown, { catalog, configuration, scope }: Surroundings): DesiredGrant {
  const parsed = parseProperties(raw, catalog);
  if (parsed.properties === undefined) throw new PersonaRoleError('InvalidRequest', parsed.issues);
  const { properties } = parsed;
  const { role, issues } = resolve(parsed, properties, catalog, scope);
  const roleArn = properties.grantTo ?? '';
  assertNoIssues([...parsed.issues, ...issues, ...targetIssues(roleArn, configuration, scope), ...patternIssues(role.activities)]);
  const statements = role.activities.flatMap((activity) => activityStatements(activity, catalog, scope));
  return {
    mode: 'grant',
    roleArn,
    roleName: roleNameOfArn(roleArn),
    policyName: grantPolicyName(scope),
    statements,
    limits: [...new Set(Object.keys(role.limitLists).flatMap((list) => limitOfList(list) ?? []))],
    propagationDelaySeconds: properties.propagationDelaySeconds ?? configuration.PropagationDelaySeconds,
    persona: role.persona,
    activities: role.activities.map(({ template }) => versioned(template.Activity, template.Version)),
    disallowed: disallowed(properties, role, statements, configuration, scope),
    withdrawn: role.withdrawn,
  };
}

/** Whether the provider's configuration lists a role as one that may be granted to. */
export function isGrantable({ GrantableRoleArns }: Configuration, arn: string): boolean {
  return GrantableRoleArns.some((pattern) => matchesPattern(arn, pattern));
}

/** Why a role may not be granted to: what is wrong with its ARN, or that the configuration does not list it. */
export function targetIssues(arn: string, configuration: Configuration, scope: Scope): Issue[] {
  const fault = valueFault('RoleArnToPass', arn, scope);
  const issue = (message: string): Issue[] => [{ path: 'GrantTo', message: `"${arn.slice(0, 200)}" ${message}` }];
  if (fault !== undefined) return issue(fault);
  if (arn.includes(':role/aws-service-role/')) return issue('is linked to a service, which alone may change it');
  if (isProviderRole(arn)) return issue('is the role of a provider, which no template may change');
  if (isGrantable(configuration, arn)) return [];
  const allowed = configuration.GrantableRoleArns.join(', ') || 'nothing';
  return issue(`is not permitted by the provider's configuration (GrantableRoleArns), which allows ${allowed}`);
}

/**
 * The policy to put on the role: all statements, packed into what the role's other inline policies leave of IAM's quota.
 * @throws PersonaRoleError `ServiceLimitExceeded` with the sizes of both
 */
export function grantPolicy(desired: DesiredGrant, current: Pick<CurrentRole, 'inlinePolicies'>): NamedPolicy {
  const others = Object.entries(current.inlinePolicies)
    .filter(([name]) => name !== desired.policyName)
    .map(([name, document]) => ({ name, size: canonicalize(document ?? {}).length }));
  const taken = others.reduce((sum, { size }) => sum + size, 0);
  try {
    const { inline } = pack(desired.statements, { inline: Math.max(0, INLINE_QUOTA - taken), managedPolicies: 0 });
    return { PolicyName: desired.policyName, PolicyDocument: inline };
  } catch (error) {
    if (!(error instanceof PersonaRoleError) || others.length === 0) throw error;
    const sizes = others.map(({ name, size }) => `${name} ${String(size)}`).join(', ');
    const message = `role ${desired.roleName} has other inline policies of ${String(taken)} characters (${sizes})`;
    throw new PersonaRoleError(error.code, [...error.issues, { path: 'GrantTo', message }]);
  }
}

/** The call that brings a grant about; none where the role has it. */
export function planGrant({ roleName }: DesiredGrant, policy: NamedPolicy, current: Pick<CurrentRole, 'inlinePolicies'>): Step[] {
  if (samePolicy(current.inlinePolicies[policy.PolicyName], policy.PolicyDocument)) return [];
  const { PolicyName, PolicyDocument } = policy;
  return [{ call: 'PutRolePolicy', input: { RoleName: roleName, PolicyName, PolicyDocument: policyText(PolicyDocument) } }];
}

/** The call that takes a grant back. */
export function planGrantRemoval(roleName: string, scope: Scope): Step[] {
  return [{ call: 'DeleteRolePolicy', input: { RoleName: roleName, PolicyName: grantPolicyName(scope) } }];
}

/** SHA-256 over the granted document. */
export function grantDigest({ PolicyName, PolicyDocument }: NamedPolicy): string {
  return hash(canonicalize({ inline: { [PolicyName]: PolicyDocument } }));
}
