import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { author, jsii, name, repository } from '../../package.json';
import { DOCUMENTS, readDocument, ROOT } from './markdown';

/** As long as nobody has said where the project will live. */
const NOWHERE = /^https:\/\/[\w.-]+\.example\//;

/** A command of a package manager that takes the package from a registry: by its name, with or without a version. */
const FROM_REGISTRY = new RegExp(`(npm (install|i|add)|yarn add|pnpm add|npx|pip install)\\b[^\\n]*[\\s'"]${name}(@|==|\\s|['"\`]|$)`, 'm');

const EXAMPLES = ['examples', '.github'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);

it('places that are not known yet are of nobody, and CONTRIBUTING.md says what to put there', () => {
  expect(repository.url).toMatch(NOWHERE);
  expect(author).toEqual({ name: expect.stringContaining(name) as string, organization: true });
  expect(jsii.targets.java.maven.groupId).toBe(jsii.targets.java.package);
  expect(jsii.targets.java.package).toMatch(/^example\./);
  expect(`https://${jsii.targets.go.moduleName}`).toMatch(NOWHERE);
  const section = readDocument('CONTRIBUTING.md').split('## Before publishing')[1] ?? '';
  for (const field of ['`repository`', '`author`', '`java`', '`go`']) expect(section).toContain(field);
});

it.each(['npm install sagemaker-persona-role', 'npm i -g sagemaker-persona-role@0.1.0', 'pip install "sagemaker-persona-role"'])(
  'a command that takes the package from a registry is known: %s',
  (command) => {
    expect(command).toMatch(FROM_REGISTRY);
  },
);

it.each([...DOCUMENTS.map((document) => join(ROOT, document)), ...EXAMPLES])(
  'nothing tells to take a package from a registry that nobody has put there: %s',
  (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(FROM_REGISTRY);
  },
);
