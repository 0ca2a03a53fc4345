import { canonicalize } from './canonical';
import { GRANTS_POLICY_PREFIX, INLINE_POLICY_NAME, OWNER_TAGS, OWNER_TAG_SCHEMA } from './names';
import type { AnyStatement } from './policy';
import type { Scope } from './scope';

/** A customer-managed policy below the role's own policy path. */
export interface CurrentManagedPolicy {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Parsed default version. */
  readonly document: unknown;
  /** Ids of the versions that are not the default, `v1`. */
  readonly otherVersions: readonly string[];
}

/** A role as IAM holds it. */
export interface CurrentRole {
  readonly roleName: string;
  readonly arn: string;
  readonly roleId: string;
  readonly path: string;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly permissionsBoundary: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Parsed. */
  readonly trustPolicy: unknown;
  /** Parsed documents by name. */
  readonly inlinePolicies: Readonly<Record<string, unknown>>;
  readonly attachedPolicyArns: readonly string[];
  readonly managedPolicies: readonly CurrentManagedPolicy[];
}

/** Whose tags these are. */
export type Ownership =
  | { readonly owner: 'this resource' }
  | { readonly owner: 'another resource'; readonly words: string }
  | { readonly owner: 'nobody' }
  | { readonly owner: 'unknown'; readonly words: string };

/**
 * Reads the owner tags. Only a role or policy that carries this stack's and this resource's tags may be written or deleted;
 * tags of an unknown schema come from another version of the provider and are left alone.
 */
export function ownership(tags: Readonly<Record<string, string>>, scope: Pick<Scope, 'stackId' | 'logicalResourceId'>): Ownership {
  const stackId = tags[OWNER_TAGS.stackId];
  const logicalId = tags[OWNER_TAGS.logicalResourceId];
  if (stackId === undefined && logicalId === undefined) return { owner: 'nobody' };
  if (stackId !== scope.stackId || logicalId !== scope.logicalResourceId) {
    return { owner: 'another resource', words: `${logicalId ?? '(no logical id)'} of stack ${stackId ?? '(no stack id)'}` };
  }
  const schema = tags[OWNER_TAGS.schema];
  if (schema !== OWNER_TAG_SCHEMA)
    return { owner: 'unknown', words: `owner tags of schema ${schema ?? '(none)'}, this provider knows ${OWNER_TAG_SCHEMA}` };
  return { owner: 'this resource' };
}

/** The owner tags that everything made for a resource carries. */
export function ownerTags(scope: Scope, provider: string, requestId: string): Record<string, string> {
  return {
    [OWNER_TAGS.provider]: provider,
    [OWNER_TAGS.stackId]: scope.stackId,
    [OWNER_TAGS.logicalResourceId]: scope.logicalResourceId,
    [OWNER_TAGS.schema]: OWNER_TAG_SCHEMA,
    [OWNER_TAGS.createdBy]: requestId,
  };
}

/** Inline policies and attachments that neither the resource nor its properties put there. */
export interface Foreign {
  readonly inlinePolicyNames: readonly string[];
  readonly attachedPolicyArns: readonly string[];
}

export function foreignPolicies(current: CurrentRole, knownArns: readonly string[]): Foreign {
  const own = [...knownArns, ...current.managedPolicies.map(({ arn }) => arn)];
  return {
    inlinePolicyNames: Object.keys(current.inlinePolicies).filter((name) => name !== INLINE_POLICY_NAME),
    attachedPolicyArns: current.attachedPolicyArns.filter((arn) => !own.includes(arn)),
  };
}

/** Those of them that `Exclusive` removes: all but the policies of stacks that say by their names that they are to stay. */
export function removedByExclusive({ inlinePolicyNames, attachedPolicyArns }: Foreign): Foreign {
  return { inlinePolicyNames: inlinePolicyNames.filter((name) => !name.startsWith(GRANTS_POLICY_PREFIX)), attachedPolicyArns };
}

/** How much of IAM's quotas the policies take up that are not this resource's. */
export function occupiedBy(current: CurrentRole, knownArns: readonly string[]): { inline: number; attachedPolicies: number } {
  const { inlinePolicyNames, attachedPolicyArns } = foreignPolicies(current, knownArns);
  const sizes = inlinePolicyNames.map((name) => canonicalize(current.inlinePolicies[name] ?? {}).length);
  return { inline: sizes.reduce((sum, size) => sum + size, 0), attachedPolicies: attachedPolicyArns.length };
}

/** The statements of a stored document, where it has the form in which this project writes; `[]` where it has not. */
export function statementsOf(document: unknown): readonly AnyStatement[] {
  const statements = isRecord(document) ? document['Statement'] : undefined;
  return Array.isArray(statements) && statements.every(isStatement) ? statements : [];
}

function isStatement(value: unknown): value is AnyStatement {
  return (
    isRecord(value) &&
    typeof value['Sid'] === 'string' &&
    (value['Effect'] === 'Allow' || value['Effect'] === 'Deny') &&
    (isTexts(value['Action']) || (value['Effect'] === 'Deny' && isTexts(value['NotAction']))) &&
    (isTexts(value['Resource']) || (value['Effect'] === 'Deny' && isTexts(value['NotResource'])))
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
