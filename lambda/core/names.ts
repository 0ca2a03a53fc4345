import { hash } from '#sha256';
import { parseStackId, type Scope } from './scope';

/** The one type of resource that the provider serves. */
export const RESOURCE_TYPE = 'Custom::SageMakerPersonaRole';

/** The inline policy that holds a persona role's permissions. */
export const INLINE_POLICY_NAME = 'SageMakerPersona';

/**
 * The inline policy that a resource puts on a role which is not its own. Its name alone says whose it is: a pure function of StackId and
 * LogicalResourceId, so that several resources may grant to one role and each finds its own policy again.
 */
export function grantPolicyName(scope: Pick<Scope, 'stackId' | 'logicalResourceId'>): string {
  return `${INLINE_POLICY_NAME}-${resourceHash(scope)}`;
}

/**
 * What the names of the inline policies begin with that a stack puts on a persona role itself, as `AWS::IAM::Policy`, and that `Exclusive`
 * leaves alone. The prefix proves nothing: whoever may put an inline policy on the role may give it such a name. That right is the
 * stronger one already, so all that the prefix costs is a part of what `Exclusive` cleans up, and of what the log and `persona-role drift`
 * report.
 */
export const GRANTS_POLICY_PREFIX = 'SageMakerPersonaGrants-';

/** Keys of the tags that say whose a role is. They are set by CreateRole itself, so that no role is ever ownerless. */
export const OWNER_TAGS = {
  /** Which provider made it: Region and function name. The provider's own IAM policy is conditioned on it. */
  provider: 'sagemaker-persona:provider',
  /** Full StackId. */
  stackId: 'sagemaker-persona:stack-id',
  logicalResourceId: 'sagemaker-persona:logical-id',
  /** Version of this set of tags. */
  schema: 'sagemaker-persona:schema',
  /**
   * RequestId of the event that created the role: a failing replacement may remove only what it made itself. Of a role that existed
   * before, `adopted:<RequestId>` as long as it is only adopted, and `owned:<RequestId>` after that.
   */
  createdBy: 'sagemaker-persona:created-by',
} as const;

export const OWNER_TAG_PREFIX = 'sagemaker-persona:';
export const OWNER_TAG_SCHEMA = '1';

/** The path of every provider's own role, to which no template may grant and which none may adopt. */
const PROVIDER_PATH = '/sagemaker-persona-provider/';

export function isProviderRole(arn: string): boolean {
  return arn.includes(`:role${PROVIDER_PATH}`);
}

/** Limit of IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, RoleName. */
export const ROLE_NAME_LENGTH = 64;
export const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The role name of a resource that names none: a pure function of StackId and LogicalResourceId, so that a Delete finds
 * the role even when CloudFormation never learned its name.
 * At most 25 + 1 + 25 + 1 + 12 = 64 characters.
 */
export function defaultRoleName({ stackId, logicalResourceId }: Pick<Scope, 'stackId' | 'logicalResourceId'>): string {
  const stackName = parseStackId(stackId)?.stackName ?? 'stack';
  const readable = [stackName, logicalResourceId].map((part) => part.replace(/[^\w+=,.@-]/g, '').slice(0, 25));
  return [...readable, resourceHash({ stackId, logicalResourceId })].join('-');
}

/** Twelve characters that stand for one resource of one stack. */
function resourceHash({ stackId, logicalResourceId }: Pick<Scope, 'stackId' | 'logicalResourceId'>): string {
  return hash(`${stackId}\n${logicalResourceId}`).slice(0, 12);
}

/** The name at the end of a role's ARN, or of what should be one. */
export function roleNameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Role names are unique without regard to case within an account. */
export function sameRoleName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

export function roleArn(scope: Scope, path: string, roleName: string): string {
  return `arn:${scope.partition}:iam::${scope.accountId}:role${path}${roleName}`;
}

/** Path of a role's overflow policies: below the role path and named after the role, so that one ListPolicies call finds exactly them. */
export function managedPolicyPath(rolePath: string, roleName: string): string {
  return `${rolePath}${roleName}/`;
}

/** Name of an overflow policy. It carries the hash of its text: its content never changes, another content is another policy. */
export function managedPolicyName(roleName: string, policyText: string): string {
  return `${roleName}-${hash(policyText).slice(0, 12)}`;
}

export function managedPolicyArn(scope: Scope, rolePath: string, roleName: string, policyName: string): string {
  return `arn:${scope.partition}:iam::${scope.accountId}:policy${managedPolicyPath(rolePath, roleName)}${policyName}`;
}

const UNOWNED = 'unowned:';

/** Physical id of a Create that was refused because the role is someone else's: the Delete that follows must touch nothing. */
export function unownedPhysicalId(roleName: string): string {
  return `${UNOWNED}${roleName}`;
}

export function isUnownedPhysicalId(physicalId: string): boolean {
  return physicalId.startsWith(UNOWNED);
}

/**
 * Whether CloudFormation may have invented this physical id: it sends `<stack>-<logical id>-<suffix>` with the Delete of a
 * Create that it cancelled. Source: aws-cdk-lib `custom-resources` README, "Important cases to handle".
 */
export function isInventedPhysicalId(
  physicalId: string,
  { stackId, logicalResourceId }: Pick<Scope, 'stackId' | 'logicalResourceId'>,
): boolean {
  if (!ROLE_NAME.test(physicalId)) return true;
  const stackName = parseStackId(stackId)?.stackName ?? '';
  return physicalId.toLowerCase().startsWith(`${stackName}-${logicalResourceId}-`.toLowerCase());
}
