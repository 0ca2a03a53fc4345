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

/** As much of IAM as one resource needs; no lag, no quotas, one page for each list. */
export interface PlainIam {
  readonly client: IAMClient;
  readonly roles: Map<string, StoredRole>;
  /** By ARN. */
  readonly policies: Map<string, StoredPolicy>;
  /** Every call so far in order, `GetRole`. */
  readonly calls: () => string[];
  /** Those that are to change something. */
  readonly writes: () => string[];
  /** Forgets the calls. */
  readonly clear: () => void;
}

/** The same behind the SDK's mock, so that a test can have calls go wrong. */
export interface MockedIam extends PlainIam {
  readonly mock: IamMock;
}

/** Only these begin with what a reading call begins with. */
const READS = /^(Get|List)/;

export function mockedIam(): MockedIam {
  const client = newClient();
  const mock = mockClient(client);
  const held = answerAll((command, answer) => {
    mock.on(command as Parameters<IamMock['on']>[0]).callsFake(answer as (input: unknown) => object);
  });
  const calls = (): string[] => mock.calls().map((call) => nameOf(call.args[0]));
  return { client, mock, ...held, ...counted(calls), clear: () => mock.resetHistory() };
}

/** Without the mock, which takes longer to find an answer than the function takes to serve an event. */
export function plainIam(): PlainIam {
  const answers = new Map<unknown, (input: never) => object>();
  const held = answerAll((command, answer) => {
    answers.set(command, answer);
  });
  let made: string[] = [];
  const send = (command: { readonly input: never }): Promise<object> => {
    made.push(nameOf(command));
    return Promise.resolve().then(() => {
      const answer = answers.get(command.constructor);
      if (answer === undefined) throw new Error(`nobody answers ${nameOf(command)}`);
      return answer(command.input);
    });
  };
  const clear = (): void => {
    made = [];
  };
  return { client: Object.assign(newClient(), { send }), ...held, ...counted(() => [...made]), clear };
}

function newClient(): IAMClient {
  return new IAMClient({ region: 'us-east-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' } });
}

function nameOf(command: object): string {
  return command.constructor.name.replace(/Command$/, '');
}

function counted(calls: () => string[]): Pick<PlainIam, 'calls' | 'writes'> {
  return { calls, writes: () => calls().filter((call) => !READS.test(call)) };
}

type Command = new (input: never) => object;

/** Sets what a command is answered. */
type On = (command: Command, answer: (input: never) => object) => void;

function answerAll(on: On): Pick<PlainIam, 'roles' | 'policies'> {
  const roles = new Map<string, StoredRole>();
  const policies = new Map<string, StoredPolicy>();
  answerForRoles(on, roles);
  answerForPolicies(on, policies);
  return { roles, policies };
}

