import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type CreateRoleCommandInput,
  type GetRoleCommandOutput,
  type Tag,
} from '@aws-sdk/client-iam';
import { mockClient, type AwsStub } from 'aws-sdk-client-mock';
import type { ServiceInputTypes, ServiceOutputTypes, IAMClientResolvedConfig } from '@aws-sdk/client-iam';
import { ACCOUNT_ID } from './events';
import { iamError, noSuchRole } from './iam-error';

export type IamMock = AwsStub<ServiceInputTypes, ServiceOutputTypes, IAMClientResolvedConfig>;

export interface StoredRole {
  readonly settings: Omit<CreateRoleCommandInput, 'Tags'>;
  readonly tags: Map<string, string>;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
}

interface StoredPolicy {
  readonly path: string;
  readonly document: string;
  readonly tags: readonly Tag[];
}

/** As much of IAM behind the SDK's mock as one resource needs; no lag, no quotas, one page for each list. */
export interface MockedIam {
  readonly client: IAMClient;
  readonly mock: IamMock;
  readonly roles: Map<string, StoredRole>;
  /** By ARN. */
  readonly policies: Map<string, StoredPolicy>;
  /** Every call so far in order, `GetRole`. */
  readonly calls: () => string[];
  /** Those that are to change something. */
  readonly writes: () => string[];
  readonly clear: () => void;
}

/** Only these begin with what a reading call begins with. */
const READS = /^(Get|List)/;

export function mockedIam(): MockedIam {
  const client = new IAMClient({ region: 'us-east-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' } });
  const mock = mockClient(client);
  const roles = new Map<string, StoredRole>();
  const policies = new Map<string, StoredPolicy>();
  mockRoles(mock, roles);
  mockPolicies(mock, policies);
  const calls = (): string[] => mock.calls().map((call) => call.args[0].constructor.name.replace(/Command$/, ''));
  return {
    client,
    mock,
    roles,
    policies,
    calls,
    writes: () => calls().filter((call) => !READS.test(call)),
    clear: () => {
      mock.resetHistory();
    },
  };
}

function mockRoles(mock: IamMock, roles: Map<string, StoredRole>): void {
  const find = (name: string | undefined): StoredRole => {
    const role = roles.get(name ?? '');
    if (role === undefined) throw noSuchRole(name ?? '');
    return role;
  };
  const set = (name: string | undefined, change: Partial<CreateRoleCommandInput>): object => {
    const role = find(name);
    roles.set(name ?? '', { ...role, settings: { ...role.settings, ...change } });
    return {};
  };
  mock.on(GetRoleCommand).callsFake(({ RoleName }: { RoleName: string }) => roleOutput(find(RoleName)));
  mock.on(CreateRoleCommand).callsFake(({ Tags, ...settings }: CreateRoleCommandInput) => {
    const RoleName = settings.RoleName ?? '';
    if (roles.has(RoleName)) throw iamError('EntityAlreadyExists', `Role with name ${RoleName} already exists.`, 409);
    roles.set(RoleName, { settings: { ...settings, RoleName }, tags: mapOf(Tags), inline: new Map(), attached: new Set() });
    return {};
  });
  mock.on(DeleteRoleCommand).callsFake(({ RoleName }: { RoleName: string }) => {
    const { inline, attached } = find(RoleName);
    if (inline.size + attached.size > 0) throw iamError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
    roles.delete(RoleName);
    return {};
  });
  mock.on(UpdateRoleCommand).callsFake(({ RoleName, ...change }: CreateRoleCommandInput) => set(RoleName, change));
  mock
    .on(UpdateAssumeRolePolicyCommand)
    .callsFake(({ RoleName, PolicyDocument }: Inline) => set(RoleName, { AssumeRolePolicyDocument: PolicyDocument }));
  mock
    .on(PutRolePermissionsBoundaryCommand)
    .callsFake(({ RoleName, PermissionsBoundary }: CreateRoleCommandInput) => set(RoleName, { PermissionsBoundary }));
  mock.on(TagRoleCommand).callsFake(({ RoleName, Tags }: CreateRoleCommandInput) => {
    for (const [key, value] of mapOf(Tags)) find(RoleName).tags.set(key, value);
    return {};
  });
  mock.on(UntagRoleCommand).callsFake(({ RoleName, TagKeys }: { RoleName: string; TagKeys: string[] }) => {
    for (const key of TagKeys) find(RoleName).tags.delete(key);
    return {};
  });
  mock.on(PutRolePolicyCommand).callsFake(({ RoleName, PolicyName, PolicyDocument }: Inline) => {
    find(RoleName).inline.set(PolicyName, PolicyDocument);
    return {};
  });
  mock.on(DeleteRolePolicyCommand).callsFake(({ RoleName, PolicyName }: Inline) => {
    if (!find(RoleName).inline.delete(PolicyName)) throw iamError('NoSuchEntity', 'words of IAM', 404);
    return {};
  });
  mock.on(GetRolePolicyCommand).callsFake(({ RoleName, PolicyName }: Inline) => {
    const document = find(RoleName).inline.get(PolicyName);
    if (document === undefined) throw iamError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404);
    return { PolicyDocument: encodeURIComponent(document) };
  });
  mock.on(ListRolePoliciesCommand).callsFake(({ RoleName }: Inline) => ({ PolicyNames: [...find(RoleName).inline.keys()] }));
  mock.on(AttachRolePolicyCommand).callsFake(({ RoleName, PolicyArn }: Attachment) => {
    find(RoleName).attached.add(PolicyArn);
    return {};
  });
  mock.on(DetachRolePolicyCommand).callsFake(({ RoleName, PolicyArn }: Attachment) => {
    if (!find(RoleName).attached.delete(PolicyArn)) throw iamError('NoSuchEntity', 'words of IAM', 404);
    return {};
  });
  mock
    .on(ListAttachedRolePoliciesCommand)
    .callsFake(({ RoleName }: Attachment) => ({ AttachedPolicies: [...find(RoleName).attached].map((PolicyArn) => ({ PolicyArn })) }));
  mock.on(ListInstanceProfilesForRoleCommand).resolves({ InstanceProfiles: [] });
}

