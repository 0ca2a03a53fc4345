import { suggestion } from '../lambda/core/errors';
import { parameterLists, type ActivityParameters } from './activity-parameters';
import type { KmsLimit, VpcLimit } from './limits';
import type { PersonaRoleActivity, SageMakerPersonaRoleProps, TrustedPrincipal } from './persona-role-props';

/*
 * What the types say, for programs that nobody checks: JavaScript, and TypeScript that is run without its types. There a property under a
 * wrong name would be left out, and a limit that is left out widens a role.
 */

type Names<T> = Readonly<Record<keyof T, true>>;

const VPC: Names<VpcLimit> = { subnets: true, securityGroups: true };
const KMS: Names<KmsLimit> = { dataKeys: true, volumeKeys: true };
const TRUSTED: Names<TrustedPrincipal> = { service: true, aws: true, federated: true, actions: true, conditions: true };
const ACTIVITY: Names<Omit<PersonaRoleActivity, keyof ActivityParameters>> = { activity: true, vpc: true, kms: true };
const ROLE: Names<Omit<SageMakerPersonaRoleProps, keyof ActivityParameters>> = {
  provider: true,
  persona: true,
  activities: true,
  excludeActivities: true,
  vpc: true,
  kms: true,
  allowedInstanceTypes: true,
  requireInterContainerEncryption: true,
  requireNetworkIsolation: true,
  resourceNamePrefix: true,
  resourceTags: true,
  roleName: true,
  roleNameSuffix: true,
  description: true,
  maxSessionDuration: true,
  tags: true,
  managedPolicies: true,
  permissionsBoundary: true,
  sourceCondition: true,
  trustedPrincipals: true,
  sourceIdentity: true,
  additionalStatements: true,
  grantTo: true,
  adopt: true,
  allowWildcards: true,
  exclusive: true,
  forceDetach: true,
  propagationDelay: true,
  revision: true,
  serviceTimeout: true,
  removalPolicy: true,
};

/** Names of the parameters of activities: those of the resource in camel case. */
const PARAMETERS: readonly string[] = Object.keys(parameterLists({})).map((name) => name.charAt(0).toLowerCase() + name.slice(1));

/**
 * Faults of props that types would have found: names that there are not, and texts where a map belongs.
 * @returns `activities[0]: must be a map, { activity: 'ManageJobs@1' }`
 */
export function unknownProps(props: SageMakerPersonaRoleProps): readonly string[] {
  return [
    ...unknownNames('', props, [...Object.keys(ROLE), ...PARAMETERS]),
    ...limitFaults('', props),
    ...(props.activities ?? []).flatMap((entry: unknown, index) => activityFaults(`activities[${String(index)}]`, entry)),
    ...(props.trustedPrincipals ?? []).flatMap((trusted, index) =>
      unknownNames(`trustedPrincipals[${String(index)}]`, trusted, Object.keys(TRUSTED)),
    ),
  ];
}

function activityFaults(path: string, entry: unknown): readonly string[] {
  if (typeof entry !== 'object' || entry === null || typeof (entry as { readonly activity?: unknown }).activity !== 'string')
    return [`${path}: must be a map, { activity: '${typeof entry === 'string' ? entry : 'ManageJobs@1'}' }`];
  return [...unknownNames(path, entry, [...Object.keys(ACTIVITY), ...PARAMETERS]), ...limitFaults(`${path}.`, entry)];
}

function limitFaults(path: string, { vpc, kms }: Pick<SageMakerPersonaRoleProps, 'vpc' | 'kms'>): readonly string[] {
  return [
    ...(vpc === undefined ? [] : unknownNames(`${path}vpc`, vpc, Object.keys(VPC))),
    ...(kms === undefined ? [] : unknownNames(`${path}kms`, kms, Object.keys(KMS))),
  ];
}

function unknownNames(path: string, given: object, known: readonly string[]): readonly string[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => `${path === '' ? name : `${path}.${name}`}: there is no such property, ${suggestion(name, known)}`);
}
