import { Token } from 'aws-cdk-lib';
import type { PersonaRoleProviderProps } from './provider-props';
import type { TemplateParameter } from './provider-template';
import type { ParameterValue } from './specialised-template';

/**
 * The parameters of the provider's template that these props set.
 * @throws Error where only the deployment knows how many elements a list has: whether it is empty decides which statements there are
 */
export function parametersOf(props: PersonaRoleProviderProps): Readonly<Record<string, ParameterValue>> {
  const open = Object.entries(props).filter(([, value]) => Array.isArray(value) && value.some((element) => Token.isUnresolved([element])));
  if (open.length > 0) {
    const names = open.map(([name]) => name).join(', ');
    throw new Error(
      `${names}: a list must be written down; only its elements may be known at deployment, one by one: [Fn.select(0, list)]`,
    );
  }
  const given: Readonly<Record<string, ParameterValue | boolean | undefined>> = {
    PassableRoleArns: props.passableRoleArns,
    AllowedBuckets: props.allowedBuckets,
    AllowedManagedPolicyArns: props.allowedManagedPolicyArns,
    DeniedActivities: props.deniedActivities,
    ProtectedTagKeys: props.protectedTagKeys,
    AllowNoSourceCondition: props.allowNoSourceCondition,
    AllowAdditionalStatements: props.allowAdditionalStatements,
    TrustedPrincipals: props.trustedPrincipals,
    GrantableRoleArns: props.grantableRoleArns,
    AdoptableRoleArns: props.adoptableRoleArns,
    RolePath: props.rolePath,
    RoleNamePrefix: props.roleNamePrefix,
    PermissionsBoundaries: props.permissionsBoundaries?.map(({ managedPolicyArn }) => managedPolicyArn),
    ManagedPoliciesPerRole: props.managedPoliciesPerRole,
    PropagationDelaySeconds: props.propagationDelay?.toSeconds(),
    FunctionName: props.functionName,
    Architecture: props.architecture?.name,
    ReservedConcurrency: props.reservedConcurrency,
    ProviderPermissionsBoundary: props.providerPermissionsBoundary?.managedPolicyArn,
    VerifyStack: props.verifyStack,
    AllowedResponseHosts: props.allowedResponseHosts,
    LogLevel: props.logLevel,
    LogRetentionDays: props.logRetention,
    AlarmTopicArn: props.alarmTopic?.topicArn,
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'boolean' ? String(value) : value] as const],
    ),
  );
}

/** What is wrong with a value, in the words of the template; nothing where it is known at deployment only. */
export function parameterFaults(name: string, value: ParameterValue, parameter: TemplateParameter): readonly string[] {
  if (Token.isUnresolved(value)) return [];
  if (typeof value === 'number') return faults(name, String(value), parameter);
  if (typeof value === 'string') return faults(name, value, parameter);
  // Each element for itself: the pattern of a list is that of its elements, with commas between them.
  return value.filter((element) => !Token.isUnresolved(element)).flatMap((element) => faults(name, element, parameter));
}

function faults(name: string, value: string, parameter: TemplateParameter): readonly string[] {
  const { AllowedPattern, AllowedValues, ConstraintDescription, MinValue, MaxValue, MaxLength } = parameter;
  const fault = (what: string): readonly string[] => [`${name}: "${value}" ${what}${explanation(ConstraintDescription)}`];
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(value)) return fault(`is none of ${AllowedValues.join(', ')}`);
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`, 'u').test(value)) return fault('is not valid.');
  if (MinValue !== undefined && Number(value) < MinValue) return fault(`is less than ${String(MinValue)}`);
  if (MaxValue !== undefined && Number(value) > MaxValue) return fault(`is more than ${String(MaxValue)}`);
  if (MaxLength !== undefined && value.length > MaxLength) return fault(`has more than ${String(MaxLength)} characters`);
  return [];
}

function explanation(words: string | undefined): string {
  return words === undefined ? '' : ` ${words}`;
}
