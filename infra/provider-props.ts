import type { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';

/** How much the provider's function logs. */
export enum ProviderLogLevel {
  /** Everything. */
  DEBUG = 'DEBUG',
  /** What was done. */
  INFO = 'INFO',
  /** What may need attention. */
  WARN = 'WARN',
  /** Failures alone. */
  ERROR = 'ERROR',
}

/**
 * Configuration of a provider: what the resources that it serves may ask for, what their roles are like, and how its function runs.
 * In lists of patterns `*` stands for any characters. An empty list admits nothing.
 *
 * Values may be known at deployment only, such as those of a `CfnParameter`: they count as given, so none may be empty then. How many
 * elements a list has must be known at synth.
 */
export interface PersonaRoleProviderProps {
  /**
   * Patterns of the roles that may be passed. The roles that this stack's persona roles name by their ARN, or that the stack makes
   * itself, are always taken in.
   *
   * @default - every role below `rolePath` in this account
   */
  readonly passableRoleArns?: string[];

  /**
   * Patterns of the names of buckets that may be named.
   *
   * @default - every bucket
   */
  readonly allowedBuckets?: string[];

  /**
   * Patterns of the managed policies that may be attached.
   *
   * @default - none
   */
  readonly allowedManagedPolicyArns?: string[];

  /**
   * Activities that may not be used, as names or with a version (`ManageJobs@1`).
   *
   * @default - AccessS3AllResources
   */
  readonly deniedActivities?: string[];

  /**
   * Patterns of tag keys that may not be set. A role's tags become `aws:PrincipalTag`: name every key that some policy decides by.
   *
   * @default - none
   */
  readonly protectedTagKeys?: string[];

  /**
   * Whether a role's trust may go without its confused-deputy condition.
   *
   * @default false
   */
  readonly allowNoSourceCondition?: boolean;

  /**
   * Whether roles may have statements of their authors' own.
   *
   * @default false
   */
  readonly allowAdditionalStatements?: boolean;

  /**
   * Patterns of the principals that roles may trust beside SageMaker.
   *
   * @default - none
   */
  readonly trustedPrincipals?: string[];

  /**
   * Patterns of the roles that permissions may be granted to. The roles that this stack's persona roles name by their ARN, or that the
   * stack makes itself, are always taken in.
   *
   * @default - none
   */
  readonly grantableRoleArns?: string[];

  /**
   * Patterns of the existing roles that may come under management.
   *
   * @default - none
   */
  readonly adoptableRoleArns?: string[];

  /**
   * Path of every role and policy. It cannot be changed later.
   *
   * @default /sagemaker-persona/
   */
  readonly rolePath?: string;

  /**
   * What the names of roles with a suffix begin with.
   *
   * @default SageMaker-
   */
  readonly roleNamePrefix?: string;

  /**
   * Permissions boundaries that a role may have; the first is the default. A role is never without one.
   *
   * @default - the ceiling that the provider makes from the policy templates
   */
  readonly permissionsBoundaries?: iam.IManagedPolicy[];

  /**
   * The account's quota of managed policies attached to a role.
   *
   * @default 10
   */
  readonly managedPoliciesPerRole?: number;

  /**
   * Time to wait after IAM shows a new role, before the next resource may use it. In whole seconds, two minutes at most.
   *
   * @default Duration.seconds(10)
   */
  readonly propagationDelay?: Duration;

  /**
   * Name of the function, 40 characters at most. It cannot be changed later, since CloudFormation refuses to change the ServiceToken of a
   * resource, and since the roles carry it in their owner tag.
   *
   * @default - `sagemaker-persona-role-` and eight digits of a hash of the stack's name, so that every stack may have a provider
   */
  readonly functionName?: string;

  /**
   * Architecture of the function. x86_64 is for Regions without arm64.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * How many events the function may handle at once.
   *
   * @default - no reservation
   */
  readonly reservedConcurrency?: number;

  /**
   * Permissions boundary of the provider's own role.
   *
   * @default - none
   */
  readonly providerPermissionsBoundary?: iam.IManagedPolicy;

  /**
   * Whether the function asks CloudFormation about the stack before it writes. It finds forged and outdated events.
   *
   * @default true
   */
  readonly verifyStack?: boolean;

  /**
   * `host:port` of servers that stand in for CloudFormation's answer address, for tests against a local AWS.
   *
   * @default - none
   */
  readonly allowedResponseHosts?: string[];

  /**
   * How much the function logs.
   *
   * @default ProviderLogLevel.INFO
   */
  readonly logLevel?: ProviderLogLevel;

  /**
   * How long the function's log is kept.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Topic that the two alarms report to.
   *
   * @default - they only change their state
   */
  readonly alarmTopic?: sns.ITopic;
}
