import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { DesiredRole } from '../../lambda/core/desired';
import { policyText, type Statement } from '../../lambda/core/policy';
import { mergeConditions } from '../../lambda/core/prepared-activity';
import { renderActivity } from '../../lambda/core/render';
import type { ResolvedActivity } from '../../lambda/core/resolve';
import type { Scope } from '../../lambda/core/scope';
import { FILE_LIMITS, LIMIT_LISTS, type Limit } from '../../lambda/core/limit';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { ACCOUNT, BASES, catalog, desired, KMS, REPOSITORY, ROLE_TO_PASS, SCOPE, subnetId, VPC } from './samples';
import { toyCatalog, type ToyActivity } from './toy-catalog';

const LISTS: ResolvedActivity['lists'] = {
  S3Buckets: ['ml-data', 'ml-out'],
  RolesToPass: [ROLE_TO_PASS],
  EcrRepositories: [REPOSITORY],
  'Vpc.Subnets': VPC.Subnets,
  'Vpc.SecurityGroups': VPC.SecurityGroups,
  'Kms.DataKeys': KMS.DataKeys,
  'Kms.VolumeKeys': KMS.VolumeKeys,
};

/** The lists that an activity has where these limits are set. */
function listsUnder(template: ActivityTemplate, limits: readonly Limit[]): ResolvedActivity['lists'] {
  const names = [...Object.keys(template.Parameters), ...limits.flatMap((limit) => Object.keys(LIMIT_LISTS[limit]))];
  return Object.fromEntries(names.map((name) => [name, LISTS[name] ?? []]));
}

function rendered(
  statements: NonNullable<ToyActivity['statements']>,
  lists: ResolvedActivity['lists'] = {},
  scope: Scope = SCOPE,
): Statement[] {
  const parameters = Object.fromEntries(
    ['S3Buckets', 'RolesToPass']
      .filter((name) => JSON.stringify(statements).includes(`[[${name}]]`))
      .map((name) => [name, { Type: name === 'S3Buckets' ? 'BucketName' : 'RoleArnToPass', Required: false }]),
  );
  const template = toyCatalog([{ name: 'Work', version: 3, statements, parameters }]).activities.get('Work@3');
  if (template === undefined) throw new Error('the toy catalogue has no Work@3');
  return renderActivity({ template, lists }, scope);
}

