import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { PersonaRoleProvider, SageMakerPersonaRole } from '../../infra';
import { ROOT } from '../docs/markdown';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('persona-role try, where nothing but the built files is', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'persona-role-try-'));
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(ROOT, 'examples', 'raw'), join(folder, 'raw'), { recursive: true });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** With no environment: nothing of the clone that runs the tests is found by it. */
  const run = (args: readonly string[], input = ''): Run =>
    spawnSync(process.execPath, [join('dist', 'cli', 'persona-role.js'), 'try', ...args], {
      cwd: folder,
      encoding: 'utf8',
      input,
      env: {},
    });

  it('makes the roles of an example, and deletes them', () => {
    const { status, stdout, stderr } = run(['raw/data-scientist.yaml']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/ CREATE_COMPLETE +DataScientistRole\n/);
    expect(stdout).toContain('DELETE_COMPLETE; roles left in the local IAM: 0\n');
  });

  it('makes the roles of a template that the CDK synthesised, without what is there for its own deployment', () => {
    const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: true });
    const stack = new Stack(app, 'Team', { env: { account: '111122223333', region: 'us-east-1' } });
    const provider = PersonaRoleProvider.fromExport(stack, 'Provider');
    new SageMakerPersonaRole(stack, 'Experiments', { provider, activities: [{ activity: 'ManageExperiments@1' }] });
    app.synth();
    const { status, stdout, stderr } = run([join('cdk.out', 'Team.template.json')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Left out, .*: Parameters\.BootstrapVersion, Rules\.CheckBootstrapVersion, Resources\.CDKMetadata\n/);
    expect(stdout).toMatch(/ CREATE_COMPLETE +Experiments/);
  });

  it('ends with 1 and says why on standard error where the stack was rolled back', () => {
    const Properties = { ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' }, Activities: ['ManageJob@1'] };
    writeFileSync(join(folder, 'faulty.json'), JSON.stringify({ Resources: { R: { Type: 'Custom::SageMakerPersonaRole', Properties } } }));
    const { status, stderr } = run(['faulty.json']);
    expect(status).toBe(1);
    expect(stderr).toContain('unknown activity "ManageJob", did you mean "ManageJobs"?');
  });

  it('prints a fault a line, and none in two', () => {
    const Properties = { ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' }, Persona: 'DataScientist@1', Tag: 'x' };
    const { stdout } = run(['-'], JSON.stringify({ Resources: { R: { Type: 'Custom::SageMakerPersonaRole', Properties } } }));
    const faults = stdout.split('\n').filter((line) => line.startsWith('      '));
    expect(faults.map((line) => /(\w+): (unknown|is required)/.exec(line)?.[1])).toEqual(['Tag', 'RolesToPass', 'S3Buckets']);
  });

  it.each([
    ['a template without a resource, from standard input', ['-'], 'Resources: {}', /^-:1:12: Resources: At least one Resources member/],
    [
      'a value that SSM holds',
      ['-'],
      '{ Parameters: { A: { Type: "AWS::SSM::Parameter::Value<String>", Default: /ml/a } }, Resources: { R: { Type: Custom::X } } }',
      /no value is known for the SSM parameter "\/ml\/a"; make this parameter a String for the trial, and give its value\n$/,
    ],
    ['a value that the parameter does not take', ['raw/data-scientist.yaml', 'DataBucket=My_Data'], '', /: "My_Data" is not the name of/],
    [
      'a parameter without a value, with what to write',
      ['-', 'A=1'],
      '{ Parameters: { A: { Type: String }, Bucket: { Type: String } }, Resources: { R: { Type: Custom::X } } }',
      /no value was given; give it: persona-role try - A=1 Bucket=VALUE\n$/,
    ],
    [
      'a resource that is no custom one, and no word on its ServiceToken',
      ['-'],
      'Resources: { B: { Type: AWS::S3::Bucket } }',
      /^-:1:\d+: .*has no resource type "AWS::S3::Bucket" .*; take it out for the trial\n$/,
    ],
  ])('ends with 1 for %s', (_, args, input, words) => {
    const { status, stderr } = run(args, input);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(words) as unknown });
  });
});
