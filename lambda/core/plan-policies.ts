import { foreignPolicies, ownership, removedByExclusive, statementsOf, type CurrentManagedPolicy, type CurrentRole } from './current';
import { managedPolicyOf, type DesiredRole, type ManagedPolicy } from './desired';
import { difference, permissionsByText } from './diff';
import { INLINE_POLICY_NAME, managedPolicyPath } from './names';
import { inManagedPolicies } from './pack';
import type { PlanInput } from './plan';
import { policyDocument, policySize, policyText, samePolicy, type AnyStatement } from './policy';
import type { Tag } from './properties';
import type { Step } from './step';

type PolicyPlanInput = PlanInput & { readonly current: CurrentRole };

/**
 * The calls that bring a role's policies about. Without a change of what is attached, that is one PutRolePolicy, which replaces all
 * permissions at once. With one, statements may move between the inline document and attached policies, and then no permission that
 * both sides grant may be missing in between, and no Allow may stand without the Denies of its side:
 * 1. the inline document that may stand beside the old and the new attachments ({@link interimStatements}), or, where the quota is
 *    too small for it, a managed policy that carries all Denies for the time being,
 * 2. what is attached anew, 3. what is taken off, 4. the final inline document.
 */
export function policySteps(input: PolicyPlanInput): Step[] {
  const { desired, current } = input;
  const change = policyChange(input);
  const adding = addingSteps(input, change);
  const removing = [...removingSteps(input, change), ...removeAll(input, change.carriers)];
  const stored = current.inlinePolicies[INLINE_POLICY_NAME];
  const wanted = desired.inlinePolicy.PolicyDocument;
  const final = samePolicy(stored, wanted) ? [] : [putInline(desired, wanted.Statement)];
  const attachments = current.attachedPolicyArns.length - attachedOf(input, change.tampered).length + change.attach.length;
  if (adding.length + removing.length === 0) return final;

  const interim = interimStatements(input);
  if (policySize(policyDocument(interim)) <= desired.inlineQuota) {
    const before = samePolicy(stored, policyDocument(interim)) ? [] : [putInline(desired, interim)];
    const after = samePolicy(policyDocument(interim), wanted) ? [] : [putInline(desired, wanted.Statement)];
    // Only where the attachment quota holds old and new at once can the old wait for the new.
    return attachments <= input.attachmentQuota
      ? [...before, ...adding, ...removing, ...after]
      : [...before, ...removing, ...adding, ...after];
  }
  const bridge = bridgePolicies(input);
  const crossing = bridge?.filter(({ arn }) => !current.attachedPolicyArns.includes(arn)) ?? [];
  if (bridge === undefined || attachments + crossing.length > input.attachmentQuota)
    return [...removingSteps(input, change), ...final, ...removeAll(input, change.carriers), ...adding];
  const isBridge = (arn: string): boolean => bridge.some((policy) => policy.arn === arn);
  const known = change.carriers.filter(({ arn }) => isBridge(arn));
  return [
    ...bridge.filter(({ arn }) => !known.some((policy) => policy.arn === arn)).map((policy) => createPolicy(policy, input)),
    ...crossing.map(({ arn }) => attach(desired, arn)),
    ...adding,
    ...final,
    ...removingSteps(input, change),
    ...removeAll(
      input,
      change.carriers.filter(({ arn }) => !isBridge(arn)),
    ),
    ...bridge.flatMap(({ arn }): Step[] => [detach(desired, arn), { call: 'DeletePolicy', input: { PolicyArn: arn } }]),
  ];
}

/** What changes about a role's policies besides the inline document. */
interface PolicyChange {
  readonly attach: readonly string[];
  readonly detach: readonly string[];
  readonly create: readonly ManagedPolicy[];
  /** Own policies that are no longer wanted. */
  readonly obsolete: readonly CurrentManagedPolicy[];
  /** Own policies with Denies, left by an update that was cut off: like every Deny they outlast the Allows of their side. */
  readonly carriers: readonly CurrentManagedPolicy[];
  /** Own overflow policies whose text someone changed: their name is taken, so they go before they are made again. */
  readonly tampered: readonly CurrentManagedPolicy[];
  /** Inline policies that someone else put on the role and that `Exclusive` takes off. */
  readonly foreignNames: readonly string[];
}