describe('a statement', () => {
  it('is called <Activity>V<version><Sid> and allows its actions in order', () => {
    expect(rendered([{ Sid: 'Read', Action: ['b:Two', 'a:One'] }])).toEqual([
      { Sid: 'WorkV3Read', Effect: 'Allow', Action: ['a:One', 'b:Two'], Resource: ['*'] },
    ]);
  });

  it('has one resource for each value of the list that it names', () => {
    const [statement] = rendered([{ Sid: 'Read', Resource: ['arn:x:::[[S3Buckets]]', 'arn:x:::[[S3Buckets]]/*', 'arn:x:::fixed'] }], {
      S3Buckets: ['a', 'b'],
    });
    expect(statement?.Resource).toEqual(['arn:x:::a', 'arn:x:::b', 'arn:x:::a/*', 'arn:x:::b/*', 'arn:x:::fixed']);
  });

  it('names each resource once', () => {
    expect(rendered([{ Sid: 'Read', Resource: ['[[S3Buckets]]', 'a'] }], { S3Buckets: ['a', 'b'] })[0]?.Resource).toEqual(['a', 'b']);
  });

  it('knows partition, Region, account and DNS suffix', () => {
    const scope = { ...SCOPE, partition: 'aws-cn', region: 'cn-north-1' };
    const [statement] = rendered(
      [{ Sid: 'Read', Resource: ['arn:{{Partition}}:x:{{Region}}:{{AccountId}}:y', 'x.{{UrlSuffix}}'] }],
      {},
      scope,
    );
    expect(statement?.Resource).toEqual([`arn:aws-cn:x:cn-north-1:${ACCOUNT}:y`, 'x.amazonaws.com.cn']);
  });

  it('replaces placeholders once: a value that looks like one stays what it is', () => {
    const values = ['[[S3Buckets]]', '[[RolesToPass]]', '{{AccountId}}', '$&', '$1', "$'"];
    expect(
      rendered([{ Sid: 'Read', Resource: ['{{Region}}/[[S3Buckets]]'] }], { S3Buckets: values, RolesToPass: ['r'] })[0]?.Resource,
    ).toEqual(values.map((value) => `us-east-1/${value}`));
  });

  it('is what replacing each placeholder on its own gives, for texts and values of all kinds', () => {
    const part = fc.oneof(
      fc.constantFrom('{{Partition}}', '{{Region}}', '{{AccountId}}', '{{UrlSuffix}}', '[[S3Buckets]]', ':', '/*'),
      fc.string(),
    );
    const plain = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    // Other brackets than those of placeholders are refused where the files are read.
    const text = plain.filter(
      (parts) => !/[[\]{}]/.test(parts.replaceAll('[[S3Buckets]]', '').replace(/\{\{(Partition|Region|AccountId|UrlSuffix)\}\}/g, '')),
    );
    fc.assert(
      fc.property(
        text,
        fc.uniqueArray(
          fc.string({ minLength: 1 }).filter((value) => !value.endsWith('*')),
          { minLength: 1 },
        ),
        (resource, values) => {
          const builtIns: Readonly<Record<string, string>> = {
            Partition: SCOPE.partition,
            Region: SCOPE.region,
            AccountId: SCOPE.accountId,
            UrlSuffix: 'amazonaws.com',
          };
          const replaced = (value: string): string =>
            resource.replace(/\[\[S3Buckets\]\]|\{\{(\w+)\}\}/g, (_, name: string | undefined) =>
              name === undefined ? value : (builtIns[name] ?? ''),
            );
          const expected = [...new Set(values.map(replaced))];
          expect(rendered([{ Sid: 'Read', Resource: [resource] }], { S3Buckets: values })[0]?.Resource).toEqual(expected);
        },
      ),
    );
  });

  it('keeps policy variables of the file', () => {
    expect(rendered([{ Sid: 'Read', Resource: ['arn:x:::${aws:username}'] }])[0]?.Resource).toEqual(['arn:x:::${aws:username}']);
  });

  it('has values of lists in its conditions too', () => {
    const statements: ToyActivity['statements'] = [
      { Sid: 'Read', Resource: ['*'], When: 'Vpc', Condition: { StringEquals: { k: ['[[Vpc.Subnets]]', '{{Region}}'] } } },
    ];
    expect(rendered(statements, { 'Vpc.Subnets': ['s', 't'], 'Vpc.SecurityGroups': ['g'] })[0]?.Condition).toEqual({
      StringEquals: { k: ['s', 't', 'us-east-1'] },
    });
  });

  it('has no condition where none is set, not an empty one', () => {
    const [statement] = rendered([{ Sid: 'Read', ConditionsWhen: { Vpc: { StringEquals: { k: ['[[Vpc.Subnets]]'] } } } }]);
    expect(Object.keys(statement ?? {})).toEqual(['Sid', 'Effect', 'Action', 'Resource']);
  });
});

describe('a statement is left out', () => {
  it('where the limit that it belongs to is not set', () => {
    expect(rendered([{ Sid: 'Use', When: 'Kms.DataKeys' }, { Sid: 'Do' }]).map(({ Sid }) => Sid)).toEqual(['WorkV3Do']);
  });

  it('where no resource is left, never rendered with an empty list', () => {
    expect(rendered([{ Sid: 'Read', Resource: ['[[S3Buckets]]'] }])).toEqual([]);
    expect(rendered([{ Sid: 'Read', Resource: ['[[S3Buckets]]'] }], { S3Buckets: [] })).toEqual([]);
  });
});

it('conditions of several limits hold all at once', () => {
  expect(
    mergeConditions([
      { StringEquals: { a: ['1'] }, Null: { b: ['true'] } },
      { StringEquals: { c: ['2'] }, Bool: { d: ['true'] } },
    ]),
  ).toEqual({ StringEquals: { a: ['1'], c: ['2'] }, Null: { b: ['true'] }, Bool: { d: ['true'] } });
});

const VARIANTS: readonly { readonly variant: string; readonly limits: readonly Limit[] }[] = [
  { variant: 'no limit', limits: [] },
  { variant: 'Vpc', limits: ['Vpc'] },
  { variant: 'Kms', limits: ['Kms.DataKeys', 'Kms.VolumeKeys'] },
  { variant: 'Vpc and Kms', limits: FILE_LIMITS },
];

