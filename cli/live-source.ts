import { catalog } from '../lambda/catalog';
import { occupiedBy, ownership, type CurrentRole } from '../lambda/core/current';
import { desire, type Desired } from '../lambda/core/desire';
import { desiredRole, named, type DesiredRole } from '../lambda/core/desired';
import { PersonaRoleError, type Issue } from '../lambda/core/errors';
import { ROLE_NAME, sameRoleName } from '../lambda/core/names';
import { newlyWritten } from '../lambda/core/permitted';
import type { Scope } from '../lambda/core/scope';
import { readGrants, readPolicies, readRoleSettings } from '../lambda/iam-role';
import type { IamSession } from '../lambda/iam-session';
import { accountSession, stackResource } from './account';
import { advised } from './account-advice';
import { roleSourceOf, roleSourcesOf, type RoleSource, type SourceOptions } from './role-source';
import { configurationOf } from './surroundings';
import { readTextFile } from './text-file';

export interface AccountOptions extends SourceOptions {
  /** The stack that the template is, or will be; without it every role is a new one. */
  readonly stackName?: string;
  readonly json?: true;
}

/** A role of a template beside what the account has of it. */
export interface LiveSource {
  readonly logicalId: string;
  readonly scope: Scope;
  /** What the properties ask for, packed into the room that the role has. */
  readonly desired: Desired;
  /** Absent where there is no such role. */
  readonly current: CurrentRole | undefined;
  /** Role that the resource is now, where the properties name another one. */
  readonly replaced: string | undefined;
  /** Why the provider would refuse. */
  readonly faults: readonly Issue[];
  /** What stands in for values that only the deployment knows. */
  readonly words: string;
}

/**
 * Reads the roles of a template and what IAM holds of them. Only reading calls are made.
 * @throws PersonaRoleError with the faults of the template, or where the account cannot be read
 */
export function liveSources(file: string, options: AccountOptions): Promise<readonly LiveSource[]> {
  return advised(() => allSources(file, options));
}

async function allSources(file: string, options: AccountOptions): Promise<readonly LiveSource[]> {
  const text = readTextFile(file);
  const session = accountSession(options.region);
  const found: LiveSource[] = [];
  for (const logicalId of roleSourcesOf(text, file, options).keys()) {
    found.push(await liveSource(session, text, file, { ...options, resource: logicalId, logicalId }));
  }
  return found;
}

async function liveSource(
  session: IamSession,
  text: string,
  file: string,
  options: AccountOptions & { readonly logicalId: string },
): Promise<LiveSource> {
  const { stackName, logicalId } = options;
  const deployed = stackName === undefined ? undefined : await stackResource(stackName, logicalId, options.region);
  const source = roleSourceOf(text, file, deployed === undefined ? options : { ...options, stackId: deployed.stackId });
  const desired = desire(source.properties, { catalog, configuration: configurationOf(options), scope: source.scope });
  const physicalId = deployed?.physicalId !== undefined && ROLE_NAME.test(deployed.physicalId) ? deployed.physicalId : undefined;
  const { roleName, replaced } = targetOf(desired, source, physicalId);
  const settings = await readRoleSettings(session, roleName);
  const shared = { logicalId, scope: source.scope, replaced, words: source.words };
  if (desired.mode === 'grant') {
    const faults =
      settings === undefined ? [{ path: 'GrantTo', message: `there is no role ${roleName}; create it first, or correct the ARN` }] : [];
    return {
      ...shared,
      desired,
      current: settings === undefined ? undefined : { ...settings, ...(await readGrants(session, roleName, desired.policyName)) },
      faults,
    };
  }
  const current = settings === undefined ? undefined : await readPolicies(session, settings, desired.path);
  const faults = [
    ...desired.withdrawn.filter(() => current === undefined),
    ...newlyWritten(desired.disallowed, current),
    ...ownershipIssues(desired, current, source.scope),
  ];
  return { ...shared, desired: roomed(desired, roleName, current, source, options), current, faults };
}

/** The role stays the one of the physical id, unless the properties name another one. */
function targetOf(
  desired: Desired,
  { properties }: RoleSource,
  physicalId: string | undefined,
): { readonly roleName: string; readonly replaced: string | undefined } {
  const given = properties as Readonly<Record<string, unknown>>;
  const isNamed = ['RoleName', 'RoleNameSuffix', 'GrantTo'].some((name) => given[name] !== undefined && given[name] !== '');
  if (physicalId === undefined || sameRoleName(physicalId, desired.roleName)) return { roleName: desired.roleName, replaced: undefined };
  return isNamed ? { roleName: desired.roleName, replaced: physicalId } : { roleName: physicalId, replaced: undefined };
}

function ownershipIssues({ adopt, roleName }: DesiredRole, current: CurrentRole | undefined, scope: Scope): Issue[] {
  if (current === undefined || adopt) return [];
  const found = ownership(current.tags, scope);
  switch (found.owner) {
    case 'this resource':
      return [];
    case 'nobody':
      return [{ path: '', message: `the role ${roleName} exists and carries no owner tags: it is refused, unless it is adopted` }];
    case 'another resource':
    case 'unknown':
      return [{ path: '', message: `the role ${roleName} exists and is of ${found.words}: it is refused` }];
  }
}

function roomed(
  desired: DesiredRole,
  roleName: string,
  current: CurrentRole | undefined,
  source: RoleSource,
  options: AccountOptions,
): DesiredRole {
  const surroundings = { catalog, configuration: configurationOf(options), scope: source.scope };
  const whole = current === undefined || desired.exclusive ? desired : packedBeside(current);
  return named(whole, roleName, source.scope);

  function packedBeside(role: CurrentRole): DesiredRole {
    const packed = desiredRole(source.properties, surroundings, occupiedBy(role, desired.managedPolicyArns));
    return packed;
  }
}

/** All faults of roles, each with the role that it is of. */
export function assertNoFaults(sources: readonly LiveSource[]): void {
  const issues = sources.flatMap(({ logicalId, faults }) =>
    faults.map(({ path, message }) => ({ path: path === '' ? logicalId : `${logicalId}.${path}`, message })),
  );
  if (issues.length > 0) throw new PersonaRoleError('InvalidRequest', issues);
}
