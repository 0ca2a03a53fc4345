import { canonicalize } from './canonical';
import { ownership, type CurrentRole } from './current';
import type { DesiredRole } from './desired';
import type { Issue } from './errors';
import { matchesPattern } from './parameter-types';
import { grantPolicyName, INLINE_POLICY_NAME, isProviderRole, OWNER_TAGS } from './names';
import type { PlanInput } from './plan';
import { removeManagedPolicy } from './plan-policies';
import { samePolicy, type TrustPolicy } from './policy';
import type { Scope } from './scope';
import type { Step } from './step';
import { TRUST_POLICY_QUOTA } from './trust';

/*
 * A role that existed before comes under management (`Adopt`). As long as it is only adopted, nothing that it had is changed or taken away,
 * so that releasing it leaves it as usable as it was: its path, boundary, description, session duration, tags, attachments and trust stay.
 * Added are the owner tags, the resource's own policies, and statements in the trust policy whose ids begin with OWN_SID.
 */

const ADOPTED = 'adopted:';
const OWNED = 'owned:';

/** The ids of the statements that an adoption adds to a trust policy begin so. */
const OWN_SID = 'SageMakerPersona';

/** IAM's limit of a tag's value. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
const TAG_VALUE_LENGTH = 256;

/** Whether the owner tags say that the role existed before this resource and is only adopted. */
export function isAdopted(tags: Readonly<Record<string, string>>): boolean {
  return tags[OWNER_TAGS.createdBy]?.startsWith(ADOPTED) === true;
}

/** The owner tags of a role that is adopted by the event whose owner tags these are. */
export function adoptedTags(ownerTags: Readonly<Record<string, string>>): Record<string, string> {
  return { ...ownerTags, [OWNER_TAGS.createdBy]: `${ADOPTED}${ownerTags[OWNER_TAGS.createdBy] ?? ''}`.slice(0, TAG_VALUE_LENGTH) };
}

/** The first step of an adoption: everything that follows is done to a role that says whose it is. */
export function markAdopted({ desired, current, scope, ownerTags }: PlanInput): Step[] {
  const tags = current?.tags ?? {};
  if (isAdopted(tags) && ownership(tags, scope).owner === 'this resource') return [];
  const Tags = Object.entries(adoptedTags(ownerTags)).map(([Key, Value]) => ({ Key, Value }));
  return [{ call: 'TagRole', input: { RoleName: desired.roleName, Tags } }];
}

/** The last step of the update that makes an adopted role the resource's own: until it is done, a Delete only releases. */
export function markOwned({ desired, current, ownerTags }: PlanInput): Step[] {
  if (current === undefined || !isAdopted(current.tags)) return [];
  const { [OWNER_TAGS.provider]: provider = '', [OWNER_TAGS.createdBy]: event = '' } = ownerTags;
  const Tags = [
    { Key: OWNER_TAGS.createdBy, Value: `${OWNED}${event}`.slice(0, TAG_VALUE_LENGTH) },
    { Key: OWNER_TAGS.provider, Value: provider },
  ];
  return [{ call: 'TagRole', input: { RoleName: desired.roleName, Tags } }];
}

/** Why a role that carries no owner tags cannot be adopted; a Create says so before anything is written. */
export function adoptionIssues(current: CurrentRole, scope: Scope): Issue[] {
  const names = Object.keys(current.inlinePolicies);
  const sids = statementsOfTrust(current.trustPolicy).flatMap(({ Sid }) =>
    typeof Sid === 'string' && Sid.startsWith(OWN_SID) ? [Sid] : [],
  );
  const message = (text: string): Issue => ({ path: 'Adopt', message: `role ${current.roleName} ${text}` });
  return [
    ...(names.includes(INLINE_POLICY_NAME)
      ? [message(`has an inline policy ${INLINE_POLICY_NAME} already, which would be overwritten; delete it or give it another name`)]
      : []),
    ...(names.includes(grantPolicyName(scope))
      ? [message('is one that this resource grants to; remove GrantTo in one update and adopt it in the next')]
      : []),
    ...sids.map((sid) => message(`has a trust statement "${sid}" already, which would be overwritten; give it another Sid`)),
  ];
}

/** Why a role is not among those that may be adopted; in words that follow its name. */
export function notAdoptable(arn: string, patterns: readonly string[]): string | undefined {
  if (arn.includes(':role/aws-service-role/')) return `is linked to a service (${arn}), which alone may change it`;
  if (isProviderRole(arn)) return `is the role of a provider (${arn}), which no template may change`;
  if (patterns.some((pattern) => matchesPattern(arn, pattern))) return undefined;
  const allowed = patterns.join(', ') || 'nothing';
  return `has the ARN ${arn}, which the provider's configuration does not permit to adopt (AdoptableRoleArns allows ${allowed})`;
}

/** The call that adds the wanted statements to a trust policy; none where they are there. */
export function trustSteps({ roleName, trustPolicy }: DesiredRole, current: unknown): Step[] {
  const wanted = trustWith(current, trustPolicy);
  if (samePolicy(current, wanted)) return [];
  return [{ call: 'UpdateAssumeRolePolicy', input: { RoleName: roleName, PolicyDocument: canonicalize(wanted) } }];
}

/** A trust policy with the wanted statements beside those that it has. */
export function trustWith(current: unknown, { Version, Statement }: TrustPolicy): object {
  const own = Statement.map((statement, index) => ({ ...statement, Sid: `${OWN_SID}${statement.Sid ?? String(index)}` }));
  return { Version, ...asRecord(current), Statement: [...foreignTrust(current), ...own] };
}

/** Characters by which the trust policy of an adoption exceeds IAM's default quota; 0 where it does not. */
export function trustExcess(desired: DesiredRole, current: unknown): number {
  return Math.max(0, canonicalize(trustWith(current, desired.trustPolicy)).length - TRUST_POLICY_QUOTA);
}

/**
 * The ordered calls that let an adopted role go: what the resource put on it is taken off, the rest stays. The owner tags come off last and
 * all at once, since they prove the ownership of the rest.
 */
export function planRelease(current: CurrentRole, scope: Scope): Step[] {
  const { roleName } = current;
  const own = current.managedPolicies.filter(({ tags }) => ownership(tags, scope).owner === 'this resource');
  const trust = foreignTrust(current.trustPolicy);
  const hasOwnTrust = trust.length > 0 && trust.length < statementsOfTrust(current.trustPolicy).length;
  const withoutOwn = canonicalize({ ...asRecord(current.trustPolicy), Statement: trust });
  return [
    ...(hasOwnTrust ? [{ call: 'UpdateAssumeRolePolicy', input: { RoleName: roleName, PolicyDocument: withoutOwn } } satisfies Step] : []),
    ...own.flatMap((policy) => removeManagedPolicy(roleName, policy, current)),
    ...(INLINE_POLICY_NAME in current.inlinePolicies
      ? [{ call: 'DeleteRolePolicy', input: { RoleName: roleName, PolicyName: INLINE_POLICY_NAME } } satisfies Step]
      : []),
    { call: 'UntagRole', input: { RoleName: roleName, TagKeys: Object.values(OWNER_TAGS) } },
  ];
}

/** Statements of a trust policy that no adoption added. */
function foreignTrust(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  return statementsOfTrust(document).filter(({ Sid }) => typeof Sid !== 'string' || !Sid.startsWith(OWN_SID));
}

function statementsOfTrust(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  const statements = asRecord(document)['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).filter(
    (statement): statement is Record<string, unknown> => typeof statement === 'object' && statement !== null,
  );
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
