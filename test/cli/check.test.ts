import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, type CheckOptions } from '../../cli/check';
import { RULES } from '../../cli/finding';
import { WrongUsage } from '../../cli/wrong-usage';

const TEMPLATE = `Resources:
  Compute:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: arn
      Persona: Compute
      S3Buckets: ml-data
      EcrRepositories: ['arn:aws:ecr:us-east-1:111122223333:repository/training']
  Role:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: arn
      Activities: [RunStudioApps@1, ManageJobs@1]
      RolesToPass: [!GetAtt Compute.Arn]
      S3Bucket: '100%, a: b'
      Vpc: { Subnets: [subnet-0123456789abcdef0], SecurityGroups: [sg-0123456789abcdef0] }
`;

describe('check', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'persona-role-check-'));
    writeFileSync(join(folder, 'bad.yaml'), TEMPLATE);
    mkdirSync(join(folder, 'cdk.out'));
    writeFileSync(join(folder, 'cdk.out', 'Team.template.json'), JSON.stringify({ Resources: { Data: { Type: 'AWS::S3::Bucket' } } }));
    writeFileSync(join(folder, 'cdk.out', 'manifest.json'), '{');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const outcome = (file: string, options: Partial<CheckOptions> = {}): ReturnType<typeof check> =>
    check([join(folder, file)], { format: 'text', ...options });
  const lines = (text: string): string[] => text.replaceAll(`${folder}/`, '').trimEnd().split('\n');

  it('writes one line for each finding, in the order of the file, and sums up on standard error', () => {
    const { output, words, exitCode } = outcome('bad.yaml');
    expect(exitCode).toBe(1);
    expect(lines(output).map((line) => /^[^ ]+ \w+: [^ ]+/.exec(line)?.[0])).toEqual([
      'bad.yaml:6:16: hint: Resources.Compute.Properties.Persona:',
      'bad.yaml:7:18: hint: Resources.Compute.Properties.S3Buckets:',
      'bad.yaml:13:20: hint: Resources.Role.Properties.Activities[0].Activity:',
      'bad.yaml:14:29: hint: Resources.Role.Properties.RolesToPass[0]:',
      'bad.yaml:15:7: fault: Resources.Role.Properties.S3Bucket:',
    ]);
    expect(lines(words ?? '')).toEqual([
      'bad.yaml:14:29: not checked: Resources.Role.Properties.RolesToPass[0]: Fn::GetAtt Compute.Arn is known at deployment only',
      '2 persona roles in 1 template, 1 fault, 4 hints, 1 value not checked',
    ]);
  });

  it('gives no hint on what a pattern stands for beside a fault of it', () => {
    writeFileSync(join(folder, 'pattern.yaml'), TEMPLATE.replace('S3Buckets: ml-data', "S3Buckets: ['ml-*']"));
    const words = lines(outcome('pattern.yaml').output).filter((line) => line.includes('ml-*'));
    expect(words).toEqual([expect.stringContaining('fault: Resources.Compute.Properties.S3Buckets[0]: "ml-*" contains "*"')]);
    writeFileSync(join(folder, 'allowed.yaml'), TEMPLATE.replace('S3Buckets: ml-data', "S3Buckets: ['ml-*']\n      AllowWildcards: true"));
    expect(outcome('allowed.yaml').output).toContain('hint: Resources.Compute.Properties.S3Buckets[0]: "ml-*" stands for every name');
  });

  it('gives hints on versions, single values and passed roles in words', () => {
    const { output } = outcome('bad.yaml');
    expect(output).toContain('"Compute" means Compute@1; write the version');
    expect(output).toContain('is a single value; a list of one was taken');
    expect(output).toContain('there is a newer version, RunStudioApps@2: ');
    expect(output).toContain('passes Compute, which has no Vpc: what SageMaker does with it is in no network of yours');
  });

  it('tells what a limit cannot reach, once the role is right', () => {
    writeFileSync(join(folder, 'limited.yaml'), TEMPLATE.replace(/ {6}S3Bucket: .*\n/, ''));
    expect(outcome('limited.yaml')).toMatchObject({ exitCode: 0 });
    expect(outcome('limited.yaml').output).toContain('Role.Properties.Vpc: cannot reach sagemaker:CreateTransformJob (ManageJobs@1)');
  });

  it('writes JSON with file, roles, findings and what was skipped', () => {
    const [report] = JSON.parse(outcome('bad.yaml', { format: 'json' }).output) as readonly unknown[];
    expect(report).toMatchObject({
      file: join(folder, 'bad.yaml'),
      roles: ['Compute', 'Role'],
      findings: expect.arrayContaining([
        expect.objectContaining({ level: 'fault', rule: 'invalid-properties', path: 'Resources.Role.Properties.S3Bucket' }),
      ]) as unknown,
      skipped: [{ path: 'Resources.Role.Properties.RolesToPass[0]', words: 'Fn::GetAtt Compute.Arn is known at deployment only' }],
    });
  });

  it('writes SARIF 2.1.0 in which every result has a rule and a place', () => {
    interface Sarif {
      readonly version: string;
      readonly runs: readonly [
        { readonly tool: { readonly driver: { readonly rules: readonly { id: string }[] } }; readonly results: readonly Result[] },
      ];
    }
    interface Result {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly [{ readonly physicalLocation: { readonly region: { readonly startLine: number } } }];
    }
    const { version, runs } = JSON.parse(outcome('bad.yaml', { format: 'sarif' }).output) as Sarif;
    const [{ tool, results }] = runs;
    expect(version).toBe('2.1.0');
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(RULES));
    expect(results.map(({ ruleId }) => ruleId)).toEqual(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id));
    expect(results.map(({ level, locations: [{ physicalLocation }] }) => [level, physicalLocation.region.startLine])).toEqual([
      ['note', 6],
      ['note', 7],
      ['note', 13],
      ['note', 14],
      ['error', 15],
    ]);
  });

  it('writes workflow commands that GitHub reads whole, whatever is in the message', () => {
    const { output } = outcome('bad.yaml', { format: 'github' });
    const commands = lines(output);
    expect(commands).toHaveLength(5);
    expect(commands.at(-1)).toMatch(
      /^::error file=bad\.yaml,line=15,col=7,title=persona-role invalid-properties::Resources\.Role\.Properties\.S3Bucket: unknown property/,
    );
  });

  it('takes every template of a folder as the CDK writes it, and nothing else', () => {
    expect(outcome('cdk.out')).toEqual({ output: '', words: '0 persona roles in 1 template, 0 faults, 0 hints\n', exitCode: 0 });
  });

  it('is wrong usage for a folder without such templates, whatever else is named: nothing would be checked', () => {
    mkdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'templates', 'role.yaml'), TEMPLATE);
    const empty = join(folder, 'templates');
    const words = `no *.template.json is in this folder; name the templates themselves, such as ${join(empty, '*.yaml')}`;
    expect(() => check([empty, join(folder, 'cdk.out')], { format: 'text' })).toThrow(new WrongUsage([{ path: empty, message: words }]));
  });

  it('names a file that there is not', () => {
    expect(() => outcome('none.yaml')).toThrow('none.yaml: there is no such file');
  });

  it('gives each of several templates the parameters that it has, and names those that none has', () => {
    writeFileSync(join(folder, 'a.yaml'), 'Parameters: { A: { Type: String } }\nResources: { R: { Type: Custom::X } }\n');
    writeFileSync(join(folder, 'b.yaml'), 'Parameters: { B: { Type: Number } }\nResources: { R: { Type: Custom::X } }\n');
    const checked = (parameter: readonly string[]): ReturnType<typeof check> =>
      check([join(folder, 'a.yaml'), join(folder, 'b.yaml')], { format: 'text', parameter });
    expect(checked(['A=x', 'B=1'])).toMatchObject({ exitCode: 0, output: '' });
    expect(() => checked(['A=x', 'C=1'])).toThrow(
      new WrongUsage([{ path: '--parameter', message: 'no template has a parameter C; did you mean "A"?' }]),
    );
  });

  it('names a parameter that is not of the form Name=Value', () => {
    expect(() => outcome('bad.yaml', { parameter: ['Bucket'] })).toThrow('--parameter: "Bucket" is not of the form Name=Value');
  });
});
