import * as z from 'zod/mini';
import { PersonaRoleError } from './errors';
import { REPORTING, schemaIssues } from './schema-issues';
import type { Scope } from './scope';
import { flag, listOf, off, text, wholeNumber } from './values';

const list = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' ? value.split(',') : value)),
  z.pipe(
    listOf(text),
    z.transform((values) => values.map((value) => value.trim()).filter((value) => value !== '')),
  ),
);

/** IAM's own pattern: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, Path. Here without `*` and at least one segment. */
const rolePath = z
  .string()
  .check(z.regex(/^\/([\w+=,.@-]+\/)+$/, 'must begin and end with "/" and name at least one folder'), z.maxLength(400));

const nothing = z._default(list, []);

const schema = z.strictObject({
  /** Path of every role and policy; fixed for a provider's life. */
  RolePath: z._default(rolePath, '/sagemaker-persona/'),
  /** Prefix of names made from `RoleNameSuffix`. */
  RoleNamePrefix: z._default(z.string().check(z.regex(/^[\w+=,.@-]{1,32}$/, 'must be 1 to 32 characters of a role name')), 'SageMaker-'),
  /** Boundary policies by ARN; the first is the default, a template may name another of them. There is no unbounded mode. */
  PermissionsBoundaries: z.optional(list.check(z.minLength(1))),
  /** Patterns for every parameter that names a role to pass. Absent: this account's roles below `RolePath`. */
  PassableRoleArns: z.optional(list),
  /** Activities, `Name` or `Name@version`, that templates may not use. */
  DeniedActivities: z._default(list, ['AccessS3AllResources']),
  /** Patterns for every bucket parameter. */
  AllowedBuckets: z._default(list, ['*']),
  /** Patterns for `ManagedPolicyArns`. */
  AllowedManagedPolicyArns: nothing,
  /** Whether templates may write statements of their own. */
  AllowAdditionalStatements: off,
  /** Patterns for `TrustedPrincipals`: services, and ARNs of accounts, users, roles and identity providers. */
  TrustedPrincipals: nothing,
  AllowNoSourceCondition: off,
  /** Patterns for `GrantTo`. */
  GrantableRoleArns: nothing,
  /** Patterns of roles that `Adopt` may bring under management. */
  AdoptableRoleArns: nothing,
  /** Patterns of tag keys that templates may not set, since a role's tags become `aws:PrincipalTag`. */
  ProtectedTagKeys: nothing,
  /** The account's quota of attached managed policies per role. */
  ManagedPoliciesPerRole: z._default(wholeNumber(1, 50), 10),
  /** Default of the property of that name, seconds. */
  PropagationDelaySeconds: z._default(wholeNumber(0, 120), 10),
  /** Ask CloudFormation whether the stack is in progress and has this resource before anything is written. */
  VerifyStack: z._default(flag, true),
  /** `host:port` of local ResponseURL servers; plain http is accepted for these only. */
  AllowedResponseHosts: nothing,
  LogLevel: z._default(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']), 'INFO'),
});

/** The provider's configuration, checked; the names are those of the command line's `--provider` file. */
export type Configuration = z.infer<typeof schema>;

/** The names of all settings, PascalCase; the function's environment has them in upper case with underscores. */
export const CONFIGURATION_NAMES: readonly string[] = Object.keys(schema.shape);

/** The name of the function's default boundary policy: the one that the provider's stack makes. */
export function defaultBoundaryName(functionName: string, region: string): string {
  return `${functionName}-boundary-${region}`;
}

/**
 * Reads a configuration. Lists may come as lists or as text with commas; an explicitly empty text is the empty list, not the default.
 * @throws PersonaRoleError `InvalidRequest`, naming the setting
 */
export function parseConfiguration(settings: Readonly<Record<string, unknown>>): Configuration {
  const result = schema.safeParse(settings, REPORTING);
  if (result.success) return result.data;
  const issues = schemaIssues(result.error.issues, () => CONFIGURATION_NAMES);
  throw new PersonaRoleError(
    'InvalidRequest',
    issues.map(({ path, message }) => ({ path: `provider configuration ${path}`, message })),
  );
}

/** The allowed boundaries; where none is configured, the policy that the provider's stack makes under its default function name. */
export function permissionsBoundaries(configuration: Configuration, scope: Scope): readonly string[] {
  return (
    configuration.PermissionsBoundaries ?? [
      `arn:${scope.partition}:iam::${scope.accountId}:policy/${defaultBoundaryName('sagemaker-persona-role', scope.region)}`,
    ]
  );
}

export function passableRoleArns(configuration: Configuration, scope: Scope): readonly string[] {
  return configuration.PassableRoleArns ?? [`arn:${scope.partition}:iam::${scope.accountId}:role${configuration.RolePath}*`];
}
