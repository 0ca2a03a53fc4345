import { compare, GAINS, type Change } from './compare';
import type { Desired } from './desire';
import type { Statement, TrustStatement } from './policy';

/** A setting of a role beside its permissions. */
export interface SettingChange {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
  /** Whether it may let somebody do what was not possible before. */
  readonly effect: 'gain' | 'none';
}

/** How one role differs from what it was. */
export interface RoleComparison {
  /** What the role may do. */
  readonly permissions: readonly Change[];
  /** Who may assume it: principals stand where resources do. */
  readonly trust: readonly Change[];
  readonly settings: readonly SettingChange[];
}

/** Compares what two sets of properties ask for. A role that is not there asks for nothing. */
export function compareRoles(before: Desired | undefined, after: Desired | undefined): RoleComparison {
  return {
    permissions: compare(before?.statements ?? [], after?.statements ?? []),
    trust: compare(trustOf(before), trustOf(after)),
    settings: before === undefined || after === undefined ? [] : settingChanges(before, after),
  };
}

/** Whether anything of it may let somebody do what was not possible before. */
export function hasGains({ permissions, trust, settings }: RoleComparison): boolean {
  return [...permissions, ...trust].some(({ kind }) => GAINS.includes(kind)) || settings.some(({ effect }) => effect === 'gain');
}

export function isSame({ permissions, trust, settings }: RoleComparison): boolean {
  return permissions.length === 0 && trust.length === 0 && settings.length === 0;
}

/** A trust policy as statements about principals, `Service sagemaker.amazonaws.com`. */
function trustOf(desired: Desired | undefined): Statement[] {
  if (desired?.mode !== 'role') return [];
  return desired.trustPolicy.Statement.map(({ Sid = 'Trust', Effect, Principal, Action, Condition }: TrustStatement) => ({
    Sid,
    Effect,
    Action,
    Resource: Object.entries(Principal).flatMap(([type, principals]) => principals.map((principal) => `${type} ${principal}`)),
    ...(Condition === undefined ? {} : { Condition }),
  }));
}

function settingChanges(before: Desired, after: Desired): SettingChange[] {
  const [old, now] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((setting) => old[setting] !== now[setting])
    .map((setting) => ({
      setting,
      before: old[setting] ?? '',
      after: now[setting] ?? '',
      effect: isGain(setting, old[setting] ?? '', now[setting] ?? '') ? 'gain' : 'none',
    }));
}

function settingsOf(desired: Desired): Readonly<Record<string, string>> {
  if (desired.mode === 'grant') return { GrantTo: desired.roleArn };
  return {
    RoleName: desired.roleName,
    PermissionsBoundary: desired.permissionsBoundary,
    MaxSessionDuration: String(desired.maxSessionDuration),
    ManagedPolicyArns: desired.managedPolicyArns.join(', '),
    Tags: desired.tags.map(({ Key, Value }) => `${Key}=${Value}`).join(', '),
  };
}

/** Another boundary, another target or other tags may open what was closed; nothing here can tell. */
function isGain(setting: string, before: string, after: string): boolean {
  switch (setting) {
    case 'MaxSessionDuration':
      return Number(after) > Number(before);
    case 'ManagedPolicyArns':
      return after.split(', ').some((arn) => arn !== '' && !before.split(', ').includes(arn));
    case 'RoleName':
      return false;
    default:
      return true;
  }
}
