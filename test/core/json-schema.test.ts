import { Ajv2020 } from 'ajv/dist/2020';
import { propertiesJsonSchema, type JsonSchema } from '../../lambda/core/json-schema';
import { parameterNames } from '../../lambda/core/catalog';
import { PROPERTY_WORDS } from '../../lambda/core/property-words';
import { CASES, propertiesOf } from './bad-cases';
import { BASES, catalog, faultsOf } from './samples';

const schema = propertiesJsonSchema(catalog);
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false, allErrors: true });
ajv.addVocabulary(['enumDescriptions']);
const accepts = ajv.compile(schema);

function propertiesIn({ properties }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return properties as Readonly<Record<string, JsonSchema>>;
}

/** What depends on the stack, on the provider or on several properties at once: only the provider's own check finds it. */
const BEYOND_A_SCHEMA =
  /another account|another Region|another partition|is of (account|Region|partition)|is required by|no activity of the role|does not use it|cannot honour|is named twice|named twice|cannot stand beside|goes only with|does not preselect|leaves no activity|names a key twice|names 11 policies|over IAM's|AWS does not document|quota|managed policy|Latin-1|letters, digits, spaces|begins with|which marks|withdrawn|at least|at most/;

/** Beside those: whether a trailing wildcard may stand depends on another property, statements and principals are the provider's to check, patterns are for texts, and lists may be empty, since that means to leave them out. */
const MISSED = [
  'bucket: a number',
  'Vpc with two empty lists',
  'Vpc with empty lists for an activity that cannot honour it',
  'an empty list of activities',
  'a limit that nothing can honour',
  'tags that are none',
  'a tag in two spellings',
  'other tags for one activity',
  'a description too long',
  'a reserved tag',
  'bucket: a prefix',
  'repository: everything below it',
  "a principal of one's own",
  "a statement of one's own",
];

it('has words on every property, in the order of the words', () => {
  const members = propertiesIn(schema);
  expect(Object.keys(members).sort()).toEqual([...Object.keys(PROPERTY_WORDS), ...parameterNames(catalog)].sort());
  expect(Object.entries(members).filter(([, { description }]) => description === undefined || description === '')).toEqual([]);
  expect(Object.keys(members).slice(0, 4)).toEqual(['ServiceToken', 'ServiceTimeout', 'Persona', 'Activities']);
});

it('names every persona and every activity with its versions', () => {
  const { Persona, ExcludeActivities } = propertiesIn(schema);
  expect(Persona?.['enum']).toEqual(expect.arrayContaining([...catalog.personas.keys(), 'DataScientist']));
  expect(ExcludeActivities?.['then']).toMatchObject({ items: { enum: expect.arrayContaining([...catalog.activities.keys()]) as unknown } });
});

it('states the defaults of the schema', () => {
  expect(propertiesIn(schema)).toMatchObject({ ForceDetach: { default: true }, SourceCondition: { default: 'account' } });
});

it.each(Object.entries(BASES).filter(([name]) => name !== 'Nothing'))('accepts the smallest %s', (_, properties) => {
  expect(accepts(properties)).toBe(true);
});

it.each([
  ['numbers and booleans as text', { MaxSessionDuration: '7200', ForceDetach: 'false', Exclusive: true, PropagationDelaySeconds: 0 }],
  ['a text that is a number', { Revision: 5, Description: true }],
  [
    'empty texts and lists for absent properties',
    { PermissionsBoundary: '', Tags: [], SourceCondition: '', ExcludeActivities: '', Vpc: '' },
  ],
  ['a tag without a value', { Tags: [{ Key: 'team' }] }],
  ['one tag without a list', { Tags: { Key: 'team', Value: 1 } }],
  ['one activity without a list', { Activities: 'ManageExperiments@1' }],
])('accepts %s, as the provider does', (_, change) => {
  const properties = { ...BASES.Experiments, ...change };
  expect(faultsOf(properties)).toEqual(faultsOf(properties).filter(({ path }) => path === 'ExcludeActivities'));
  expect({ accepted: accepts(properties), errors: accepts.errors }).toEqual({ accepted: true, errors: null });
});

it.each(CASES.filter(({ grants, change }) => grants !== undefined && !JSON.stringify(change).includes('null')))(
  'accepts what the provider accepts: $name',
  (badCase) => {
    expect({ accepted: accepts(propertiesOf(badCase)), errors: accepts.errors }).toEqual({ accepted: true, errors: null });
  },
);

it.each(CASES.filter(({ issues = [] }) => issues.some(({ path, says }) => !BEYOND_A_SCHEMA.test(`${path} ${says}`))))(
  'refuses what the provider refuses, with few exceptions: $name',
  (badCase) => {
    expect(accepts(propertiesOf(badCase))).toBe(MISSED.includes(badCase.name));
  },
);
