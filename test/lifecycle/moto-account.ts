import {
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  ListInstanceProfilesCommand,
  NoSuchEntityException,
  GetPolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  type IAMClient,
  type ManagedPolicyDetail,
  type RoleDetail,
  type Tag as SdkTag,
} from '@aws-sdk/client-iam';
import { nameKey, type IamState, type InstanceProfile, type ManagedPolicy, type Role, type Tag } from '../../local/iam-state';

const UNKNOWN = new Date(0);

/**
 * Everything that somebody put into an account, read by the SDK, in the form of the local IAM's state. Where something is deleted between
 * two of the reads, they begin again.
 */
export async function pictureOf(client: IAMClient): Promise<IamState> {
  try {
    return await readAll(client);
  } catch (thrown) {
    if (thrown instanceof NoSuchEntityException) return pictureOf(client);
    throw thrown;
  }
}

async function readAll(client: IAMClient): Promise<IamState> {
  const details = await client.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Role', 'LocalManagedPolicy'] }));
  const profiles = (await client.send(new ListInstanceProfilesCommand({}))).InstanceProfiles ?? [];
  const roles = await Promise.all((details.RoleDetailList ?? []).map((detail) => roleOf(client, detail)));
  const policies = await Promise.all((details.Policies ?? []).map((detail) => policyOf(client, detail)));
  return {
    roles: new Map(roles.map((role) => [nameKey(role.RoleName), role])),
    policies: new Map(policies.map((policy) => [policy.Arn, policy])),
    instanceProfiles: new Map(
      profiles.map(({ InstanceProfileName = '', Path = '', Arn = '', InstanceProfileId = '', Roles = [] }): [string, InstanceProfile] => [
        nameKey(InstanceProfileName),
        { InstanceProfileName, Path, Arn, InstanceProfileId, Tags: [], CreateDate: UNKNOWN, roleName: Roles[0]?.RoleName },
      ]),
    ),
  };
}

/** The list of details lacks description and duration: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html */
async function roleOf(client: IAMClient, detail: RoleDetail): Promise<Role> {
  const { RoleName = '', Path = '', Arn = '', RoleId = '', RolePolicyList = [], AttachedManagedPolicies = [] } = detail;
  const { Role: role } = await client.send(new GetRoleCommand({ RoleName }));
  return {
    RoleName,
    Path,
    Arn,
    RoleId,
    CreateDate: UNKNOWN,
    arnShownAfter: 0,
    AssumeRolePolicyDocument: plain(role?.AssumeRolePolicyDocument),
    Description: role?.Description,
    MaxSessionDuration: role?.MaxSessionDuration ?? 3600,
    PermissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
    Tags: tagsOf(role?.Tags),
    inlinePolicies: new Map(RolePolicyList.map(({ PolicyName = '', PolicyDocument }) => [PolicyName, plain(PolicyDocument)])),
    attachedPolicyArns: AttachedManagedPolicies.map(({ PolicyArn = '' }) => PolicyArn),
  };
}

/** The list of details lacks the tags: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html */
async function policyOf(client: IAMClient, detail: ManagedPolicyDetail): Promise<ManagedPolicy> {
  const { Path = '', Arn = '', PolicyId = '', DefaultVersionId = '', PolicyVersionList = [] } = detail;
  const { Policy: policy } = await client.send(new GetPolicyCommand({ PolicyArn: Arn }));
  return {
    PolicyName: policy?.PolicyName ?? '',
    Path,
    Arn,
    PolicyId,
    owner: 'customer',
    Description: detail.Description,
    DefaultVersionId,
    lastVersion: PolicyVersionList.length,
    versions: PolicyVersionList.map(({ VersionId = '', Document }) => ({ VersionId, Document: plain(Document), CreateDate: UNKNOWN })),
    Tags: tagsOf(policy?.Tags),
    CreateDate: UNKNOWN,
    UpdateDate: UNKNOWN,
  };
}

/** A document as it was sent: IAM encodes those that it returns by RFC 3986. */
function plain(document = '{}'): string {
  return document.startsWith('%') ? decodeURIComponent(document) : document;
}

function tagsOf(tags: readonly SdkTag[] = []): readonly Tag[] {
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
}

/** Deletes what somebody put into an account. moto's own reset would load the policies of AWS again, which takes it a second. */
export async function emptyAccount(client: IAMClient): Promise<void> {
  const { roles, policies, instanceProfiles } = await pictureOf(client);
  for (const { InstanceProfileName, roleName: RoleName } of instanceProfiles.values()) {
    if (RoleName !== undefined) await client.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await client.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  }
  for (const { RoleName, inlinePolicies, attachedPolicyArns } of roles.values()) {
    for (const PolicyName of inlinePolicies.keys()) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    for (const PolicyArn of attachedPolicyArns) await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await client.send(new DeleteRoleCommand({ RoleName }));
  }
  for (const PolicyArn of policies.keys()) await client.send(new DeletePolicyCommand({ PolicyArn }));
}
