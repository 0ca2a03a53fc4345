import { list } from '../../cli/list';
import { schema } from '../../cli/schema';
import { show } from '../../cli/show';
import { catalog } from '../../lambda/catalog';
import { propertiesJsonSchema } from '../../lambda/core/json-schema';
import { LIMITS } from '../../lambda/core/limit';
import { parameterNames } from '../../lambda/core/catalog';
import { PROPERTY_WORDS } from '../../lambda/core/property-words';

const NAMES = [
  ...catalog.personas.keys(),
  ...catalog.activities.keys(),
  ...parameterNames(catalog),
  ...LIMITS,
  ...Object.keys(PROPERTY_WORDS).filter((name) => name !== 'Vpc'),
];

describe('list', () => {
  it('names every persona, activity with its version, parameter and limit', () => {
    const { output, exitCode } = list({});
    expect(exitCode).toBe(0);
    const first = output.split('\n').map((line) => line.trim().split(/ {2,}/)[0]);
    const names = [...catalog.personas.keys(), ...catalog.activities.keys(), ...parameterNames(catalog), ...LIMITS];
    expect(names.filter((name) => !first.includes(name))).toEqual([]);
  });

  it('as JSON says of every activity what it takes and what it can honour', () => {
    const { activities } = JSON.parse(list({ json: true }).output) as { activities: readonly { readonly name: string }[] };
    expect(activities.map(({ name }) => name)).toEqual([...catalog.activities.keys()]);
    expect(activities).toContainEqual({
      name: 'ManageModels@1',
      title: catalog.activities.get('ManageModels@1')?.Title,
      parameters: ['RolesToPass'],
      limits: ['Vpc', 'RequireNetworkIsolation', 'ResourceNamePrefix', 'ResourceTags'],
    });
  });
});

describe('show', () => {
  it.each(NAMES)('%s begins with its name and has words', (name) => {
    const { output } = show(name, {});
    expect(output.startsWith(name)).toBe(true);
    expect(output.split('\n').length).toBeGreaterThan(1);
  });

  it.each([...catalog.activities.keys()])('%s names every action and resource that it grants', (name) => {
    const { output } = show(name, {});
    const granted = catalog.activities.get(name)?.Statements.flatMap(({ Action, Resource }) => [...Action, ...Resource]) ?? [];
    expect(granted.filter((text) => !output.includes(text))).toEqual([]);
  });

  it.each(NAMES)('%s is JSON where JSON is wanted', (name) => {
    expect(typeof JSON.parse(show(name, { json: true }).output)).toBe('object');
  });

  it('takes a name without a version for version 1, and says which others there are', () => {
    expect(show('RunStudioApps', {}).output).toMatch(/^RunStudioApps@1: .* \(there is also RunStudioApps@2\)\n/);
  });

  it.each(['GrantTo', 'Adopt'])('%s is told without the links of a page', (name) => {
    expect(show(name, {}).output).not.toMatch(/\]\(|See /);
  });

  it("begins with a limit's own words where it is a property", () => {
    expect(show('ResourceTags', {}).output).toMatch(/^ResourceTags\n {2}A map such as `\{ team: a \}`: tags that /);
    expect(show('Kms.DataKeys', {}).output).toMatch(/^Kms\.DataKeys: set by Kms\.DataKeys\n/);
  });

  it('says which versions there are', () => {
    expect(() => show('ManageJobs@9', {})).toThrow('InvalidRequest: ManageJobs has no version "9"; there is ManageJobs@1');
    expect(() => show('DataScientist@x', {})).toThrow(
      'InvalidRequest: DataScientist has no version "x"; there are DataScientist@1, DataScientist@2',
    );
  });

  it('suggests the nearest name', () => {
    expect(() => show('ManageJob@1', {})).toThrow('InvalidRequest: ManageJob@1: is unknown; did you mean "ManageJobs"?');
  });
});

it('schema prints the JSON Schema of the properties', () => {
  expect(JSON.parse(schema().output)).toEqual(propertiesJsonSchema(catalog));
  expect(schema().output).not.toMatch(/\]\([^)]*\.md/);
});
