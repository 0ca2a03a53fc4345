import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { ActivityParameters } from './activity-parameters';
import type { KmsLimit, VpcLimit } from './limits';
import type { IPersonaRoleProvider } from './provider';

/** Confused-deputy condition in the trust policy of a role. */
export enum SourceCondition {
  /** The account alone: `aws:SourceAccount`. */
  ACCOUNT = 'account',
  /** Also `aws:SourceArn`, where AWS documents it for every activity of the role. */
  ARN = 'arn',
  /** None, where the provider allows it. */
  NONE = 'none',
}

/** One activity of a role, with what differs from the role's own parameters and limits. */
export interface PersonaRoleActivity extends ActivityParameters {
  /** Its name, with a version (`ManageJobs@1`) or without, which means version 1. */
  readonly activity: string;

  /**
   * Network limit of this activity.
   *
   * @default - that of the role
   */
  readonly vpc?: VpcLimit;

  /**
   * Encryption limit of this activity.
   *
   * @default - that of the role
   */
  readonly kms?: KmsLimit;
}

/** Who else may assume a role: exactly one of `service`, `aws` and `federated`. */
export interface TrustedPrincipal {
  /**
   * A service, such as `lambda.amazonaws.com`.
   *
   * @default - none
   */
  readonly service?: string;

  /**
   * An account or a role, by its ARN.
   *
   * @default - none
   */
  readonly aws?: string;

  /**
   * A SAML or OIDC provider, by its ARN.
   *
   * @default - none
   */
  readonly federated?: string;

  /**
   * What the principal may do, such as `sts:AssumeRole` and `sts:TagSession`.
   *
   * @default - what this kind of principal needs to assume the role
   */
  readonly actions?: string[];

  /**
   * Conditions: operator, key, values.
   *
   * @default - those that this kind of principal must have
   */
  readonly conditions?: { [operator: string]: { [key: string]: string[] } };
}

/** Properties of a persona role. What is left out takes the default of the resource. */
export interface SageMakerPersonaRoleProps extends ActivityParameters {
  /**
   * The provider that makes the role.
   *
   * @default - that of the stack, made where there is none
   */
  readonly provider?: IPersonaRoleProvider;

  /**
   * The persona, with a version (`DataScientist@1`) or without, which means version 1.
   *
   * @default - none: `activities` are needed
   */
  readonly persona?: string;

  /**
   * The exact activities of the role.
   *
   * @default - those that the persona preselects
   */
  readonly activities?: PersonaRoleActivity[];

  /**
   * Activities to take away from what the persona preselects.
   *
   * @default - none
   */
  readonly excludeActivities?: string[];

  /**
   * Network limit of the role: it holds for all its activities.
   *
   * @default - off
   */
  readonly vpc?: VpcLimit;

  /**
   * Encryption limit of the role: it holds for all its activities.
   *
   * @default - off
   */
  readonly kms?: KmsLimit;

  /**
   * Instance types that jobs, endpoints and apps may have.
   *
   * @default - off
   */
  readonly allowedInstanceTypes?: string[];

  /**
   * Whether training jobs must encrypt what their containers tell each other.
   *
   * @default false
   */
  readonly requireInterContainerEncryption?: boolean;

  /**
   * Whether jobs and models must run without a network.
   *
   * @default false
   */
  readonly requireNetworkIsolation?: boolean;

  /**
   * What the names of the SageMaker resources that the role works on must begin with.
   *
   * @default - off
   */
  readonly resourceNamePrefix?: string;

  /**
   * Tags that the SageMaker resources that the role works on must have.
   *
   * @default - off
   */
  readonly resourceTags?: { [key: string]: string };

  /**
   * Full name of the role.
   *
   * @default - derived from the stack and the logical id
   */
  readonly roleName?: string;

  /**
   * Suffix of the name; the prefix is the provider's, `SageMaker-`.
   *
   * @default - see `roleName`
   */
  readonly roleNameSuffix?: string;

  /**
   * Description of the role.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Longest session, one hour to twelve.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;

  /**
   * Tags of the role, beside those of `Tags.of()` and of the stack.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Managed policies of the role, as far as the provider allows them.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * Permissions boundary, one of those that the provider allows. `PermissionsBoundary.of(scope)` does not reach persona roles.
   *
   * @default - the provider's default
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Confused-deputy condition of SageMaker's trust.
   *
   * @default SourceCondition.ACCOUNT
   */
  readonly sourceCondition?: SourceCondition;

  /**
   * Who else may assume the role, as far as the provider allows it.
   *
   * @default - SageMaker alone
   */
  readonly trustedPrincipals?: TrustedPrincipal[];

  /**
   * Whether SageMaker may set the user profile's name as source identity.
   *
   * @default false
   */
  readonly sourceIdentity?: boolean;

  /**
   * Statements of one's own, where the provider allows them.
   *
   * @default - none
   */
  readonly additionalStatements?: iam.PolicyStatement[];

  /**
   * An existing role that gets the permissions; no role is made.
   *
   * @default - a role is made
   */
  readonly grantTo?: iam.IRole;

  /**
   * Whether an existing role of that name comes under management, where the provider allows it.
   *
   * @default false
   */
  readonly adopt?: boolean;

  /**
   * Whether names of buckets, databases, workgroups and repositories may end in a wildcard.
   *
   * @default false
   */
  readonly allowWildcards?: boolean;

  /**
   * Whether policies that someone else put on the role are removed. The policy that
   * `addToPrincipalPolicy` makes stays, and so does every inline policy whose name begins with `SageMakerPersonaGrants-`.
   *
   * @default false
   */
  readonly exclusive?: boolean;

  /**
   * Whether Delete also removes policies that someone else put on the role.
   *
   * @default true
   */
  readonly forceDetach?: boolean;

  /**
   * Time to wait after a role or its trust policy is new. In whole seconds, two minutes at most.
   *
   * @default - the provider's
   */
  readonly propagationDelay?: Duration;

  /**
   * Any text. A change of it repairs what was changed by hand.
   *
   * @default - none
   */
  readonly revision?: string;

  /**
   * How long CloudFormation waits for the provider's answer.
   *
   * @default Duration.minutes(20)
   */
  readonly serviceTimeout?: Duration;

  /**
   * What happens to the role when it leaves the stack.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}
