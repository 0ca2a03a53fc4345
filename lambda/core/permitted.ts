import { parse, validate } from '@aws-sdk/util-arn-parser';
import { renderedAdditionalStatements } from './additional-statements';
import { passableRoleArns, permissionsBoundaries, type Configuration } from './configuration';
import type { CurrentRole } from './current';
import type { Issue } from './errors';
import { pathOf } from './given-values';
import { isAttached, isBoundary, isGranted, isGrantedWith, isOfActivity, isTagged, isTrusted, type InEffect } from './in-effect';
import { matchesPattern, parameterType } from './parameter-types';
import type { Statement } from './policy';
import type { Properties } from './properties';
import type { ResolvedRole } from './resolve';
import type { Scope } from './scope';
import { versioned } from './catalog';
import { servicesStatement } from './trust';
import { principalNames, principalStatement, sessionTagKeys, type TrustedPrincipal } from './trusted-principals';

/**
 * A valid property that the provider's configuration does not permit. It counts only where it would be written anew: a role that
 * already carries it keeps it, so that a rollback never gets stuck on a configuration that was tightened meanwhile.
 */
export interface Disallowed {
  readonly issue: Issue;
  /** What of the configuration would have to permit it. */
  readonly setting: keyof Configuration;
  /** Whether the property is already in effect on a role. */
  readonly isInEffect: InEffect;
}

/**
 * Everything that the properties ask for and the provider's configuration does not permit.
 * @param statements those of the activities, as they would be written
 */
export function disallowed(
  properties: Properties,
  role: ResolvedRole,
  statements: readonly Statement[],
  configuration: Configuration,
  scope: Scope,
): Disallowed[] {
  return [
    ...deniedActivities(properties, role, configuration),
    ...deniedValues(role, statements, configuration, scope),
    ...deniedManagedPolicies(properties, configuration),
    ...deniedBoundary(properties, configuration, scope),
    ...deniedTags(properties, configuration),
    ...deniedSourceCondition(properties, role, configuration, scope),
    ...deniedStatements(properties, configuration),
    ...properties.trustedPrincipals.flatMap((trusted) => deniedPrincipal(trusted, configuration, scope)),
  ];
}

/** Those that the plan would write anew: all of them for a role that does not exist. */
export function newlyWritten(found: readonly Disallowed[], current: CurrentRole | undefined): Issue[] {
  return found.filter(({ isInEffect }) => current === undefined || !isInEffect(current)).map(({ issue }) => issue);
}

function notPermitted(setting: string): string {
  return `is not permitted by the provider's configuration (${setting})`;
}

const SET_TRUE = ", which is false; set that parameter of the provider's stack to true";

/** The same for a setting that lists what it allows. */
function notListed(setting: string, allowed: readonly string[], none: string): string {
  return `${notPermitted(setting)}, which allows ${allowed.join(', ') || none}; add it to that parameter of the provider's stack`;
}

function deniedActivities(properties: Properties, role: ResolvedRole, configuration: Configuration): Disallowed[] {
  const isPreselected = properties.activities === undefined;
  return role.activities
    .filter(({ template }) =>
      [template.Activity, versioned(template.Activity, template.Version)].some((name) => configuration.DeniedActivities.includes(name)),
    )
    .map(({ template }) => ({
      issue: {
        path: isPreselected ? 'Persona' : 'Activities',
        message:
          `${versioned(template.Activity, template.Version)} ${notPermitted('DeniedActivities')}` +
          (isPreselected
            ? `; leave it out by ExcludeActivities: [${template.Activity}]`
            : '; take it out, or ask the owner of the provider'),
      },
      setting: 'DeniedActivities',
      isInEffect: isOfActivity(`${template.Activity}V${String(template.Version)}`),
    }));
}

function deniedValues(role: ResolvedRole, statements: readonly Statement[], configuration: Configuration, scope: Scope): Disallowed[] {
  const allowed = { PassableRoleArns: passableRoleArns(configuration, scope), AllowedBuckets: configuration.AllowedBuckets };
  const denied: Disallowed[] = [];
  for (const given of role.givenValues) {
    const { type, value } = given;
    const setting = parameterType(type).allowedBy;
    if (setting === undefined || allowed[setting].some((pattern) => matchesPattern(value, pattern))) continue;
    const patterns = allowed[setting].join(', ') || 'nothing';
    denied.push({
      issue: { path: pathOf(given), message: `"${value}" ${notPermitted(setting)}, which allows ${patterns}` },
      setting,
      isInEffect: isGrantedWith(setting === 'AllowedBuckets' ? isOfBucket(value) : (resource) => resource === value, statements),
    });
  }
  return denied;
}

/** Whether a resource is the bucket or what is in it. */
function isOfBucket(name: string): (resource: string) => boolean {
  return (resource) => {
    const [, place = ''] = /^arn:[a-z-]+:s3:::(.*)$/.exec(resource) ?? [];
    return place === name || place.startsWith(`${name}/`);
  };
}

