import { ownerTags, type CurrentManagedPolicy, type CurrentRole } from '../../lambda/core/current';
import type { DesiredRole } from '../../lambda/core/desired';
import { permissions } from '../../lambda/core/diff';
import { managedPolicyArn } from '../../lambda/core/names';
import { INLINE_QUOTA, MANAGED_QUOTA } from '../../lambda/core/pack';
import { plan, type PlanInput } from '../../lambda/core/plan';
import { policySize, type PolicyDocument, type Statement } from '../../lambda/core/policy';
import { NOTHING_PREVIOUS, type Previous } from '../../lambda/core/previous';
import { stepText, type Step } from '../../lambda/core/step';
import { SCOPE } from './samples';

/** A small model of IAM: one role and the policies below its path. A call that IAM would refuse throws. */
export const OWNER_TAGS_OF_ROLE = ownerTags(SCOPE, 'us-east-1/sagemaker-persona-role', 'request-1');

export const ATTACHMENT_QUOTA = 10;

export function planInput(desired: DesiredRole, change: Partial<PlanInput> = {}): PlanInput {
  return {
    desired,
    current: undefined,
    previous: NOTHING_PREVIOUS,
    scope: SCOPE,
    attachmentQuota: ATTACHMENT_QUOTA,
    ownerTags: OWNER_TAGS_OF_ROLE,
    ...change,
  };
}

/** What a template with these properties leaves behind as old properties. */
export function previousOfRole({ tags, managedPolicyArns }: DesiredRole): Previous {
  return { tagKeys: tags.map(({ Key }) => Key), managedPolicyArns };
}

/** The role as IAM holds it after it was made anew. */
export function madeRole(desired: DesiredRole): CurrentRole {
  const role = applyAll(undefined, plan(planInput(desired)));
  if (role === undefined) throw new Error('the plan of a new role does not make it');
  return role;
}

export function applyAll(role: CurrentRole | undefined, steps: readonly Step[], quota: number = ATTACHMENT_QUOTA): CurrentRole | undefined {
  return steps.reduce<CurrentRole | undefined>((current, step) => applied(current, step, quota), role);
}

/** The role after one call; `undefined` after DeleteRole. */
export function applied(role: CurrentRole | undefined, step: Step, quota: number = ATTACHMENT_QUOTA): CurrentRole | undefined {
  const refuse = (why: string): never => {
    throw new Error(`IAM refuses ${stepText(step)}: ${why}`);
  };
  if (step.call === 'CreateRole') return role === undefined ? createdRole(step.input) : refuse('it exists');
  if (role === undefined) return refuse('there is no role');
  const policy = 'PolicyArn' in step.input ? findPolicy(role, step.input.PolicyArn) : undefined;
  switch (step.call) {
    case 'UpdateRole':
      return { ...role, description: step.input.Description, maxSessionDuration: step.input.MaxSessionDuration };
    case 'UpdateAssumeRolePolicy':
      return { ...role, trustPolicy: JSON.parse(step.input.PolicyDocument) as unknown };
    case 'PutRolePermissionsBoundary':
      return { ...role, permissionsBoundary: step.input.PermissionsBoundary };
    case 'TagRole':
      return { ...role, tags: { ...role.tags, ...Object.fromEntries(step.input.Tags.map(({ Key, Value }) => [Key, Value])) } };
    case 'UntagRole':
      return { ...role, tags: without(role.tags, step.input.TagKeys) };
    case 'PutRolePolicy': {
      const document = JSON.parse(step.input.PolicyDocument) as PolicyDocument;
      const ids = document.Statement.map(({ Sid }) => Sid);
      if (new Set(ids).size < ids.length) return refuse('statement ids are not unique');
      if (document.Statement.length === 0) return refuse('there is no statement');
      const inlinePolicies = { ...role.inlinePolicies, [step.input.PolicyName]: document };
      const size = policySize(document);
      return size > INLINE_QUOTA ? refuse(`it has ${String(size)} characters`) : { ...role, inlinePolicies };
    }
    case 'DeleteRolePolicy':
      if (!(step.input.PolicyName in role.inlinePolicies)) return refuse('there is no such policy');
      return { ...role, inlinePolicies: without(role.inlinePolicies, [step.input.PolicyName]) };
    case 'CreatePolicy': {
      const document = JSON.parse(step.input.PolicyDocument) as PolicyDocument;
      const arn = managedPolicyArn(SCOPE, role.path, role.roleName, step.input.PolicyName);
      if (findPolicy(role, arn) !== undefined) return refuse('it exists');
      if (policySize(document) > MANAGED_QUOTA) return refuse('it is too large');
      const tags = Object.fromEntries(step.input.Tags.map(({ Key, Value }) => [Key, Value]));
      return { ...role, managedPolicies: [...role.managedPolicies, { arn, tags, document, otherVersions: [] }] };
    }
    case 'AttachRolePolicy': {
      const { PolicyArn } = step.input;
      if (PolicyArn.includes(role.path) && policy === undefined) return refuse('there is no such policy');
      if (!role.attachedPolicyArns.includes(PolicyArn) && role.attachedPolicyArns.length >= quota) return refuse('the quota is used up');
      return { ...role, attachedPolicyArns: [...new Set([...role.attachedPolicyArns, PolicyArn])] };
    }
    case 'DetachRolePolicy': {
      const { PolicyArn } = step.input;
      if (!role.attachedPolicyArns.includes(PolicyArn)) return refuse('it is not attached');
      return { ...role, attachedPolicyArns: role.attachedPolicyArns.filter((arn) => arn !== PolicyArn) };
    }
    case 'DeletePolicyVersion': {
      if (policy?.otherVersions.includes(step.input.VersionId) !== true) return refuse('there is no such version');
      const otherVersions = policy.otherVersions.filter((version) => version !== step.input.VersionId);
      return { ...role, managedPolicies: [...withoutPolicy(role, policy), { ...policy, otherVersions }] };
    }
    case 'DeletePolicy':
      if (policy === undefined) return refuse('there is no such policy');
      if (role.attachedPolicyArns.includes(policy.arn)) return refuse('it is attached');
      if (policy.otherVersions.length > 0) return refuse('it has other versions');
      return { ...role, managedPolicies: withoutPolicy(role, policy) };
    case 'DeleteRole':
      if (Object.keys(role.inlinePolicies).length + role.attachedPolicyArns.length > 0) return refuse('it has policies');
      return undefined;
  }
}

