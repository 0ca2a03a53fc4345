import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, CustomResource, Fn, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { parse } from 'yaml';
import { checkTemplate, type CheckSettings } from '../../cli/check-template';
import type { Finding } from '../../cli/finding';
import { parseConfiguration } from '../../lambda/core/configuration';
import { ROOT } from '../docs/markdown';

const DEFAULTS = parseConfiguration({});
const SETTINGS: CheckSettings = { place: {}, parameters: {}, configuration: undefined, defaults: DEFAULTS };

const EXAMPLES = join(ROOT, 'examples');

interface BadTemplate {
  readonly name: string;
  readonly says: string;
  /** Names of further faults that follow from the same mistake. */
  readonly also?: readonly string[];
  readonly properties?: string;
  readonly template?: string;
}

const CASES = parse(readFileSync(join(__dirname, 'cases', 'bad-templates.yaml'), 'utf8')) as readonly BadTemplate[];

const HEAD = 'Resources:\n  Role:\n    Type: Custom::SageMakerPersonaRole\n    Properties:\n      ServiceToken: arn\n';

/** The template, and where its mark stood. */
function marked({ properties = '', template }: BadTemplate): { readonly text: string; readonly line: number; readonly column: number } {
  const text = template ?? HEAD + properties.replace(/^(?=.)/gm, '      ');
  const before = text.slice(0, text.indexOf('¶')).split('\n');
  return { text: text.replace('¶', ''), line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function faults(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ level }) => level === 'fault');
}

it('the corpus has at least 40 templates, each with a name and a mark of its own', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  expect(CASES.filter(({ properties = '', template = '' }) => (properties + template).split('¶').length !== 2)).toEqual([]);
});

describe('finds, at its line and column and nothing else:', () => {
  it.each(CASES)('$name', (badTemplate) => {
    const { text, line, column } = marked(badTemplate);
    const { findings } = checkTemplate(text, 'bad.yaml', SETTINGS);
    const { also = [], says } = badTemplate;
    const found = faults(findings).filter(({ path }) => !also.some((name) => path.endsWith(name)));
    expect(found.map(({ position, message }) => ({ position, message }))).toEqual([
      { position: { file: 'bad.yaml', line, column }, message: expect.stringContaining(says) as unknown },
    ]);
  });
});

interface GoodTemplate {
  readonly name: string;
  readonly template: string;
  /** Paths of what is not checked, below the role's properties, sorted. */
  readonly skips?: readonly string[];
}

const GOOD = parse(readFileSync(join(__dirname, 'cases', 'good-templates.yaml'), 'utf8')) as readonly GoodTemplate[];

/** A stack as the CDK writes it: a bucket of its own, a parameter, an import. */
function cdkTemplate(): string {
  const app = new App();
  const stack = new Stack(app, 'Team', { env: { account: '444455556666', region: 'eu-west-1' } });
  const bucket = new s3.Bucket(stack, 'Data');
  const subnet = new CfnParameter(stack, 'Subnet');
  new CustomResource(stack, 'Role', {
    resourceType: 'Custom::SageMakerPersonaRole',
    serviceToken: Fn.importValue('sagemaker-persona-role-ServiceToken'),
    properties: {
      Persona: 'Compute@1',
      S3Buckets: [bucket.bucketName],
      EcrRepositories: [stack.formatArn({ service: 'ecr', resource: 'repository', resourceName: 'training' })],
      Vpc: { Subnets: [subnet.valueAsString], SecurityGroups: ['sg-0123456789abcdef0'] },
      ForceDetach: false,
      PropagationDelaySeconds: 0,
    },
  });
  return JSON.stringify(app.synth().getStackByName('Team').template, undefined, 1);
}

describe('finds nothing in:', () => {
  it.each(GOOD)('$name', ({ template, skips = [] }) => {
    const { findings, skipped } = checkTemplate(template, 'good.yaml', SETTINGS);
    expect(faults(findings)).toEqual([]);
    expect(skipped.map(({ path }) => path.replace(/^Resources\.Role(\.Properties\.?)?/, '')).sort()).toEqual([...skips].sort());
  });

  it.each(
    readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.ya?ml$/.test(name) && /^ +Type: Custom::SageMakerPersonaRole$/m.test(readFileSync(join(EXAMPLES, name), 'utf8')),
    ),
  )('examples/%s', (name) => {
    const { findings, roles } = checkTemplate(readFileSync(join(EXAMPLES, name), 'utf8'), name, SETTINGS);
    expect(roles.length).toBeGreaterThan(0);
    expect(faults(findings)).toEqual([]);
  });

  it('a stack of the CDK', () => {
    const { findings, skipped, roles } = checkTemplate(cdkTemplate(), 'Team.template.json', SETTINGS);
    expect({ faults: faults(findings), roles: roles.length }).toEqual({ faults: [], roles: 1 });
    expect(skipped.map(({ path }) => path.replace(/^.*Properties\./, '')).sort()).toEqual(['S3Buckets[0]', 'Vpc.Subnets[0]']);
  });
});

describe('with more known', () => {
  const template = `Parameters:
  Bucket: { Type: String }
Resources:
  Role:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: arn
      Activities: [AccessS3Buckets@1, ManageJobs@1]
      S3Buckets: [!Ref Bucket]
      RolesToPass: ['arn:aws:iam::111122223333:role/compute']
`;
  const messages = (settings: Partial<CheckSettings>): string[] =>
    checkTemplate(template, 't.yaml', { ...SETTINGS, ...settings }).findings.map(({ level, message }) => `${level}: ${message}`);

  it('a parameter is checked by the value that is given', () => {
    expect(messages({ parameters: { Bucket: 'ML' } })).toEqual([expect.stringMatching(/^fault: "ML" is not the name/)]);
  });

  it('what a provider with the default configuration would refuse is a hint', () => {
    expect(messages({})).toEqual([expect.stringMatching(/^hint: .*role\/compute" is not permitted .*\(PassableRoleArns\)/)]);
  });

  it('what the given configuration does not permit is a fault', () => {
    const configuration = parseConfiguration({ AllowedBuckets: 'ml-*', PassableRoleArns: '*' });
    expect(messages({ configuration, parameters: { Bucket: 'other' } })).toEqual([expect.stringMatching(/^fault: .*\(AllowedBuckets\)/)]);
  });

  it('a stack in another account takes no role of this one', () => {
    expect(messages({ place: { accountId: '444455556666' } })).toEqual([expect.stringContaining('the stack is of 444455556666')]);
  });
});

it('200 roles are checked within a second of computing', () => {
  const role = (index: number): string => `  Role${String(index)}:
    Type: Custom::SageMakerPersonaRole
    Properties:
      ServiceToken: !ImportValue token
      Persona: DataScientist@1
      S3Buckets: [ml-data-${String(index)}, !Ref Bucket]
      RolesToPass: [!Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/sagemaker-persona/compute']
      Vpc: { Subnets: [subnet-0123456789abcdef0], SecurityGroups: [sg-0123456789abcdef0] }
`;
  const template = `Resources:\n  Bucket: { Type: AWS::S3::Bucket }\n${Array.from({ length: 200 }, (_, index) => role(index)).join('')}`;
  const withinASecond = Array.from({ length: 5 }).some(() => {
    const before = process.cpuUsage();
    expect(checkTemplate(template, 'large.yaml', SETTINGS).roles).toHaveLength(200);
    return process.cpuUsage(before).user < 1_000_000;
  });
  expect(withinASecond).toBe(true);
});