function answerForRoles(on: On, roles: Map<string, StoredRole>): void {
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
  on(GetRoleCommand, ({ RoleName }: { RoleName: string }) => roleOutput(find(RoleName)));
  on(CreateRoleCommand, ({ Tags, ...settings }: CreateRoleCommandInput) => {
    const RoleName = settings.RoleName ?? '';
    if (roles.has(RoleName)) throw iamError('EntityAlreadyExists', `Role with name ${RoleName} already exists.`, 409);
    roles.set(RoleName, { settings: { ...settings, RoleName }, tags: mapOf(Tags), inline: new Map(), attached: new Set() });
    return {};
  });
  on(DeleteRoleCommand, ({ RoleName }: { RoleName: string }) => {
    const { inline, attached } = find(RoleName);
    if (inline.size + attached.size > 0) throw iamError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
    roles.delete(RoleName);
    return {};
  });
  on(UpdateRoleCommand, ({ RoleName, ...change }: CreateRoleCommandInput) => set(RoleName, change));
  on(UpdateAssumeRolePolicyCommand, ({ RoleName, PolicyDocument }: Inline) => set(RoleName, { AssumeRolePolicyDocument: PolicyDocument }));
  on(PutRolePermissionsBoundaryCommand, ({ RoleName, PermissionsBoundary }: CreateRoleCommandInput) =>
    set(RoleName, { PermissionsBoundary }),
  );
  on(TagRoleCommand, ({ RoleName, Tags }: CreateRoleCommandInput) => {
    for (const [key, value] of mapOf(Tags)) find(RoleName).tags.set(key, value);
    return {};
  });
  on(UntagRoleCommand, ({ RoleName, TagKeys }: { RoleName: string; TagKeys: string[] }) => {
    for (const key of TagKeys) find(RoleName).tags.delete(key);
    return {};
  });
  on(PutRolePolicyCommand, ({ RoleName, PolicyName, PolicyDocument }: Inline) => {
    find(RoleName).inline.set(PolicyName, PolicyDocument);
    return {};
  });
  on(DeleteRolePolicyCommand, ({ RoleName, PolicyName }: Inline) => {
    if (!find(RoleName).inline.delete(PolicyName)) throw iamError('NoSuchEntity', 'words of IAM', 404);
    return {};
  });
  on(GetRolePolicyCommand, ({ RoleName, PolicyName }: Inline) => {
    const document = find(RoleName).inline.get(PolicyName);
    if (document === undefined) throw iamError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404);
    return { PolicyDocument: encodeURIComponent(document) };
  });
  on(ListRolePoliciesCommand, ({ RoleName }: Inline) => ({ PolicyNames: [...find(RoleName).inline.keys()] }));
  on(AttachRolePolicyCommand, ({ RoleName, PolicyArn }: Attachment) => {
    find(RoleName).attached.add(PolicyArn);
    return {};
  });
  on(DetachRolePolicyCommand, ({ RoleName, PolicyArn }: Attachment) => {
    if (!find(RoleName).attached.delete(PolicyArn)) throw iamError('NoSuchEntity', 'words of IAM', 404);
    return {};
  });
  on(ListAttachedRolePoliciesCommand, ({ RoleName }: Attachment) => ({
    AttachedPolicies: [...find(RoleName).attached].map((PolicyArn) => ({ PolicyArn })),
  }));
  on(ListInstanceProfilesForRoleCommand, () => ({ InstanceProfiles: [] }));
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

function answerForPolicies(on: On, policies: Map<string, StoredPolicy>): void {
  const find = (arn: string): StoredPolicy => {
    const policy = policies.get(arn);
    if (policy === undefined) throw iamError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
    return policy;
  };
  on(CreatePolicyCommand, ({ PolicyName, Path, PolicyDocument, Tags }: NewPolicy) => {
    const arn = `arn:aws:iam::${ACCOUNT_ID}:policy${Path}${PolicyName}`;
    if (policies.has(arn)) throw iamError('EntityAlreadyExists', `A policy called ${PolicyName} already exists.`, 409);
    policies.set(arn, { path: Path, document: PolicyDocument, tags: Tags });
    return {};
  });
  on(DeletePolicyCommand, ({ PolicyArn }: Attachment) => {
    find(PolicyArn);
    policies.delete(PolicyArn);
    return {};
  });
  on(ListPoliciesCommand, ({ PathPrefix }: { PathPrefix: string }) => ({
    Policies: [...policies].filter(([, { path }]) => path.startsWith(PathPrefix)).map(([Arn]) => ({ Arn })),
  }));
  on(GetPolicyCommand, ({ PolicyArn }: Attachment) => ({ Policy: { DefaultVersionId: 'v1', Tags: find(PolicyArn).tags } }));
  on(GetPolicyVersionCommand, ({ PolicyArn }: Attachment) => ({
    PolicyVersion: { Document: encodeURIComponent(find(PolicyArn).document) },
  }));
  on(ListPolicyVersionsCommand, () => ({ Versions: [{ VersionId: 'v1' }] }));
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