function policyChange({ desired, current, previous, scope }: PolicyPlanInput): PolicyChange {
  const own = current.managedPolicies.filter(({ tags }) => ownership(tags, scope).owner === 'this resource');
  const wanted = desired.managedPolicies;
  const isWanted = ({ arn }: CurrentManagedPolicy): boolean => wanted.some((policy) => policy.arn === arn);
  const tampered = own.filter((policy) =>
    wanted.some(({ arn, PolicyDocument }) => arn === policy.arn && !samePolicy(PolicyDocument, policy.document)),
  );
  const kept = own.filter((policy) => isWanted(policy) && !tampered.includes(policy)).map(({ arn }) => arn);
  const wantedArns = [...wanted.map(({ arn }) => arn), ...desired.managedPolicyArns];
  const stillAttached = current.attachedPolicyArns.filter((arn) => !tampered.some((policy) => policy.arn === arn));
  const foreign = removedByExclusive(foreignPolicies(current, desired.managedPolicyArns));
  const removed = previous.managedPolicyArns.filter((arn) => current.attachedPolicyArns.includes(arn));
  return {
    attach: wantedArns.filter((arn) => !stillAttached.includes(arn)),
    detach: [...new Set([...removed, ...(desired.exclusive ? foreign.attachedPolicyArns : [])])].filter((arn) => !wantedArns.includes(arn)),
    create: wanted.filter(({ arn }) => !kept.includes(arn)),
    obsolete: own.filter((policy) => !isWanted(policy) && !hasDeny(policy)),
    carriers: own.filter((policy) => !isWanted(policy) && hasDeny(policy)),
    tampered,
    foreignNames: desired.exclusive ? foreign.inlinePolicyNames : [],
  };
}

function hasDeny({ document }: CurrentManagedPolicy): boolean {
  return statementsOf(document).some(({ Effect }) => Effect === 'Deny');
}

function attachedOf({ current }: PolicyPlanInput, policies: readonly CurrentManagedPolicy[]): readonly CurrentManagedPolicy[] {
  return policies.filter(({ arn }) => current.attachedPolicyArns.includes(arn));
}

function removeAll({ desired, current }: PolicyPlanInput, policies: readonly CurrentManagedPolicy[]): Step[] {
  return policies.flatMap((policy) => removeManagedPolicy(desired.roleName, policy, current));
}

function addingSteps(input: PolicyPlanInput, change: PolicyChange): Step[] {
  const { desired } = input;
  return [
    ...removeAll(input, change.tampered),
    ...change.create.map((policy) => createPolicy(policy, input)),
    ...change.attach.map((arn) => attach(desired, arn)),
  ];
}

function removingSteps(input: PolicyPlanInput, change: PolicyChange): Step[] {
  const { desired } = input;
  return [
    ...change.detach.map((arn) => detach(desired, arn)),
    ...removeAll(input, change.obsolete),
    ...change.foreignNames.map((name): Step => ({ call: 'DeleteRolePolicy', input: { RoleName: desired.roleName, PolicyName: name } })),
  ];
}

/**
 * The statements that the inline document holds while attachments change: the wanted ones, the old Denies, and the old Allows that
 * move to attached policies. The order is that of the wanted ones, the old behind them.
 */
