import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diff } from '../../cli/diff';
import { explainOffline } from '../../cli/explain';
import { renderCommand } from '../../cli/render';
import { WrongUsage } from '../../cli/wrong-usage';

const ROLE = (id: string, buckets: string): string => `  ${id}:
    Type: Custom::SageMakerPersonaRole
    Properties: { ServiceToken: arn, Activities: [AccessS3Buckets@1], S3Buckets: [${buckets}] }
`;
const OLD = `Resources:\n${ROLE('Kept', 'ml-data')}${ROLE('Gone', 'ml-data')}`;
const NEW = `Resources:\n  Data: { Type: AWS::S3::Bucket }\n${ROLE('Kept', 'ml-data, !Ref Data')}${ROLE('New', 'ml-data')}`;

describe('in a git repository with an old and a new template', () => {
  let folder = '';
  const before = process.cwd();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'persona-role-diff-'));
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder, stdio: 'ignore' });
    };
    git('init', '-q');
    writeFileSync(join(folder, 'template.yaml'), OLD);
    git('add', '.');
    git('commit', '-qm', 'old');
    writeFileSync(join(folder, 'template.yaml'), NEW);
    writeFileSync(join(folder, 'role.yaml'), 'Activities: [AccessS3Buckets@1]\nS3Buckets: [ml-data]\n');
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it('diff compares with a revision, role by role, and says what stands for a value that is not known', () => {
    const { output, words, exitCode } = diff('HEAD:template.yaml', 'template.yaml', {});
    expect(output.match(/^\w.*$/gm)).toEqual(['Kept', 'Gone', 'New']);
    expect(output).toMatch(/^Kept\n {2}gained: .*\n {4}AccessS3Buckets@1, ManageObjects\n(.*\n)*? {8}on arn:aws:s3:::ml-data-bucket\/\*/);
    expect(output).toMatch(/Gone\n {2}lost: /);
    expect(words).toContain('template.yaml:5:');
    expect(words).toMatch(/somebody may do more than before\n$/);
    expect(exitCode).toBe(0);
  });

  it('diff says which versions there are', () => {
    expect(() => diff('ManageJobs@1', 'ManageJobs@2', {})).toThrow('InvalidRequest: ManageJobs has no version "2"; there is ManageJobs@1');
  });

  it('diff --fail-on-gain exits with 1 for a gain, and with 0 for a loss alone', () => {
    expect(diff('HEAD:template.yaml', 'template.yaml', { failOnGain: true }).exitCode).toBe(1);
    expect(diff('HEAD:template.yaml', 'HEAD:template.yaml', { failOnGain: true })).toMatchObject({
      exitCode: 0,
      words: 'nothing differs\n',
    });
    expect(diff('RunStudioApps@1', 'RunStudioApps@2', { failOnGain: true }).exitCode).toBe(0);
    expect(diff('RunStudioApps@2', 'RunStudioApps@1', { failOnGain: true }).exitCode).toBe(1);
  });

  it('diff --json has every change with action, resource and conditions', () => {
    const changes = JSON.parse(diff('RunStudioApps@1', 'RunStudioApps@2', { json: true }).output) as Record<string, unknown>;
    expect(changes).toMatchObject({
      '': {
        permissions: [
          {
            kind: 'lost',
            action: 'iam:PassRole',
            before: [{ StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } }],
            after: [],
          },
        ],
      },
    });
  });

  it.each(['none.yaml', 'NOREV:template.yaml', '--output=x:template.yaml', 'ManageJob@1'])(
    'diff refuses %s, which is nothing',
    (argument) => {
      expect(() => diff(argument, 'template.yaml', {})).toThrow(WrongUsage);
    },
  );

  it('render takes a role of a template, and names the roles where it has several', () => {
    expect(JSON.parse(renderCommand('template.yaml', { resource: 'New' }).output)).toMatchObject({
      RoleName: expect.stringMatching(/^stack-New-/) as unknown,
    });
    expect(() => renderCommand('template.yaml', {})).toThrow('--resource: is needed: template.yaml has Kept, New');
    expect(() => renderCommand('template.yaml', { resource: 'Nwe' })).toThrow('did you mean "New"?');
  });

  it('render as a template has a plain role with the same policies', () => {
    const json = JSON.parse(renderCommand('role.yaml', {}).output) as { Policies: unknown };
    const plain = renderCommand('role.yaml', { format: 'cfn' }).output;
    expect(plain).toContain('Type: AWS::IAM::Role\n');
    writeFileSync(join(folder, 'plain.yaml'), renderCommand('role.yaml', { format: 'yaml' }).output);
    expect(plain).toContain('Version: "2012-10-17"');
    expect(JSON.stringify(json.Policies)).toContain('AccessS3BucketsV1ManageObjects');
  });

  it('explain says by which statement, and exits with 0 for allowed and 1 for not', () => {
    const allowed = explainOffline('s3:GetObject', 'arn:aws:s3:::ml-data/a', { of: 'role.yaml' });
    expect(allowed).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('by AccessS3Buckets@1, statement ManageObjects') as unknown,
    });
    const refused = explainOffline('s3:GetObject', 'arn:aws:s3:::other/a', { of: 'template.yaml', resource: 'New' });
    expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining('is not allowed') as unknown });
  });

  it('explain takes conditions of the request, many values of a key too', () => {
    writeFileSync(
      join(folder, 'jobs.yaml'),
      'Activities: [ManageJobs@1]\nRolesToPass: [arn:aws:iam::111122223333:role/sagemaker-persona/c]\nVpc: { Subnets: [subnet-0123456789abcdef0], SecurityGroups: [sg-0123456789abcdef0] }\n',
    );
    const decide = (context: readonly string[]): number =>
      explainOffline('sagemaker:CreateTrainingJob', 'arn:aws:sagemaker:us-east-1:111122223333:training-job/j', {
        of: 'jobs.yaml',
        context,
      }).exitCode;
    const group = 'sagemaker:VpcSecurityGroupIds=sg-0123456789abcdef0';
    expect(decide([group, 'sagemaker:VpcSubnets=subnet-0123456789abcdef0'])).toBe(0);
    expect(decide([group, 'sagemaker:VpcSubnets=subnet-0123456789abcdef0', 'sagemaker:VpcSubnets=subnet-1'])).toBe(1);
    for (const wrong of ['x', 'x=y', ':x=y', 'aws:SourceVpc'])
      expect(() => decide([wrong])).toThrow(`--context: "${wrong}" is not of the form service:Key=value, such as aws:SourceVpc=`);
  });

  it('explain says which key of the request no statement asks for, and what was meant perhaps', () => {
    writeFileSync(join(folder, 'prefix.yaml'), 'Activities: [ManageExperiments@1]\nResourceTags: { team: blue }\n');
    const words = (context: readonly string[]): string =>
      explainOffline('sagemaker:CreateExperiment', '*', { of: 'prefix.yaml', context }).words ?? '';
    expect(words(['aws:RequestTag/team=blue', 'AWS:RESOURCETAG/TEAM=blue'])).not.toContain('asks for');
    expect(words(['aws:RequestTags/team=blue'])).toContain(
      'no statement of the role asks for aws:RequestTags/team; did you mean aws:RequestTag/team?\n',
    );
    expect(words(['saml:aud=x'])).toContain('no statement of the role asks for saml:aud\n');
  });

  it('explain without an ARN names one that the action is allowed on', () => {
    const { output } = explainOffline('s3:GetObject', '*', { of: 'role.yaml' });
    expect(output.split('\n')[1]).toBe('  without an ARN it is asked about *; name what it is done to, such as arn:aws:s3:::ml-data/*');
    expect(explainOffline('s3:GetObject', 'arn:aws:s3:::other/a', { of: 'role.yaml' }).output).not.toContain('without an ARN');
    expect(explainOffline('s3:DeleteBucket', '*', { of: 'role.yaml' }).output).not.toContain('without an ARN');
  });

  it.each([
    { asked: 'GetObject', resource: '*', says: '"GetObject" is not of the form service:Action, such as s3:GetObject' },
    { asked: 's3:Get*', resource: '*', says: '"s3:Get*" is not of the form service:Action' },
    { asked: 's3:GetObject', resource: 'ml-data/a', says: '"ml-data/a" is neither an ARN, such as arn:aws:s3:::my-bucket/key, nor *' },
    { asked: 's3:GetObject', resource: 'arn:aws:s3', says: '"arn:aws:s3" is neither an ARN' },
  ])('explain $asked on $resource is wrong usage, not a no', ({ asked, resource, says }) => {
    expect(() => explainOffline(asked, resource, { of: 'role.yaml' })).toThrow(WrongUsage);
    expect(() => explainOffline(asked, resource, { of: 'role.yaml' })).toThrow(says);
  });

  it('explain hints at the action that a misspelling is near to, of the catalogue or of the role', () => {
    const answer = (action: string): string => explainOffline(action, 'arn:aws:s3:::ml-data/a', { of: 'role.yaml' }).output;
    expect(answer('s3:GetObjct').split('\n')[1]).toBe('  did you mean s3:GetObject?');
    expect(answer('sagemaker:CreateTrainingJobs')).toContain('did you mean sagemaker:CreateTrainingJob?');
    for (const known of ['s3:getobject', 'sagemaker:CreateTrainingJob', 's3:GetObjectAcl', 'states:StartExecution'])
      expect(answer(known)).not.toContain('did you mean');
    const json = explainOffline('s3:GetObjct', '*', { of: 'role.yaml', json: true }).output;
    expect(JSON.parse(json)).toMatchObject({ decision: 'implicitlyDenied', didYouMean: 's3:GetObject' });
  });

  it('explain wants one role', () => {
    expect(() => explainOffline('s3:GetObject', '*', {})).toThrow('give the role either by --of FILE or by --live NAME');
  });
});
