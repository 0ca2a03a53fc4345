import { hash } from '#sha256';
import { canonicalize, mapText } from './canonical';
import { additionalStatementIssues, renderedAdditionalStatements } from './additional-statements';
import { ceilingWarnings } from './ceiling-warnings';
import { permissionsBoundaries, type Configuration } from './configuration';
import { assertNoIssues, PersonaRoleError, type Issue } from './errors';
import { guardStatements } from './guard';
import { defaultRoleName, INLINE_POLICY_NAME, managedPolicyArn, managedPolicyName, ROLE_NAME_LENGTH } from './names';
import { INLINE_QUOTA, pack, type PackedPolicies } from './pack';
import { disallowed, policyArnIssues, type Disallowed } from './permitted';
import { policySize, policyText, type AnyStatement, type NamedPolicy, type Statement, type TrustPolicy } from './policy';
import { parseProperties, type Properties, type Tag } from './properties';
import { activityStatements } from './render';
import { resolve, type ResolvedRole } from './resolve';
import type { Scope } from './scope';
import { versioned, type Catalog } from './catalog';
import { trustIssues, trustPolicy, TRUST_POLICY_QUOTA } from './trust';
import { sortedUnique } from './values';
import { patternIssues } from './wildcards';

/** A customer-managed policy that is made for a role. */
export interface ManagedPolicy extends NamedPolicy {
  readonly arn: string;
}

/** Everything that IAM shall hold for one resource. A pure function of properties, stack, catalogue and configuration. */
export interface DesiredRole {
  readonly mode: 'role';
  readonly roleName: string;
  readonly path: string;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** The user's tags; the owner tags come on top where the role is written. */
  readonly tags: readonly Tag[];
  readonly permissionsBoundary: string;
  readonly trustPolicy: TrustPolicy;
  readonly inlinePolicy: NamedPolicy;
  /** Characters that the inline policy may have. */
  readonly inlineQuota: number;
  /** Overflow, mostly none. */
  readonly managedPolicies: readonly ManagedPolicy[];
  /** Policies that the user attaches, sorted. */
  readonly managedPolicyArns: readonly string[];
  /** Whether the role existed before and only is under management for now: nothing of it may be taken away. */
  readonly adopt: boolean;
  readonly exclusive: boolean;
  readonly forceDetach: boolean;
  /** Seconds. */
  readonly propagationDelaySeconds: number;
  /** `DataScientist@1` */
  readonly persona: string | undefined;
  /** `ManageJobs@1`, sorted. */
  readonly activities: readonly string[];
  /** As rendered, before they are merged and packed: each still tells which activity it comes from. */
  readonly statements: readonly AnyStatement[];
  readonly disallowed: readonly Disallowed[];
  /** Withdrawn versions in use: Create refuses them. */
  readonly withdrawn: readonly Issue[];
  /** What is valid and may surprise. */
  readonly warnings: readonly Issue[];
}

export interface Surroundings {
  readonly catalog: Catalog;
  readonly configuration: Configuration;
  readonly scope: Scope;
}

/** How much of IAM's quotas a role's policies that are not this resource's take up. */
export interface Occupied {
  /** Characters of inline policies. */
  readonly inline: number;
  readonly attachedPolicies: number;
}

export const NOTHING_OCCUPIED: Occupied = { inline: 0, attachedPolicies: 0 };

/**
 * Parses, resolves, renders and packs.
 * @param occupied what the role's other policies leave is all that there is room for
 * @throws PersonaRoleError `InvalidRequest` with every fault of the properties, `ServiceLimitExceeded` where they do not fit IAM's quotas
 */
export function desiredRole(
  raw: unknown,
  { catalog, configuration, scope }: Surroundings,
  occupied: Occupied = NOTHING_OCCUPIED,
): DesiredRole {
  const parsed = parseProperties(raw, catalog);
  if (parsed.properties === undefined) throw new PersonaRoleError('InvalidRequest', parsed.issues);
  const { properties } = parsed;
  const { role, issues } = resolve(parsed, properties, catalog, scope);
  const name = roleNameOf(properties, configuration, scope);
  const managedPolicyArns = sortedUnique(properties.managedPolicyArns);
  assertNoIssues([
    ...parsed.issues,
    ...issues,
    ...nameIssues(properties, configuration),
    ...attachmentIssues(managedPolicyArns, configuration),
    ...policyArnIssues(properties, scope),
    ...trustIssues(role.activities, properties, scope),
    ...patternIssues(role.activities),
    ...additionalStatementIssues(properties.additionalStatements, scope),
  ]);

  const ofActivities: Statement[] = [];
  for (const activity of role.activities) ofActivities.push(...activityStatements(activity, catalog, scope));
  const statements = [
    ...ofActivities,
    ...renderedAdditionalStatements(properties.additionalStatements),
    ...guardStatements(role, catalog, scope),
  ];
  const permissionsBoundary = properties.permissionsBoundary ?? permissionsBoundaries(configuration, scope)[0] ?? '';
  const inlineQuota = Math.max(0, INLINE_QUOTA - occupied.inline);
  const packed = pack(statements, {
    inline: inlineQuota,
    managedPolicies: configuration.ManagedPoliciesPerRole - managedPolicyArns.length - occupied.attachedPolicies,
  });
  return {
    mode: 'role',
    roleName: name,
    path: configuration.RolePath,
    description: properties.description,
    maxSessionDuration: properties.maxSessionDuration,
    tags: properties.tags,
    permissionsBoundary,
    trustPolicy: checkedTrustPolicy(role, properties, scope),
    ...policiesOf(packed, name, configuration, scope),
    inlineQuota,
    managedPolicyArns,
    adopt: properties.adopt,
    exclusive: properties.exclusive,
    forceDetach: properties.forceDetach,
    propagationDelaySeconds: properties.propagationDelaySeconds ?? configuration.PropagationDelaySeconds,
    persona: role.persona,
    activities: role.activities.map(({ template }) => versioned(template.Activity, template.Version)),
    statements,
    disallowed: disallowed(properties, role, ofActivities, configuration, scope),
    withdrawn: role.withdrawn,
    warnings: ceilingWarnings(properties, permissionsBoundary, catalog, scope),
  };
}

