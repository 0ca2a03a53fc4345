import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { engines } from '../../package.json';
import { mapAt, ownValue, scalarText } from '../../cli/template-value';
import { program } from '../../cli/program';
import { catalog } from '../../lambda/catalog';
import { LIMITS } from '../../lambda/core/limit';
import { startLocalAws } from '../../local/local-aws';
import { CATALOGUE_PAGE } from '../../scripts/catalogue-page';
import { builtTemplate } from '../infra/resolved-provider';
import { anchorsOf, blocksOf, codeIn, DOCUMENTS, linksOf, proseOf, readDocument, ROOT, tableOf } from './markdown';

const readme = readDocument('README.md');
const roles = readDocument('docs/roles.md');
const provider = readDocument('docs/provider.md');

it('the table of personas has exactly those of the catalogue, each linked to what it gives', () => {
  const stated = [...tableOf(readme, 'persona').keys()];
  expect(stated).toEqual([...catalog.personas.keys()]);
  const anchors = stated.map((name) => `${CATALOGUE_PAGE}#${name.toLowerCase().replace('@', '')}`);
  expect(linksOf(readme)).toEqual(expect.arrayContaining(anchors));
});

it('every limit is named by the property that sets it, and explained', () => {
  const properties = LIMITS.map((limit) => limit.split('.')[0] ?? limit);
  expect(properties.filter((property) => ![readme, roles].every((document) => document.includes(`\`${property}\``)))).toEqual([]);
});

it('the table of commands has exactly those that the program has', () => {
  const stated = [...tableOf(readme, 'command').keys()].map((usage) => usage.split(' ')[0] ?? '');
  expect(stated.toSorted()).toEqual(
    program()
      .commands.map((command) => command.name())
      .toSorted(),
  );
});

it('the table of attributes has exactly those that a created resource has', async () => {
  const template = blocksOf(readme).find(({ file }) => file === 'my-template.yaml')?.text ?? '';
  const aws = await startLocalAws();
  try {
    const { resources } = await aws.cloudFormation.createStack({ name: 'attributes', template });
    expect([...tableOf(roles, 'attribute').keys()]).toEqual(Object.keys(resources[0]?.data ?? {}));
  } finally {
    await aws.close();
  }
});

describe('the provider', () => {
  const { body } = builtTemplate();
  const parameters = mapAt(body, 'Parameters');

  it('has exactly the parameters of the table, with the same defaults', () => {
    const stated = [...tableOf(provider, 'parameter')].map(([name, row]) => [
      name,
      (row['default'] ?? '').replace(/^empty$/, '').replaceAll('`', ''),
    ]);
    expect(stated).toEqual(Object.keys(parameters).map((name) => [name, scalarText(ownValue(mapAt(parameters, name), 'Default'))]));
  });

  it('exports the ServiceToken under the name that the documents use', () => {
    expect(provider).toContain('`<FunctionName>-ServiceToken`');
    expect(mapAt(mapAt(body, 'Outputs'), 'ServiceToken')).toMatchObject({
      Export: { Name: { 'Fn::Sub': '${FunctionName}-ServiceToken' } },
    });
  });
});

it.each(['README.md', 'CONTRIBUTING.md'])('%s names the oldest Node.js that package.json admits', (path) => {
  expect(engines.node).toBe(`>=${/Node\.js (\d+\.\d+) or newer/.exec(readDocument(path))?.[1] ?? '(none)'}`);
});

describe.each(DOCUMENTS)('%s', (path) => {
  const document = readDocument(path);

  it('links only to files and headings that there are', () => {
    const broken = linksOf(document)
      .filter((link) => !/^https:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? path : normalize(join(dirname(path), file));
        return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(readDocument(target)).includes(anchor));
      });
    expect(broken).toEqual([]);
  });

  it('names only files and folders of the project that there are', () => {
    const saved = blocksOf(document).flatMap(({ file }) => file ?? []);
    const paths = codeIn(proseOf(document)).filter((code) =>
      /^(\.ci|cli|dist|docs|examples|infra|lambda|local|policy-templates|scripts|test|web)(\/[\w./-]*)?$/.test(code),
    );
    expect(paths.filter((file) => !saved.includes(file) && !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
