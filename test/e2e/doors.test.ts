import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetRoleCommand, GetRolePolicyCommand, ListRoleTagsCommand, type IAMClient } from '@aws-sdk/client-iam';
import { App, Stack } from 'aws-cdk-lib';
import { PersonaRoleProvider } from '../../infra/index';
import { functionFolder } from '../../infra/provider-template';
import { startMiniStack, type MiniStack } from '../../local/ministack';
import { iamClient, providerRequest, stacks, type Outputs, type Stacks } from '../../local/ministack-stacks';
import { CORPUS, cdkTemplate, rawTemplate, samTemplate } from '../doors/corpus';
import { describeWithPython } from '../python';

const SECONDS = 1000;
const BUCKET = 'code';
const ROOT = join(__dirname, '..', '..');

type Resources = Record<string, { readonly Properties: Record<string, unknown> }>;

/** The templates of the provider, each with the function's code in the bucket as its tools would put it there. */
const PROVIDERS: Readonly<Record<string, (host: string) => Promise<{ template: string; parameters: Readonly<Record<string, string>> }>>> = {
  raw: () => Promise.resolve({ template: readFileSync(join(ROOT, 'dist/provider.template.json'), 'utf8'), parameters: {} }),
  SAM: () => {
    const text = readFileSync(join(ROOT, 'dist/provider-sam.template.json'), 'utf8');
    return Promise.resolve({ template: text.replace('"CodeUri": "function"', `"CodeUri": "s3://${BUCKET}/function.zip"`), parameters: {} });
  },
  CDK: (host) => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'persona-role-cdk-')) });
    const stack = new Stack(app, 'Provider', { analyticsReporting: false });
    new PersonaRoleProvider(stack, 'Provider', { functionName: 'sagemaker-persona-role', allowedResponseHosts: [host] });
    const { Resources, Outputs } = app.synth().getStackByName('Provider').template as { Resources: Resources; Outputs: object };
    const code = Resources['PersonaRoleProviderFunction'];
    if (code !== undefined) code.Properties['Code'] = { S3Bucket: BUCKET, S3Key: 'function.zip' };
    const text = JSON.stringify({ Resources, Outputs });
    rmSync(app.outdir, { recursive: true });
    return Promise.resolve({ template: text, parameters: {} });
  },
};

const ROLES: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>, miniStack: MiniStack) => string>> = {
  raw: rawTemplate,
  SAM: samTemplate,
  CDK: (properties, { accountId, region }) => cdkTemplate(properties, accountId, region),
};

describeWithPython('raw templates, SAM and the CDK on MiniStack', (python) => {
  let miniStack: MiniStack;
  let cloudFormation: Stacks;
  let iam: IAMClient;

  /** What IAM holds of the role, but for what tells which stack made it and when. */
  const state = async (): Promise<unknown> => {
    const RoleName = 'same-name';
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'SageMakerPersona' }));
    const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    return {
      path: Role?.Path,
      arn: Role?.Arn,
      description: Role?.Description,
      maxSessionDuration: Role?.MaxSessionDuration,
      boundary: Role?.PermissionsBoundary,
      trust: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''),
      permissions: decodeURIComponent(PolicyDocument),
      tags: Tags.filter(({ Key = '' }) => !['stack-id', 'logical-id', 'created-by'].includes(Key.replace('sagemaker-persona:', ''))),
    };
  };

  beforeAll(async () => {
    miniStack = await startMiniStack(python);
    cloudFormation = stacks(miniStack);
    iam = iamClient(miniStack);
    const folder = mkdtempSync(join(tmpdir(), 'persona-role-zip-'));
    execFileSync(python, [
      '-c',
      'import shutil, sys; shutil.make_archive(*sys.argv[1:])',
      join(folder, 'function'),
      'zip',
      functionFolder(),
    ]);
    await fetch(`${miniStack.endpoint}/${BUCKET}`, { method: 'PUT' });
    await fetch(`${miniStack.endpoint}/${BUCKET}/function.zip`, { method: 'PUT', body: readFileSync(join(folder, 'function.zip')) });
    rmSync(folder, { recursive: true });
  }, 60 * SECONDS);
  afterAll(async () => {
    await miniStack.stop();
  });

  const states = new Map<string, unknown>();

  describe.each(Object.keys(PROVIDERS))('%s', (door) => {
    let provider: Outputs;
    beforeAll(async () => {
      const { parameters = {} } = await providerRequest(miniStack);
      const made = await PROVIDERS[door]?.(new URL(miniStack.endpoint).host);
      if (made === undefined) throw new Error(`there is no provider for ${door}`);
      const settings = door === 'CDK' ? {} : parameters;
      provider = await cloudFormation.create({ stackName: 'provider', template: made.template, parameters: settings });
    }, 120 * SECONDS);
    afterAll(async () => {
      await cloudFormation.remove('provider');
    }, 60 * SECONDS);

    it('deploys the provider', () => {
      expect(Object.values(provider)).toContain(
        `arn:aws:lambda:${miniStack.region}:${miniStack.accountId}:function:sagemaker-persona-role`,
      );
    });

    it.each(CORPUS)(
      'makes the same role as the other doors: $name',
      async ({ name, properties }) => {
        const template = ROLES[door]?.(properties, miniStack) ?? '';
        const outputs = await cloudFormation.create({ stackName: 'role', template });
        const found = { ...outputs, state: await state() };
        const first = states.get(name) ?? found;
        states.set(name, first);
        expect(found).toEqual(first);
        await cloudFormation.remove('role');
      },
      60 * SECONDS,
    );
  });
});
