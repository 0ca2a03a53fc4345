import { catalog } from '../../lambda/catalog';
import { propertiesJsonSchema } from '../../lambda/core/json-schema';
import { LIMIT_LISTS } from '../../lambda/core/limit';
import { parameterNames } from '../../lambda/core/catalog';
import { propertyField, settingFields } from '../../web/design/property-form';

const schema = propertiesJsonSchema(catalog);
const STRUCTURES = ['Tags', 'TrustedPrincipals', 'AdditionalStatements'];

describe('the fields of the page', () => {
  it('cover every property of the schema', () => {
    const settings = settingFields(schema, catalog).map(({ path }) => path);
    const limits = Object.values(LIMIT_LISTS).flatMap((lists) => Object.keys(lists).map((list) => list.split('.')[0] ?? list));
    const choice = ['Persona', 'Activities', 'ExcludeActivities', 'ServiceToken', 'ServiceTimeout'];
    const all = Object.keys(schema['properties'] as object);
    expect([...new Set([...settings, ...limits, ...choice, ...parameterNames(catalog)])].sort()).toEqual(all.sort());
  });

  it('say what each is for', () => {
    expect(settingFields(schema, catalog).filter(({ words }) => words.length < 20)).toEqual([]);
  });

  it.each<readonly [string, string]>([
    ['Description', 'text'],
    ['MaxSessionDuration', 'number'],
    ['SourceCondition', 'choice'],
    ['Exclusive', 'choice'],
    ['RequireNetworkIsolation', 'choice'],
    ['ResourceTags', 'structure'],
    ['AllowedInstanceTypes', 'list'],
    ['ManagedPolicyArns', 'list'],
    ['Vpc.Subnets', 'list'],
    ...STRUCTURES.map((name) => [name, 'structure'] as const),
  ])('%s is a %s', (path, kind) => {
    expect(propertyField(schema, path).form.kind).toBe(kind);
  });

  it('offer the values of a choice, and tell its default', () => {
    expect(propertyField(schema, 'SourceCondition')).toMatchObject({ form: { values: ['account', 'arn', 'none'] } });
    expect(propertyField(schema, 'Exclusive')).toMatchObject({ form: { values: ['true', 'false'] } });
    expect(propertyField(schema, 'ForceDetach').words).toMatch(/Default: `true`\.$/);
  });
});