interface Inline {
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

interface Attachment {
  readonly RoleName: string;
  readonly PolicyArn: string;
}

interface NewPolicy {
  readonly PolicyName: string;
  readonly Path: string;
  readonly PolicyDocument: string;
  readonly Tags: readonly Tag[];
}

function mockPolicies(mock: IamMock, policies: Map<string, StoredPolicy>): void {
  const find = (arn: string): StoredPolicy => {
    const policy = policies.get(arn);
    if (policy === undefined) throw iamError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
    return policy;
  };
  mock.on(CreatePolicyCommand).callsFake(({ PolicyName, Path, PolicyDocument, Tags }: NewPolicy) => {
    const arn = `arn:aws:iam::${ACCOUNT_ID}:policy${Path}${PolicyName}`;
    if (policies.has(arn)) throw iamError('EntityAlreadyExists', `A policy called ${PolicyName} already exists.`, 409);
    policies.set(arn, { path: Path, document: PolicyDocument, tags: Tags });
    return {};
  });
  mock.on(DeletePolicyCommand).callsFake(({ PolicyArn }: Attachment) => {
    find(PolicyArn);
    policies.delete(PolicyArn);
    return {};
  });
  mock.on(ListPoliciesCommand).callsFake(({ PathPrefix }: { PathPrefix: string }) => ({
    Policies: [...policies].filter(([, { path }]) => path.startsWith(PathPrefix)).map(([Arn]) => ({ Arn })),
  }));
  mock.on(GetPolicyCommand).callsFake(({ PolicyArn }: Attachment) => ({ Policy: { DefaultVersionId: 'v1', Tags: find(PolicyArn).tags } }));
  mock
    .on(GetPolicyVersionCommand)
    .callsFake(({ PolicyArn }: Attachment) => ({ PolicyVersion: { Document: encodeURIComponent(find(PolicyArn).document) } }));
  mock.on(ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v1' }] });
}

/** What GetRole answers. */
export function roleOutput({ settings, tags }: StoredRole): Partial<GetRoleCommandOutput> {
  const { RoleName = '', Path = '/', Description, MaxSessionDuration, PermissionsBoundary, AssumeRolePolicyDocument = '' } = settings;
  return {
    Role: {
      RoleName,
      Path,
      Arn: `arn:aws:iam::${ACCOUNT_ID}:role${Path}${RoleName}`,
      RoleId: 'AROAEXAMPLE',
      CreateDate: undefined,
      Description,
      MaxSessionDuration,
      AssumeRolePolicyDocument: encodeURIComponent(AssumeRolePolicyDocument),
      PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary },
      Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    },
  };
}

function mapOf(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