function deniedManagedPolicies(properties: Properties, configuration: Configuration): Disallowed[] {
  return properties.managedPolicyArns.flatMap((arn, index) =>
    isListed(arn, configuration.AllowedManagedPolicyArns)
      ? []
      : [
          {
            issue: {
              path: `ManagedPolicyArns[${String(index)}]`,
              message: `"${arn}" ${notListed('AllowedManagedPolicyArns', configuration.AllowedManagedPolicyArns, 'nothing')}`,
            },
            setting: 'AllowedManagedPolicyArns',
            isInEffect: isAttached(arn),
          },
        ],
  );
}

function isListed(value: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesPattern(value, pattern));
}

function deniedBoundary(properties: Properties, configuration: Configuration, scope: Scope): Disallowed[] {
  const arn = properties.permissionsBoundary;
  const allowed = permissionsBoundaries(configuration, scope);
  if (arn === undefined || allowed.includes(arn)) return [];
  const message = `"${arn}" ${notPermitted('PermissionsBoundaries')}, which allows ${allowed.join(', ')}`;
  return [{ issue: { path: 'PermissionsBoundary', message }, setting: 'PermissionsBoundaries', isInEffect: isBoundary(arn) }];
}

function isProtected(key: string, { ProtectedTagKeys }: Configuration): boolean {
  return ProtectedTagKeys.some((pattern) => matchesPattern(key.toLowerCase(), pattern.toLowerCase()));
}

function deniedTags(properties: Properties, configuration: Configuration): Disallowed[] {
  return properties.tags.flatMap(({ Key, Value }, index) =>
    isProtected(Key, configuration)
      ? [
          {
            issue: { path: `Tags[${String(index)}].Key`, message: `"${Key}" ${notPermitted('ProtectedTagKeys')}` },
            setting: 'ProtectedTagKeys',
            isInEffect: isTagged(Key, Value),
          },
        ]
      : [],
  );
}

function deniedSourceCondition(properties: Properties, role: ResolvedRole, configuration: Configuration, scope: Scope): Disallowed[] {
  if (properties.sourceCondition !== 'none' || configuration.AllowNoSourceCondition) return [];
  const issue = { path: 'SourceCondition', message: `"none" ${notPermitted('AllowNoSourceCondition')}${SET_TRUE}` };
  return [{ issue, setting: 'AllowNoSourceCondition', isInEffect: isTrusted(servicesStatement(role.activities, properties, scope)) }];
}

function deniedStatements({ additionalStatements }: Properties, { AllowAdditionalStatements }: Configuration): Disallowed[] {
  if (AllowAdditionalStatements) return [];
  return additionalStatements.map((additional) => ({
    issue: { path: additional.path, message: `a statement of one's own ${notPermitted('AllowAdditionalStatements')}${SET_TRUE}` },
    setting: 'AllowAdditionalStatements',
    isInEffect: isGranted(renderedAdditionalStatements([additional])),
  }));
}

/** A principal that is not listed, and keys of session tags that it may set although they are protected. */
function deniedPrincipal(trusted: TrustedPrincipal, configuration: Configuration, scope: Scope): Disallowed[] {
  const { path, principal, name } = trusted;
  const isInEffect = isTrusted(principalStatement(trusted, scope));
  const names = principalNames(trusted, scope);
  const isNamed = names.some((one) => isListed(one, configuration.TrustedPrincipals));
  const keys = sessionTagKeys(trusted).filter((key) => isProtected(key, configuration));
  return [
    ...(isNamed
      ? []
      : [
          {
            issue: {
              path: `${path}.${principal}`,
              message: `"${name}" ${notListed('TrustedPrincipals', configuration.TrustedPrincipals, 'nobody')}`,
            },
            setting: 'TrustedPrincipals' as const,
            isInEffect,
          },
        ]),
    ...keys.map((key) => ({
      issue: { path: `${path}.Conditions`, message: `session tag "${key}" ${notPermitted('ProtectedTagKeys')}` },
      setting: 'ProtectedTagKeys' as const,
      isInEffect,
    })),
  ];
}

/** Faults of ManagedPolicyArns and PermissionsBoundary that no configuration can allow. */
export function policyArnIssues(properties: Properties, scope: Scope): Issue[] {
  const arns = [
    ...properties.managedPolicyArns.map((arn, index) => ({ path: `ManagedPolicyArns[${String(index)}]`, arn })),
    ...(properties.permissionsBoundary === undefined ? [] : [{ path: 'PermissionsBoundary', arn: properties.permissionsBoundary }]),
  ];
  return arns.flatMap(({ path, arn }) => {
    const fault = policyArnFault(arn, scope);
    return fault === undefined ? [] : [{ path, message: `"${arn.slice(0, 200)}" ${fault}` }];
  });
}

function policyArnFault(value: string, scope: Scope): string | undefined {
  if (!validate(value)) return 'is not the ARN of a managed policy';
  const arn = parse(value);
  if (arn.service !== 'iam' || arn.region !== '' || !/^policy\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/.test(arn.resource))
    return 'is not the ARN of a managed policy';
  if (arn.partition !== scope.partition) return `is of partition ${arn.partition}, the stack is of ${scope.partition}`;
  if (arn.accountId !== 'aws' && arn.accountId !== scope.accountId)
    return `is of account ${arn.accountId}; a role takes policies of its own account and of AWS`;
  return undefined;
}
