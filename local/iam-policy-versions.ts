import { IamError, limitExceeded, noSuchEntity } from './iam-error';
import * as limit from './iam-limits';
import { change, encodedDocument, read, write, type Operations, type Output } from './iam-operation';
import { PAGING, shownPage } from './iam-pages';
import { flag, optional, required } from './iam-parameters';
import { checkDocument, ownPolicyOf, policyOf } from './iam-policies';
import { withPolicy, type ManagedPolicy, type PolicyVersion } from './iam-state';

const POLICY = { PolicyArn: required(limit.policyArn) };
const VERSION = { ...POLICY, VersionId: required(limit.versionId) };

/** Operations on the versions of a managed policy. */
export const policyVersionOperations: Operations = {
  CreatePolicyVersion: write(
    { ...POLICY, PolicyDocument: required(limit.policyDocument), SetAsDefault: optional(flag) },
    ({ PolicyArn, PolicyDocument, SetAsDefault = false }, context) => {
      const policy = ownPolicyOf(context, PolicyArn);
      checkDocument(PolicyDocument, context);
      const { versionsPerPolicy } = context.account.quotas;
      if (policy.versions.length >= versionsPerPolicy) {
        throw limitExceeded(
          `A managed policy can have up to ${String(versionsPerPolicy)} versions. Before you create a new version, you must delete an existing version.`,
        );
      }
      const lastVersion = policy.lastVersion + 1;
      const version = { VersionId: `v${String(lastVersion)}`, Document: PolicyDocument, CreateDate: context.now };
      const changed: ManagedPolicy = {
        ...policy,
        lastVersion,
        versions: [...policy.versions, version],
        DefaultVersionId: SetAsDefault ? version.VersionId : policy.DefaultVersionId,
        UpdateDate: context.now,
      };
      return { state: withPolicy(context.state, changed), output: { PolicyVersion: listedVersion(version, changed) } };
    },
  ),

  GetPolicyVersion: read(VERSION, ({ PolicyArn, VersionId }, context) => {
    const policy = policyOf(context, PolicyArn);
    const version = versionOf(policy, VersionId);
    return { PolicyVersion: { ...listedVersion(version, policy), Document: encodedDocument(version.Document) } };
  }),

  ListPolicyVersions: read({ ...POLICY, ...PAGING }, ({ PolicyArn, ...paging }, context) => {
    const policy = policyOf(context, PolicyArn);
    const order = ({ VersionId }: PolicyVersion): string => VersionId.slice(1).padStart(9, '0');
    return shownPage('Versions', policy.versions, order, (version) => listedVersion(version, policy), paging, context);
  }),

  SetDefaultPolicyVersion: change(VERSION, ({ PolicyArn, VersionId }, context) => {
    const policy = ownPolicyOf(context, PolicyArn);
    versionOf(policy, VersionId);
    return withPolicy(context.state, { ...policy, DefaultVersionId: VersionId, UpdateDate: context.now });
  }),

  DeletePolicyVersion: change(VERSION, ({ PolicyArn, VersionId }, context) => {
    const policy = ownPolicyOf(context, PolicyArn);
    versionOf(policy, VersionId);
    if (VersionId === policy.DefaultVersionId) throw new IamError('DeleteConflict', 'Cannot delete the default version of a policy.');
    return withPolicy(context.state, { ...policy, versions: policy.versions.filter((version) => version.VersionId !== VersionId) });
  }),
};

function versionOf(policy: ManagedPolicy, versionId: string): PolicyVersion {
  const version = policy.versions.find(({ VersionId }) => VersionId === versionId);
  if (version === undefined) throw noSuchEntity(`Policy ${policy.Arn} version ${versionId} does not exist or is not attachable.`);
  return version;
}

/** Lists show no document: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
function listedVersion({ VersionId, CreateDate }: PolicyVersion, { DefaultVersionId }: ManagedPolicy): Output {
  return { VersionId, IsDefaultVersion: VersionId === DefaultVersionId, CreateDate };
}
