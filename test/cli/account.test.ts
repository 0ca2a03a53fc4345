import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advised } from '../../cli/account-advice';
import { drift } from '../../cli/drift';
import { explainLive } from '../../cli/live-role';
import { plan } from '../../cli/plan';
import { callError } from '../../lambda/iam-session';
import { startCloudFormationServer } from '../../local/cloudformation-server';
import { startIamServer } from '../../local/iam-server';
import { startLocalAws, type LocalAws } from '../../local/local-aws';
import { ROOT } from '../docs/markdown';

const TEMPLATE = `Resources:
  Compute:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: !ImportValue sagemaker-persona-role-ServiceToken
      Persona: Compute@1
      S3Buckets: [ml-data]
      EcrRepositories: ['arn:aws:ecr:us-east-1:111122223333:repository/training']
  Role:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: !ImportValue sagemaker-persona-role-ServiceToken
      Activities: [ManageJobs@1, AccessS3Buckets@1]
      RolesToPass: [!GetAtt Compute.Arn]
      S3Buckets: [ml-data]
`;

describe('against an account, by the real SDK', () => {
  let aws: LocalAws;
  let folder = '';
  let roleName = '';
  const closing: { close(): Promise<void> }[] = [];
  const environment = { ...process.env };

  beforeAll(async () => {
    aws = await startLocalAws();
    const iamServer = await startIamServer(aws.iam);
    const cloudFormationServer = await startCloudFormationServer(aws.cloudFormation);
    closing.push(iamServer, cloudFormationServer, aws);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_IAM: iamServer.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormationServer.endpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'us-east-1',
    });
    folder = mkdtempSync(join(tmpdir(), 'persona-role-account-'));
    writeFileSync(join(folder, 'template.yaml'), TEMPLATE);
    const { resources } = await aws.cloudFormation.createStack({ name: 'ml-team', template: TEMPLATE });
    roleName = resources.find(({ logicalId }) => logicalId === 'Role')?.physicalId ?? '';
  });
  afterAll(async () => {
    process.env = environment;
    rmSync(folder, { recursive: true });
    for (const one of closing) await one.close();
  });
  beforeEach(() => {
    aws.iam.forgetCalls();
  });
  afterEach(() => {
    expect(aws.iam.writes).toEqual([]);
    expect(aws.iam.calls.length).toBeGreaterThan(0);
  });

  const planned = (text: string, options: Parameters<typeof plan>[1] = { stackName: 'ml-team' }): ReturnType<typeof plan> => {
    writeFileSync(join(folder, 'changed.yaml'), text);
    return plan(join(folder, 'changed.yaml'), options);
  };

  it('plan finds nothing to do where nothing differs', async () => {
    const { output, words, exitCode } = await planned(TEMPLATE);
    expect(exitCode).toBe(0);
    expect(output).toBe(output.replace(/ (differs|does not exist yet)/g, ''));
    expect(output.match(/is as the template says/g)).toHaveLength(2);
    expect(words).toBe('0 steps; nothing was written\n');
  });

  it('plan names the calls in their order, and what the role gains', async () => {
    const { output, words } = await planned(TEMPLATE.replace(/S3Buckets: \[ml-data\]\n$/, 'S3Buckets: [ml-data, ml-more]\n'));
    expect(output).toContain(`Role: role ${roleName} differs\n  1. PutRolePolicy SageMakerPersona\n  gained: `);
    expect(output).toContain('on arn:aws:s3:::ml-more/*');
    expect(words).toBe('1 step; nothing was written\n');
  });

  it('plan of a stack that is not there creates every role', async () => {
    const { output } = await planned(TEMPLATE, { stackName: 'other' });
    expect(output.match(/ {2}\d\. \w+/g)).toEqual(['  1. CreateRole', '  2. PutRolePolicy', '  1. CreateRole', '  2. PutRolePolicy']);
  });

  it('plan --json has the calls with their input', async () => {
    const { output } = await planned(TEMPLATE.replace('Persona: Compute@1', 'Persona: Compute@1\n      Description: jobs'), {
      stackName: 'ml-team',
      json: true,
    });
    expect(JSON.parse(output)).toMatchObject({ Compute: [{ call: 'UpdateRole', input: { Description: 'jobs' } }], Role: [] });
  });

  it('plan says that a new name replaces the role', async () => {
    const { output } = await planned(TEMPLATE.replace('Activities:', 'RoleName: scientists\n      Activities:'));
    expect(output).toContain(
      `Role: role scientists does not exist yet\n  replaces ${roleName}, which CloudFormation deletes afterwards\n  1. CreateRole scientists`,
    );
  });

  it('plan refuses what the provider would refuse: the role of another resource', async () => {
    const text = TEMPLATE.replace('Activities:', `RoleName: ${roleName}\n      Activities:`);
    await expect(planned(text, { stackName: 'other' })).rejects.toThrow(
      /Role: the role .* exists and is of Role of stack arn:.*: it is refused/,
    );
  });

  it('explain --live decides by the policies and the boundary of the role', async () => {
    const { output, exitCode } = await explainLive('s3:GetObject', 'arn:aws:s3:::ml-data/a', { live: roleName });
    expect({ output, exitCode }).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('by AccessS3Buckets@1, statement ManageObjects') as unknown,
    });
    expect(await explainLive('s3:GetObject', 'arn:aws:s3:::other/a', { live: roleName })).toMatchObject({ exitCode: 1 });
    await expect(explainLive('GetObject', '*', { live: 'nobody' })).rejects.toThrow('is not of the form service:Action');
    await expect(explainLive('s3:GetObject', '*', { live: 'nobody' })).rejects.toThrow('there is no role nobody in this account');
  });

  it('drift says that a role does not exist, and what makes it', async () => {
    const { output } = await drift(join(folder, 'template.yaml'), { stackName: 'other' });
    expect(output).toMatch(
      /^Compute\n {2}role \S+ does not exist\n {2}an update repairs it by CreateRole \S+, PutRolePolicy SageMakerPersona\n/,
    );
  });

  it('drift says what somebody changed by hand, and what repairs it', async () => {
    const file = join(folder, 'template.yaml');
    expect(await drift(file, { stackName: 'ml-team' })).toMatchObject({
      exitCode: 0,
      output: '',
      words: '0 of 2 roles differ; nothing was written\n',
    });
    const Statement = [{ Sid: 'All', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::payroll/*'] }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await aws.iam.call('PutRolePolicy', { RoleName: roleName, PolicyName: 'SageMakerPersona', PolicyDocument });
    await aws.iam.call('PutRolePolicy', { RoleName: roleName, PolicyName: 'mine', PolicyDocument });
    await aws.iam.call('UpdateRole', { RoleName: roleName, Description: 'by hand' });
    aws.iam.forgetCalls();
    const { output, exitCode } = await drift(file, { stackName: 'ml-team' });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^Role\n/);
    expect(output).toContain('  permissions: lacks Allow s3:PutObject on arn:aws:s3:::ml-data/*\n');
    expect(output).toContain('  permissions: has Allow s3:GetObject on arn:aws:s3:::payroll/* in addition\n');
    expect(output).toContain('  description: is by hand, not empty\n');
    expect(output).toContain('  foreign policies: has mine in addition\n');
    expect(output).toMatch(/ {2}an update repairs it by .*PutRolePolicy SageMakerPersona.*\n$/);
    const { output: json } = await drift(file, { stackName: 'ml-team', json: true });
    expect(JSON.parse(json)).toMatchObject({
      Compute: { drift: [], repair: [] },
      Role: { drift: expect.arrayContaining([{ of: 'foreign policies', message: 'has mine in addition' }]) as unknown },
    });
  });
});

describe('where it is the credentials that keep an account from being read', () => {
  const refusedBy = (error: Error): Promise<never> =>
    advised(() => Promise.reject(callError({ operation: 'GetRole', subject: 'Role' }, error)));
  const answer = (name: string, message: string): Error => Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });

  it.each([
    {
      code: 'ExpiredToken',
      message: 'The security token is expired',
      says: /have expired \(The security token is expired\): sign in again/,
    },
    {
      code: 'InvalidClientTokenId',
      message: 'The token is invalid',
      says: /does not take the credentials .* AWS_SESSION_TOKEN, are of one set/,
    },
    {
      code: 'AccessDenied',
      message: 'User: u is not authorized to perform: iam:GetRole',
      says: /^AccessDenied: the credentials of the shell may not read this \(User: u is not authorized to perform: iam:GetRole\): take some that have iam:Get\*, /,
    },
  ])('the message says what to do: $code', async ({ code, message, says }) => {
    await expect(refusedBy(answer(code, message))).rejects.toThrow(says);
  });

  it('every other failure keeps its words', async () => {
    await expect(refusedBy(answer('NoSuchEntity', 'no such role'))).rejects.toThrow('NotFound: GetRole Role: NoSuchEntity: no such role');
  });

  it.each([
    ['plan', 'examples/raw/compute.yaml', '-p', 'DataBucket=ml-data'],
    ['drift', 'examples/raw/compute.yaml', '-p', 'DataBucket=ml-data', '--stack-name', 'ml-team'],
    ['explain', 's3:GetObject', '*', '--live', 'compute'],
  ])('%s without any credentials ends with 1 and one line that says what is needed', (...command) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist', 'cli', 'persona-role.js'), ...command], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { HOME: ROOT, AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^this command reads an AWS account, and the shell has no credentials .* AWS_PROFILE, .* iam:Get\*, [^\n]*\n$/,
      ) as unknown,
    });
  });
});
