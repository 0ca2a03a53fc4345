import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithPython } from '../python';

const ROOT = join(__dirname, '..', '..');

/** Where `aws cloudformation package` would have put the code. */
const CODE = { bucket: 'code-bucket', key: '0123456789abcdef' };

/**
 * Reads a template as SAM does, with the code uploaded, and writes the one that CloudFormation gets.
 * SAM asks IAM for managed policies only where a function names one by its bare name: here none does.
 */
const TRANSLATE = `
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class NoManagedPolicies:
    def load(self):
        return {}

template = yaml_parse(open(sys.argv[1]).read())
for resource in template["Resources"].values():
    if "CodeUri" in resource.get("Properties", {}):
        resource["Properties"]["CodeUri"] = "s3://${CODE.bucket}/${CODE.key}"
json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout)
`;

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

describeWithPython("SAM's translator", (python) => {
  const translated = (file: string): Template => {
    const environment = { PATH: process.env['PATH'], AWS_DEFAULT_REGION: 'us-east-1' };
    const { stdout, stderr, status } = spawnSync(python, ['-c', TRANSLATE, file], {
      cwd: ROOT,
      encoding: 'utf8',
      env: environment,
      maxBuffer: 10_000_000,
    });
    if (status !== 0) throw new Error(`${file}: ${stderr}`);
    return JSON.parse(stdout) as Template;
  };

  it("makes the provider's own template of the one for SAM, but for where the code lies and a tag of SAM's", () => {
    const { Resources, ...rest } = translated('dist/provider-sam.template.json');
    const own = JSON.parse(readFileSync(join(ROOT, 'dist/provider.template.json'), 'utf8')) as Template;
    const { Resources: ownResources, ...ownRest } = own;
    const ownFunction = ownResources['Function'];
    expect(rest).toEqual(ownRest);
    expect(Resources).toEqual({
      ...ownResources,
      Function: {
        ...ownFunction,
        Properties: {
          ...ownFunction?.Properties,
          Code: { S3Bucket: CODE.bucket, S3Key: CODE.key },
          Tags: [{ Key: 'lambda:createdBy', Value: 'SAM' }],
        },
      },
    });
  }, 60_000);

  it.each(readdirSync(join(ROOT, 'examples', 'sam')))(
    'takes the example %s, hands the persona roles on as they are, and makes the role that they name',
    (file) => {
      const { Resources } = translated(join('examples', 'sam', file));
      const persona = Object.values(Resources).filter(({ Type }) => Type === 'Custom::SageMakerPersonaRole');
      expect(persona.map(({ Properties }) => Object.keys(Properties).sort())).toEqual([
        ['EcrRepositories', 'Persona', 'S3Buckets', 'ServiceTimeout', 'ServiceToken'],
        ['Activities', 'GrantTo', 'RolesToPass', 'ServiceTimeout', 'ServiceToken'],
      ]);
      expect(Object.entries(Resources).map(([name, { Type }]) => `${name} ${Type}`)).toEqual(
        expect.arrayContaining(['Trainer AWS::Lambda::Function', 'TrainerRole AWS::IAM::Role']),
      );
      expect(Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::Serverless::'))).toEqual([]);
    },
    60_000,
  );
});
