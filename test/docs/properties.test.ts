import { catalog } from '../../lambda/catalog';
import { parseProperties } from '../../lambda/core/properties';
import { PROPERTIES_PAGE, propertiesPage } from '../../scripts/properties-page';
import { codeIn, readDocument, tableOf } from './markdown';

const page = readDocument(PROPERTIES_PAGE);
const camelCase = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Every property of the schema, as it tells them to whoever gives one that it does not know at all. */
function propertiesOfTheSchema(): string[] {
  const { issues } = parseProperties({ Persona: 'Compute@1', '??????????': 'x' }, catalog);
  const [, names] = /valid are (.*)$/.exec(issues[0]?.message ?? '') ?? [];
  if (names === undefined) throw new Error(`the schema does not say what is valid: ${JSON.stringify(issues)}`);
  return names.split(', ');
}

it('the reference of the properties is as the schema makes it', () => {
  const state = page === propertiesPage(catalog) ? 'up to date' : 'stale; make it anew: npm run docs';
  expect(state).toBe('up to date');
});

it('has exactly the properties of the schema', () => {
  const section = (heading: string): string => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const own = [...tableOf(section('Of every role'), 'property').keys()];
  const parameters = [...tableOf(section('Parameters of activities'), 'parameter').keys()];
  expect([...own, ...parameters].sort()).toEqual(propertiesOfTheSchema().sort());
});

it('says of every parameter what each activity does with it, with a link to the activity', () => {
  const rows = tableOf(page.split('\n## Parameters of activities\n')[1] ?? '', 'parameter');
  for (const [activity, { Parameters }] of catalog.activities) {
    for (const name of Object.keys(Parameters)) {
      expect(rows.get(name)?.['what it means']).toContain(`[\`${activity}\`](catalogue.md#${activity.toLowerCase().replace('@', '')})`);
    }
  }
});

it('links to the page that has the answer, not to README.md, which would only link on', () => {
  expect(page).not.toContain('README.md');
});

it('names the defaults of the schema', () => {
  const { properties } = parseProperties({ Persona: 'Compute@1' }, catalog);
  const defaults = new Map(Object.entries(properties ?? {}).map(([name, value]) => [name, String(value)]));
  const stated = [...tableOf(page, 'property')].flatMap(([name, row]) =>
    codeIn(row['default'] ?? '').map((value) => [camelCase(name), value] as const),
  );
  expect(stated.length).toBeGreaterThan(3);
  expect(stated.map(([name]) => [name, defaults.get(name)])).toEqual(stated);
});
