import { parameterLists } from './activity-parameters';
import { limitProperties } from './limits';
import type { PersonaRoleActivity, SageMakerPersonaRoleProps, TrustedPrincipal } from './persona-role-props';

/** Long enough for Lambda's two retries. */
const SERVICE_TIMEOUT_SECONDS = 1200;

/** Properties of the resource as the template has them; what is absent stays out. */
export type ResourceProperties = Readonly<Record<string, unknown>>;

/**
 * The resource's properties, but for those that grow after the construct is made: Tags and ManagedPolicyArns.
 */
export function resourceProperties(props: SageMakerPersonaRoleProps, serviceToken: string): ResourceProperties {
  return present({
    ServiceToken: serviceToken,
    ServiceTimeout: props.serviceTimeout?.toSeconds() ?? SERVICE_TIMEOUT_SECONDS,
    Persona: props.persona,
    Activities: props.activities?.map(activityProperty),
    ExcludeActivities: props.excludeActivities,
    ...parameterLists(props),
    ...limitProperties(props.vpc, props.kms),
    AllowedInstanceTypes: props.allowedInstanceTypes,
    RequireInterContainerEncryption: props.requireInterContainerEncryption,
    RequireNetworkIsolation: props.requireNetworkIsolation,
    ResourceNamePrefix: props.resourceNamePrefix,
    ResourceTags: props.resourceTags,
    RoleName: props.roleName,
    RoleNameSuffix: props.roleNameSuffix,
    Description: props.description,
    MaxSessionDuration: props.maxSessionDuration?.toSeconds(),
    PermissionsBoundary: props.permissionsBoundary?.managedPolicyArn,
    SourceCondition: props.sourceCondition,
    TrustedPrincipals: props.trustedPrincipals?.map(trustedPrincipalProperty),
    SourceIdentity: props.sourceIdentity,
    AdditionalStatements: props.additionalStatements?.map((statement) => statement.toStatementJson() as unknown),
    GrantTo: props.grantTo?.roleArn,
    Adopt: props.adopt,
    AllowWildcards: props.allowWildcards,
    Exclusive: props.exclusive,
    ForceDetach: props.forceDetach,
    PropagationDelaySeconds: props.propagationDelay?.toSeconds(),
    Revision: props.revision,
  });
}

/** A name where nothing is set for this activity alone, else a map. */
function activityProperty(entry: PersonaRoleActivity): string | ResourceProperties {
  const own = present({ ...parameterLists(entry), ...limitProperties(entry.vpc, entry.kms) });
  return Object.keys(own).length === 0 ? entry.activity : { Activity: entry.activity, ...own };
}

function trustedPrincipalProperty({ service, aws, federated, actions, conditions }: TrustedPrincipal): ResourceProperties {
  return present({ Service: service, AWS: aws, Federated: federated, Actions: actions, Conditions: conditions });
}

function present(properties: ResourceProperties): ResourceProperties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
