import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { propertiesJsonSchema } from '../../lambda/core/json-schema';
import { renderActivity } from '../../lambda/core/render';
import type { Catalog } from '../../lambda/core/catalog';
import { buildCatalog } from '../../lambda/core/template';
import { policyFiles } from '../../lambda/policy-files';
import { cataloguePage } from '../../scripts/catalogue-page';
import { libraryCode } from '../../scripts/library-code';
import { changeReport } from '../../scripts/reference-update';
import { referenceChanges } from '../../scripts/reference-changes';
import { catalogueUse } from '../../scripts/reference-use';
import { lintActivity } from '../policy-templates/lint';
import { resolvedSample, SCOPE, SCOPES, variantName, VARIANTS } from '../policy-templates/samples';
import { isAllowed, type AccessRequest } from '../policy-templates/simulate';
import { blocksOf, readDocument, ROOT, tableOf } from './markdown';

const NAME = 'ReadDatasets@1';
const DOCUMENT = readDocument('CONTRIBUTING.md');

function savedAs(file: string): string {
  const block = blocksOf(DOCUMENT).find((candidate) => candidate.file === file);
  if (block === undefined) throw new Error(`CONTRIBUTING.md has no block that is saved as ${file}`);
  return block.text;
}

/** The catalogue of a copy of policy-templates/ to which the file was added. */
function catalogWithExample(): Catalog {
  const folder = mkdtempSync(join(tmpdir(), 'persona-role-activity-'));
  try {
    cpSync(join(ROOT, 'policy-templates'), folder, { recursive: true });
    writeFileSync(join(folder, 'activities/ReadDatasets.v1.json'), savedAs('policy-templates/activities/ReadDatasets.v1.json'));
    return buildCatalog(policyFiles(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the example of an activity', () => {
  const catalog = catalogWithExample();
  const activity = catalog.activities.get(NAME);
  if (activity === undefined) throw new Error(`the example is not ${NAME}`);

  const desired = (properties: Readonly<Record<string, unknown>>): DesiredRole =>
    desiredRole(properties, { catalog, configuration: parseConfiguration({}), scope: SCOPE });

  it('is an activity that a resource may name, with its parameter', () => {
    const role = desired({ Activities: [NAME], S3Buckets: ['my-ml-data'] });
    expect(role.activities).toEqual([NAME]);
    expect(role.inlinePolicy.PolicyDocument.Statement).toMatchObject([
      { Sid: 'ReadDatasetsV1ListBuckets', Resource: ['arn:aws:s3:::my-ml-data'] },
      { Sid: 'ReadDatasetsV1ReadObjects', Resource: ['arn:aws:s3:::my-ml-data/*'] },
    ]);
  });

  it('stands in the reference, with its parameter, its statements and its size', () => {
    const page = cataloguePage(catalog);
    const [, section = ''] = page.split(`\n### ${NAME}\n`);
    expect(section).toMatch(/\| `S3Buckets` \|.*\| yes \|[^#]*\*\*ReadObjects\*\*\n {2}- may: `s3:GetObject`\n/);
    expect(page).toMatch(/\| \[`ReadDatasets@1`\]\(#readdatasets1\) \| none \| [\d,]+ \(1 \+ 0\) \|/);
  });

  it('is in the schema of the properties, and in the CDK library as a function', () => {
    expect(JSON.stringify(propertiesJsonSchema(catalog))).toContain('"ReadDatasets@1"');
    expect(libraryCode(catalog)['infra/activity.ts']).toContain('static readDatasets(');
  });

  it('is found by whoever misspells it', () => {
    expect(() => desired({ Activities: ['ReadDataset@1'] })).toThrow('did you mean "ReadDatasets"?');
  });

  it('demands its parameter', () => {
    expect(() => desired({ Activities: [NAME] })).toThrow(`S3Buckets: is required by ${NAME}`);
  });

  it.each(VARIANTS.map((limits) => ({ limits, variant: variantName(limits) })))(
    'agrees with the service authorization reference with $variant',
    async ({ limits }) => {
      const findings = await Promise.all(SCOPES.map(async (scope) => lintActivity(activity, limits, scope)));
      expect(findings.flat()).toEqual([]);
    },
  );

  const cases = JSON.parse(savedAs('test/policy-templates/cases/ReadDatasets.v1.json')) as (AccessRequest & { readonly Expect: string })[];
  it.each(cases)('$Expect: $Action on $Resource', async ({ Expect, ...request }) => {
    const statements = renderActivity(resolvedSample(activity, [], SCOPE), SCOPE);
    expect(await isAllowed(statements, request)).toBe(Expect === 'allow');
  });
});

it('what an update of the reference prints is like what is shown', () => {
  const model = {
    description: '',
    accessLevel: 'Write',
    resourceTypes: [{ name: 'model', required: true, conditionKeys: [] }],
    conditionKeys: ['sagemaker:VpcSubnets'],
  };
  const nothing = { resourceTypes: [], conditionKeys: [] };
  const key = { key: 'sagemaker:ModelKmsKeyArn', description: '', type: 'ARN' };
  const keyed = { ...model, name: 'CreateModel', conditionKeys: [...model.conditionKeys, key.key] };
  const before = new Map([['sagemaker', { ...nothing, actions: [{ ...model, name: 'CreateModel' }] }]]);
  const after = new Map([['sagemaker', { ...nothing, actions: [keyed, { ...model, name: 'CreateModelMirror' }], conditionKeys: [key] }]]);
  const use = catalogueUse(buildCatalog(policyFiles()));
  const shown = blocksOf(DOCUMENT).find(({ language }) => language === 'text')?.text;
  expect(shown).toBe(`${changeReport(referenceChanges(before, after, use), use).join('\n')}\n`);
});

/** Variables of every system, which the tests hand on. */
const SYSTEM = ['PATH', 'HOME'];

it('every variable that the tests read is in the table, with its default', () => {
  const files = ['test', 'scripts'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs|cjs)$/.test(name))
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  );
  const counted = files
    .flatMap((text) => [...text.matchAll(/process\.env\['([A-Z_]+)'\] (?:\?\?|===) '?(\w+)/g)])
    .map(([, name = '', value = '']) => [name, value.replaceAll('_', '')] as const)
    .filter(([name]) => !SYSTEM.includes(name));
  const named = files.flatMap((text) => [...text.matchAll(/'(PERSONA_ROLE_[A-Z]+)'/g)]).map(([, name = '']) => name);
  const table = tableOf(DOCUMENT, 'variable');
  expect([...table.keys()].sort()).toEqual([...new Set([...counted.map(([name]) => name), ...named])].sort());
  const numbers = counted.filter(([, value]) => /^\d+$/.test(value));
  expect(numbers.length).toBeGreaterThan(3);
  expect(numbers.map(([name]) => [name, table.get(name)?.['default']?.replaceAll(',', '')])).toEqual(numbers);
});