describe.each([...catalog.activities])('%s', (name, template) => {
  describe.each(VARIANTS)('with $variant', ({ limits }) => {
    const set = limits.filter((limit) => supportedLimits(template, catalog).includes(limit));
    const statements = renderActivity({ template, lists: listsUnder(template, set) }, SCOPE);

    it('has exactly the statements that belong to it, in the order of the file', () => {
      const expected = template.Statements.filter(({ When }) => When === undefined || set.includes(When));
      expect(statements.map(({ Sid }) => Sid)).toEqual(expected.map(({ Sid }) => `${name.replace('@', 'V')}${Sid}`));
    });

    it('has no empty list, no placeholder and no Deny', () => {
      const text = JSON.stringify(statements);
      expect(text).not.toMatch(/\[\]|\{\}|\[\[|\{\{|"Deny"|Not(Action|Resource)"/);
    });

    it('has statement ids that IAM takes', () => {
      for (const { Sid } of statements) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
    });

    it('has every condition of every limit that is set', () => {
      for (const { Sid, ConditionsWhen = {}, When } of template.Statements) {
        if (When !== undefined && !set.includes(When)) continue;
        const condition = statements.find((statement) => statement.Sid.endsWith(`V${String(template.Version)}${Sid}`))?.Condition ?? {};
        for (const limit of FILE_LIMITS) {
          const keys = Object.entries(ConditionsWhen[limit] ?? {}).flatMap(([operator, byKey]) =>
            Object.keys(byKey).map((key) => [operator, key] as const),
          );
          for (const [operator, key] of keys) expect(condition[operator]?.[key] !== undefined).toBe(set.includes(limit));
        }
      }
    });
  });
});

/** A role with everything in it, and the same written in another order. */
const FULL = {
  Persona: 'DataScientist@1',
  Activities: [{ Activity: 'ManageJobs@1', Kms: KMS }, 'ManageModels@1', 'AccessS3Buckets@1', 'RunStudioApps@2'],
  RolesToPass: [ROLE_TO_PASS, `${ROLE_TO_PASS}-2`],
  S3Buckets: ['b-data', 'a-data', 'c-data'],
  Vpc: { Subnets: [subnetId(2), subnetId(1)], SecurityGroups: VPC.SecurityGroups },
  Tags: [{ Key: 'b', Value: '1' }],
};

const SHUFFLED = {
  Vpc: { SecurityGroups: VPC.SecurityGroups, Subnets: [subnetId(1), subnetId(2), subnetId(1)] },
  S3Buckets: ['c-data', 'b-data', 'a-data', 'b-data'],
  Tags: [{ Value: '1', Key: 'b' }],
  RolesToPass: [`${ROLE_TO_PASS}-2`, ROLE_TO_PASS],
  Activities: [
    'RunStudioApps@2',
    'AccessS3Buckets@1',
    'ManageModels@1',
    { Kms: { VolumeKeys: KMS.VolumeKeys, DataKeys: KMS.DataKeys }, Activity: 'ManageJobs@1' },
  ],
  Persona: 'DataScientist@1',
};

function texts({ inlinePolicy, managedPolicies, trustPolicy }: DesiredRole): string {
  return [trustPolicy, ...[inlinePolicy, ...managedPolicies].map(({ PolicyDocument }) => PolicyDocument)].map(policyText).join('\n');
}

describe('the same properties give the same bytes', () => {
  it.each([
    { what: 'keys, lists and activities in another order', one: FULL, other: SHUFFLED },
    { what: 'the persona and its activities written out', one: BASES.DataScientist, other: writtenOut() },
    {
      what: 'other tags and another description',
      one: BASES.DataScientist,
      other: { ...BASES.DataScientist, Tags: [{ Key: 'x' }], Description: 'y' },
    },
  ])('with $what', ({ one, other }) => {
    expect(texts(desired(other))).toBe(texts(desired(one)));
  });

  it('in another process', () => {
    const script = `
      const { BASES, desired } = require('./test/core/samples');
      const { policyText } = require('./lambda/core/policy');
      const role = desired(JSON.parse(process.argv[1]));
      const documents = [role.trustPolicy, ...[role.inlinePolicy, ...role.managedPolicies].map(({ PolicyDocument }) => PolicyDocument)];
      process.stdout.write(documents.map(policyText).join('\\n'));`;
    const elsewhere = execFileSync(process.execPath, ['--import', 'tsx', '--eval', script, JSON.stringify(SHUFFLED)], {
      cwd: join(__dirname, '..', '..'),
      env: { ...process.env, TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      encoding: 'utf8',
    });
    expect(elsewhere).toBe(texts(desired(FULL)));
  });
});

function writtenOut(): unknown {
  const activities = [...(catalog.personas.get('DataScientist@1')?.Activities ?? [])].reverse();
  return { ...BASES.DataScientist, Persona: undefined, Activities: activities };
}
