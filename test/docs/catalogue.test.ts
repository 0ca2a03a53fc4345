import { catalog } from '../../lambda/catalog';
import { PARAMETER_TYPES, valueFault, type ParameterTypeName } from '../../lambda/core/parameter-types';
import { INLINE_QUOTA, MANAGED_QUOTA } from '../../lambda/core/pack';
import { parseStackId } from '../../lambda/core/scope';
import { supportedLimits } from '../../lambda/core/limit-reach';
import { CATALOGUE_PAGE, cataloguePage } from '../../scripts/catalogue-page';
import { exampleValues, sizeRows, VALUE_COUNTS, type Packing, type SizeRow } from '../../scripts/catalogue-sizes';
import { anchorsOf, codeIn, readDocument } from './markdown';

const page = readDocument(CATALOGUE_PAGE);

/** The part of the page below the heading of a persona or an activity. */
function sectionOf(name: string): string {
  const [, below] = page.split(`\n### ${name}\n`);
  if (below === undefined) throw new Error(`${CATALOGUE_PAGE} has no heading ${name}`);
  return below.split(/\n##/)[0] ?? below;
}

it('the reference of the catalogue is as the policy files make it', () => {
  const state = page === cataloguePage(catalog) ? 'up to date' : `stale; make it anew: npm run docs`;
  expect(state).toBe('up to date');
});

it('every persona and every activity has a heading of its own', () => {
  const names = [...catalog.personas.keys(), ...catalog.activities.keys()];
  expect(anchorsOf(page)).toEqual(expect.arrayContaining(names.map((name) => name.toLowerCase().replace('@', ''))));
});

it.each([...catalog.activities])(
  'the section of %s names everything that it grants, on what and under which conditions',
  (name, activity) => {
    const blocks = activity.Statements.flatMap(({ Condition, ConditionsWhen }) => [
      Condition ?? {},
      ...Object.values(ConditionsWhen ?? {}),
    ]);
    const keys = blocks.flatMap((block) => Object.values(block)).flatMap((entries) => Object.entries(entries));
    const expected = [
      ...activity.Statements.flatMap(({ Action, Resource, When }) => [...Action, ...Resource, ...(When === undefined ? [] : [When])]),
      ...keys.flatMap(([key, values]) => [key, ...values]),
      ...Object.keys(activity.Parameters),
      ...supportedLimits(activity, catalog),
      ...Object.values(activity.Unlimited ?? {}).flat(),
      ...activity.Trust.Services,
    ];
    const named = new Set(codeIn(sectionOf(name)));
    expect(expected.filter((text) => !named.has(text))).toEqual([]);
  },
);

it.each([...catalog.personas])('the section of %s names its activities and their parameters', (name, persona) => {
  const activities = persona.Activities.flatMap((reference) => catalog.activities.get(reference) ?? []);
  const expected = [...persona.Activities, ...activities.flatMap(({ Parameters }) => Object.keys(Parameters))];
  expect(codeIn(sectionOf(name))).toEqual(expect.arrayContaining(expected));
});

describe('the sizes', () => {
  const rows = sizeRows(catalog);

  it('cover every persona and every activity, with each combination of limits that it can honour', () => {
    const combinations = (activities: readonly string[]): string[] => {
      const limits = activities.flatMap((activity) => supportedLimits(catalog.activities.get(activity) ?? failed(activity), catalog));
      const vpc = limits.includes('Vpc') ? ['Vpc'] : [];
      const kms = limits.some((limit) => limit.startsWith('Kms')) ? ['Kms'] : [];
      return ['none', ...vpc, ...kms, ...(vpc.length + kms.length === 2 ? ['Vpc and Kms'] : [])];
    };
    const expected = [
      ...[...catalog.personas].flatMap(([name, { Activities }]) => combinations(Activities).map((variant) => [name, variant])),
      ...[...catalog.activities.keys()].flatMap((name) => combinations([name]).map((variant) => [name, variant])),
    ];
    expect(rows.map(({ name, variant }) => [name, variant])).toEqual(expected);
  });

  it('grow with the number of values, in policies and, unless statements get merged, in characters', () => {
    const policies = ({ packings }: SizeRow): number[] => packings.map((packing) => packing?.managedPolicies ?? Number.POSITIVE_INFINITY);
    expect(rows.filter((row) => policies(row).some((size, index) => size < (policies(row)[index - 1] ?? 0)))).toEqual([]);
  });

  it('are those of as few policies as the characters allow, and of one more at most with long lists or where these would be full', () => {
    const excess = (packing: Packing | undefined): number =>
      packing === undefined ? 0 : packing.managedPolicies - packing.fewestManagedPolicies;
    const isFull = (packing: Packing | undefined): boolean =>
      packing !== undefined && packing.characters > 0.98 * (INLINE_QUOTA + packing.fewestManagedPolicies * MANAGED_QUOTA);
    expect(rows.filter(({ packings }) => packings.some((packing) => excess(packing) > 1))).toEqual([]);
    const short = rows.map(({ packings, ...row }) => ({ ...row, packings: packings.slice(0, 2).filter((packing) => !isFull(packing)) }));
    expect(short.filter(({ packings }) => packings.some((packing) => excess(packing) > 0))).toEqual([]);
  });

  it('say that a data scientist with everything on fits the quotas', () => {
    const everything = rows.find(({ name, variant }) => name === 'DataScientist@2' && variant === 'Vpc and Kms')?.packings[0];
    expect(everything?.managedPolicies).toBeLessThanOrEqual(3);
  });

  it('are measured with values that a template may give', () => {
    const scope = parseStackId('arn:aws:cloudformation:us-east-1:111122223333:stack/ml/0a1b2c3d') ?? failed('stack');
    // A requirement has one value.
    const types = (Object.keys(PARAMETER_TYPES) as ParameterTypeName[]).filter((type) => type !== 'Requirement');
    const faults = types.flatMap((type) => exampleValues(type, Math.max(...VALUE_COUNTS)).map((value) => valueFault(type, value, scope)));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});

function failed(name: string): never {
  throw new Error(`there is no ${name}`);
}