/** The same role under another name: an existing role keeps the name of its physical id. */
export function named(desired: DesiredRole, roleName: string, scope: Scope): DesiredRole {
  const managedPolicies = desired.managedPolicies.map(({ PolicyDocument }) =>
    managedPolicyOf(PolicyDocument, roleName, desired.path, scope),
  );
  return { ...desired, roleName, managedPolicies };
}

/** The name that properties ask for, else the one derived from stack and logical id. */
function roleNameOf(properties: Properties, configuration: Configuration, scope: Scope): string {
  if (properties.roleName !== undefined) return properties.roleName;
  if (properties.roleNameSuffix !== undefined) return `${configuration.RoleNamePrefix}${properties.roleNameSuffix}`;
  return defaultRoleName(scope);
}

/** A whole name was measured when it was read. */
function nameIssues({ roleNameSuffix }: Properties, { RoleNamePrefix }: Configuration): Issue[] {
  if (roleNameSuffix === undefined) return [];
  const name = `${RoleNamePrefix}${roleNameSuffix}`;
  const excess = name.length - ROLE_NAME_LENGTH;
  if (excess <= 0) return [];
  const message = `makes the role name "${name}", ${String(excess)} characters over IAM's ${String(ROLE_NAME_LENGTH)}`;
  return [{ path: 'RoleNameSuffix', message }];
}

function attachmentIssues({ length }: readonly string[], { ManagedPoliciesPerRole }: Configuration): Issue[] {
  if (length <= ManagedPoliciesPerRole) return [];
  const message = `names ${String(length)} policies; the account's quota is ${String(ManagedPoliciesPerRole)} for one role`;
  return [{ path: 'ManagedPolicyArns', message }];
}

function checkedTrustPolicy(role: ResolvedRole, properties: Properties, scope: Scope): TrustPolicy {
  const trust = trustPolicy(role.activities, properties, scope);
  const size = policySize(trust);
  if (size <= TRUST_POLICY_QUOTA) return trust;
  throw new PersonaRoleError('ServiceLimitExceeded', [
    {
      path: '',
      message: `the trust policy has ${String(size)} characters, IAM takes ${String(TRUST_POLICY_QUOTA)}; name fewer TrustedPrincipals, or fewer conditions on them`,
    },
  ]);
}

function policiesOf(
  packed: PackedPolicies,
  roleName: string,
  { RolePath }: Configuration,
  scope: Scope,
): Pick<DesiredRole, 'inlinePolicy' | 'managedPolicies'> {
  return {
    inlinePolicy: { PolicyName: INLINE_POLICY_NAME, PolicyDocument: packed.inline },
    managedPolicies: packed.managed.map((document) => managedPolicyOf(document, roleName, RolePath, scope)),
  };
}

/** A customer-managed policy of a role, named after its text. */
export function managedPolicyOf(document: NamedPolicy['PolicyDocument'], roleName: string, path: string, scope: Scope): ManagedPolicy {
  const name = managedPolicyName(roleName, policyText(document));
  return { PolicyName: name, PolicyDocument: document, arn: managedPolicyArn(scope, path, roleName, name) };
}

/** SHA-256 over everything that decides what the role may do, who may use it and for how long. */
export function policyDigest(desired: DesiredRole): string {
  const policies = (named: readonly NamedPolicy[]): string =>
    mapText(named.map(({ PolicyName, PolicyDocument }) => [PolicyName, policyText(PolicyDocument)]));
  // Canonical JSON, keys in order.
  return hash(
    `{"attached":${canonicalize(desired.managedPolicyArns)},"boundary":${canonicalize(desired.permissionsBoundary)},` +
      `"inline":${policies([desired.inlinePolicy])},"managed":${policies(desired.managedPolicies)},` +
      `"maxSessionDuration":${String(desired.maxSessionDuration)},"trust":${policyText(desired.trustPolicy)}}`,
  );
}
