import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkTemplate } from '../../cli/check-template';
import { parseConfiguration } from '../../lambda/core/configuration';
import { CASES, propertiesOf } from '../core/bad-cases';
import { faultsOf } from '../core/samples';
import { codeIn, proseOf, readDocument, ROOT } from './markdown';

const page = readDocument('docs/operations.md');

/** The parts of messages that the first table explains. */
const EXPLAINED =
  proseOf(page)
    .split('## Messages about IAM')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => codeIn(line.split('|')[1] ?? '')) ?? [];

const unexplained = (messages: readonly string[]): string[] =>
  messages.filter((message) => !EXPLAINED.some((part) => message.includes(part)));

it('explains every message that the corpus of bad properties brings about', () => {
  const messages = CASES.filter(({ issues }) => issues !== undefined).flatMap((badCase) =>
    faultsOf(propertiesOf(badCase)).map(({ message }) => message),
  );
  expect(messages.length).toBeGreaterThan(150);
  expect([...new Set(unexplained(messages))]).toEqual([]);
});

it('explains every message that the corpus of bad templates brings about, but those about templates themselves', () => {
  const cases = parse(readFileSync(join(ROOT, 'test/cli/cases/bad-templates.yaml'), 'utf8')) as readonly {
    readonly template?: string;
    readonly properties?: string;
  }[];
  const head = 'Resources:\n  Role:\n    Type: Custom::SageMakerPersonaRole\n    Properties:\n      ServiceToken: arn\n';
  const settings = { place: {}, parameters: {}, configuration: undefined, defaults: parseConfiguration({}) };
  const messages = cases.flatMap(({ template, properties = '' }) => {
    const text = (template ?? head + properties.replace(/^(?=.)/gm, '      ')).replace('¶', '');
    return checkTemplate(text, 't.yaml', settings)
      .findings.filter(({ level, rule }) => level === 'fault' && rule !== 'invalid-template')
      .map(({ message }) => message);
  });
  expect([...new Set(unexplained(messages))]).toEqual([]);
});

it('explains nothing that no code says', () => {
  const folders = ['lambda', 'lambda/core', 'cli'];
  const code = folders.map((folder) => sourcesOf(folder)).join('\n');
  const ends = (part: string): string => part.replace(/ (persona|activity|property)$/, '');
  expect(
    EXPLAINED.filter((part) => !code.includes(part) && !code.includes(ends(part)) && !/^over IAM's 64$|^is not |^can honour/.test(part)),
  ).toEqual([]);
});

it('explains every code of an error', () => {
  const codes = [...readFileSync(join(ROOT, 'lambda/core/errors.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map((match) => match[1] ?? '');
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

function sourcesOf(folder: string): string {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');
}