function createdRole(input: Extract<Step, { call: 'CreateRole' }>['input']): CurrentRole {
  return {
    roleName: input.RoleName,
    arn: 'arn',
    roleId: 'AROA',
    path: input.Path,
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration,
    permissionsBoundary: input.PermissionsBoundary,
    tags: Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])),
    trustPolicy: JSON.parse(input.AssumeRolePolicyDocument) as unknown,
    inlinePolicies: {},
    attachedPolicyArns: [],
    managedPolicies: [],
  };
}

function without<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

function findPolicy(role: CurrentRole, arn: string): CurrentManagedPolicy | undefined {
  return role.managedPolicies.find((policy) => policy.arn === arn);
}

function withoutPolicy(role: CurrentRole, policy: CurrentManagedPolicy): CurrentManagedPolicy[] {
  return role.managedPolicies.filter(({ arn }) => arn !== policy.arn);
}

/** What a role may do at a moment. A policy whose text the provider does not know counts as one permission. */
export interface Effective {
  readonly allows: ReadonlySet<string>;
  readonly denies: ReadonlySet<string>;
}

export function effective(role: CurrentRole): Effective {
  const attached = role.attachedPolicyArns.map((arn) => findPolicy(role, arn)?.document ?? arn);
  const parts = [...Object.values(role.inlinePolicies), ...attached].map(effectOf);
  return {
    allows: new Set(parts.flatMap(({ allows }) => [...allows])),
    denies: new Set(parts.flatMap(({ denies }) => [...denies])),
  };
}

const effects = new WeakMap<object, Effective>();

/** What one document gives; a document is the same object at every moment at which it does not change. */
function effectOf(document: unknown): Effective {
  if (typeof document !== 'object' || document === null) return { allows: new Set([String(document)]), denies: new Set() };
  const known = effects.get(document);
  if (known !== undefined) return known;
  const found = permissions((document as PolicyDocument).Statement);
  const texts = (effect: Statement['Effect']): string[] =>
    found.filter((permission) => permission.effect === effect).map((permission) => JSON.stringify(permission));
  const effect = { allows: new Set(texts('Allow')), denies: new Set(texts('Deny')) };
  effects.set(document, effect);
  return effect;
}

/** What is wrong with a moment between old and new; `[]` where all laws hold. */
export function violations(old: Effective, now: Effective, final: Effective): string[] {
  const missing = [...old.allows].filter((allow) => final.allows.has(allow) && !now.allows.has(allow));
  const excess = [...now.allows].filter((allow) => !old.allows.has(allow) && !final.allows.has(allow));
  const isNew = [...now.allows].some((allow) => !old.allows.has(allow));
  const isOld = [...now.allows].some((allow) => !final.allows.has(allow));
  const hasAll = (denies: ReadonlySet<string>): boolean => [...denies].every((deny) => now.denies.has(deny));
  return [
    ...(missing.length === 0 ? [] : [`${MISSING}: ${missing[0] ?? ''} and ${String(missing.length - 1)} more`]),
    ...(excess.length === 0 ? [] : [`neither side grants ${excess[0] ?? ''}`]),
    ...(isNew && !hasAll(final.denies) ? ['a new permission stands without the new Denies'] : []),
    ...(isOld && !hasAll(old.denies) ? ['an old permission stands without the old Denies'] : []),
    ...(hasAll(old.denies) || hasAll(final.denies) ? [] : ['Denies of neither side are complete']),
  ];
}

/** How the one violation begins that is no danger: less than both sides grant. */
export const MISSING = 'both sides grant, but missing is';
