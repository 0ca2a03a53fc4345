import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../docs/markdown';
import { describeWithPython } from '../python';

/** What its command does; the package has no __main__. */
const CFN_LINT = 'import sys; from cfnlint.runner import main; sys.exit(main())';

interface Case {
  readonly name: string;
  readonly properties?: string;
  readonly template?: string;
}

const casesOf = (file: string): readonly Case[] => parse(readFileSync(join(ROOT, 'test', 'cli', 'cases', file), 'utf8')) as readonly Case[];

const HEAD = 'Resources:\n  Role:\n    Type: Custom::SageMakerPersonaRole\n    Properties:\n      ServiceToken: arn\n';

/** Kinds of faults that a schema can tell, from the corpus of `persona-role check`. */
const TOLD = [
  'a misspelt property',
  'a misspelt persona',
  'a misspelt activity in a list',
  'a misspelt activity in a map',
  'every bucket',
  'the ARN of a bucket',
  'a role to pass by its name',
  'an alias in place of a key',
  'a misspelt list of the network limit',
  'a session too short',
  'a flag that is neither true nor false',
  'a source condition that there is not',
  'a role name with a space',
];

describeWithPython('the rule for cfn-lint', (python) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'persona-role-lint-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Lines with findings of the rule, by file. */
  const findings = (texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly number[]> => {
    const files = [...texts].map(([name, text], index) => {
      const file = join(folder, `case-${String(index)}.yaml`);
      writeFileSync(file, text);
      return { name, file };
    });
    const args = ['-c', CFN_LINT, '-a', 'examples/lint', '--format', 'parseable', '-t', ...files.map(({ file }) => file)];
    const { stdout } = spawnSync(python, args, { cwd: ROOT, encoding: 'utf8' });
    const found = [...stdout.matchAll(/^(.*?):(\d+):\d+:\d+:\d+:E9101:/gm)];
    return new Map(files.map(({ name, file }) => [name, found.filter((match) => match[1] === file).map((match) => Number(match[2]))]));
  };

  it('finds the faults of a schema, each in its line', () => {
    const bad = casesOf('bad-templates.yaml').filter(({ name }) => TOLD.includes(name));
    const texts = bad.map(({ name, properties = '' }) => ({ name, text: HEAD + properties.replace(/^(?=.)/gm, '      ') }));
    const expected = texts.map(({ name, text }) => [name, [text.slice(0, text.indexOf('¶')).split('\n').length]] as const);
    expect(bad).toHaveLength(TOLD.length);
    expect([...findings(new Map(texts.map(({ name, text }) => [name, text.replace('¶', '')])))]).toEqual(expected);
  }, 120_000);

  it('finds nothing in the good templates and the examples', () => {
    const examples = ['compute.yaml', 'data-scientist.yaml'].map(
      (name) => [name, readFileSync(join(ROOT, 'examples', 'raw', name), 'utf8')] as const,
    );
    // cfn-lint itself does not take a loop for a list.
    const cases = casesOf('good-templates.yaml').filter(({ name }) => name !== 'functions of a language extension');
    const good = cases.map(({ name, template = '' }) => [name, template] as const);
    const found = findings(new Map([...examples, ...good]));
    expect([...found].filter(([, lines]) => lines.length > 0)).toEqual([]);
  }, 120_000);
});

/** The binary of CloudFormation Guard for this machine, where there is one. */
const GUARD = join(
  ROOT,
  'node_modules/@cdklabs/cdk-validator-cfnguard/bin',
  process.platform === 'darwin' ? 'macos' : 'ubuntu',
  process.arch === 'arm64' ? 'aarch64' : 'x86_64',
  'cfn-guard',
);

describe('the rules for CloudFormation Guard', () => {
  const failed = (properties: Readonly<Record<string, unknown>>): readonly string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'persona-role-guard-'));
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify({ Resources: { Role: { Type: 'Custom::SageMakerPersonaRole', Properties: properties } } }));
    const { stdout, error } = spawnSync(GUARD, ['validate', '-r', join(ROOT, 'examples/lint/persona-role.guard'), '-d', file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    if (error !== undefined) throw error;
    return [...stdout.matchAll(/^persona-role\.guard\/(\w+) +FAIL$/gm)].map((match) => match[1] ?? '');
  };

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['a persona with its version', { Persona: 'DataScientist@1' }, []],
    ['a persona without', { Persona: 'DataScientist' }, ['versions_are_written']],
    ['wildcards', { Persona: 'Compute@1', AllowWildcards: 'true' }, ['no_wildcards']],
    ['no wildcards, said aloud', { Persona: 'Compute@1', AllowWildcards: false }, []],
    ['all buckets, by a name', { Activities: ['ManageJobs@1', 'AccessS3AllResources@1'] }, ['no_access_to_all_buckets']],
    ['all buckets, by a map', { Activities: [{ Activity: 'AccessS3AllResources' }] }, ['no_access_to_all_buckets']],
    ['named buckets', { Activities: ['ManageJobs@1', { Activity: 'AccessS3Buckets@1' }] }, []],
    [
      'production without a network',
      { Persona: 'Compute@1', Tags: [{ Key: 'stage', Value: 'production' }] },
      ['production_is_in_a_network'],
    ],
    ['production in a network', { Persona: 'Compute@1', Tags: [{ Key: 'stage', Value: 'production' }], Vpc: { Subnets: [] } }, []],
  ])('%s: %j fails %j', (_, properties, expected) => {
    expect(failed(properties)).toEqual(expected);
  });
});