function interimStatements({ desired, current }: PolicyPlanInput): readonly AnyStatement[] {
  const wanted = desired.inlinePolicy.PolicyDocument.Statement;
  const old = statementsOf(current.inlinePolicies[INLINE_POLICY_NAME]);
  const inline = permissionsByText(wanted);
  const attached = permissionsByText(desired.managedPolicies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement));
  const isNeeded = (statement: AnyStatement): boolean =>
    [...permissionsByText([statement]).keys()].some((text) => !inline.has(text) && (statement.Effect === 'Deny' || attached.has(text)));
  const ids = new Set(wanted.map(({ Sid }) => Sid));
  const kept = old.filter(isNeeded).map((statement) => {
    const Sid = unusedId(statement.Sid, ids);
    ids.add(Sid);
    return { ...statement, Sid };
  });
  return [...wanted, ...kept];
}

/** Ids are unique within a document; an update that was cut off may have left one with `Old` already. */
function unusedId(sid: string, used: ReadonlySet<string>): string {
  return used.has(sid) ? unusedId(`${sid}Old`, used) : sid;
}

/**
 * Policies with every Deny of the old and the new inline document; none where both have the same.
 * `undefined` where they cannot be made: a Deny is too long for a managed policy, or someone changed one that was left behind.
 */
function bridgePolicies({ desired, current, scope }: PolicyPlanInput): ManagedPolicy[] | undefined {
  const denies = (statements: readonly AnyStatement[]): AnyStatement[] => statements.filter(({ Effect }) => Effect === 'Deny');
  const old = denies(statementsOf(current.inlinePolicies[INLINE_POLICY_NAME]));
  const wanted = denies(desired.inlinePolicy.PolicyDocument.Statement);
  const { added, removed } = difference(old, wanted);
  if (added.length + removed.length === 0) return [];
  const all = [...old.map((statement) => ({ ...statement, Sid: `${statement.Sid}Old` })), ...wanted];
  const policies = inManagedPolicies(all)?.map((document) => managedPolicyOf(document, desired.roleName, desired.path, scope));
  const isUnchanged = ({ arn, PolicyDocument }: ManagedPolicy): boolean =>
    current.managedPolicies.every((policy) => policy.arn !== arn || samePolicy(policy.document, PolicyDocument));
  return policies?.every(isUnchanged) === true ? policies : undefined;
}

function putInline({ roleName }: DesiredRole, statements: readonly AnyStatement[]): Step {
  return {
    call: 'PutRolePolicy',
    input: { RoleName: roleName, PolicyName: INLINE_POLICY_NAME, PolicyDocument: policyText(policyDocument(statements)) },
  };
}

function attach({ roleName }: DesiredRole, arn: string): Step {
  return { call: 'AttachRolePolicy', input: { RoleName: roleName, PolicyArn: arn } };
}

function detach({ roleName }: Pick<DesiredRole, 'roleName'>, arn: string): Step {
  return { call: 'DetachRolePolicy', input: { RoleName: roleName, PolicyArn: arn } };
}

function createPolicy({ PolicyName, PolicyDocument }: ManagedPolicy, { desired, ownerTags }: PlanInput): Step {
  const Tags: Tag[] = Object.entries(ownerTags).map(([Key, Value]) => ({ Key, Value }));
  return {
    call: 'CreatePolicy',
    input: { PolicyName, Path: managedPolicyPath(desired.path, desired.roleName), PolicyDocument: policyText(PolicyDocument), Tags },
  };
}

/** Detached, emptied of other versions, deleted. */
export function removeManagedPolicy(roleName: string, policy: CurrentManagedPolicy, current: CurrentRole): Step[] {
  return [
    ...(current.attachedPolicyArns.includes(policy.arn) ? [detach({ roleName }, policy.arn)] : []),
    ...planManagedPolicyRemoval(policy),
  ];
}

/** The calls that delete a policy which no role carries any more. */
export function planManagedPolicyRemoval({ arn, otherVersions }: CurrentManagedPolicy): Step[] {
  return [
    ...otherVersions.map((VersionId): Step => ({ call: 'DeletePolicyVersion', input: { PolicyArn: arn, VersionId } })),
    { call: 'DeletePolicy', input: { PolicyArn: arn } },
  ];
}
