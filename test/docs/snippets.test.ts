import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { render } from '../../cli/render';
import { startLocalAws, type LocalAws } from '../../local/local-aws';
import { commandFaults, commandsOf } from './commands';
import { blocksOf, DOCUMENTS, readDocument, ROOT, type Block } from './markdown';
import { copyProject, type ProjectCopy } from './project-copy';
import { exchangesOf, firstDifference } from './transcript';

type Kind = 'diagram' | 'template' | 'properties' | 'commands' | 'transcript' | 'policy file' | 'construct' | 'changes';

/** How a block is tested. A block of another language, or a JSON block elsewhere, has no rule yet, which is a failure. */
function kindOf(document: string, { language, file, text }: Block): Kind {
  const isPolicyFile = file?.includes('policy-templates/') === true;
  switch (language) {
    case 'yaml':
      return Object.hasOwn(parse(text, { logLevel: 'silent' }) as object, 'Resources') ? 'template' : 'properties';
    case 'mermaid':
      return 'diagram';
    case 'sh':
      return 'commands';
    case 'console':
      return 'transcript';
    case 'text':
      // Made from references of this kind in contributing.test.ts: the command itself needs the network.
      if (document === 'CONTRIBUTING.md') return 'changes';
      break;
    case 'ts':
      // Compiled and run by test/package/package.test.ts, where the package is installed.
      if (document === 'README.md' && file !== undefined) return 'construct';
      break;
    case 'json':
      if (isPolicyFile) return 'policy file';
  }
  throw new Error(`no rule covers a block of language "${language}"${file === undefined ? '' : ` and file ${file}`}: write one`);
}

const snippets = DOCUMENTS.flatMap((document) =>
  blocksOf(readDocument(document)).map((block) => ({
    place: `${document}:${String(block.line)}`,
    document,
    kind: kindOf(document, block),
    block,
  })),
);

function snippetsOf(kind: Kind): typeof snippets {
  return snippets.filter((snippet) => snippet.kind === kind);
}

describe('a template', () => {
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  });
  afterAll(async () => {
    await aws.close();
  });

  it.each(snippetsOf('template').filter(({ block }) => block.file?.startsWith('faulty') !== true))(
    '$place is created, and deleted without a trace',
    async ({ block }) => {
      const created = await aws.cloudFormation.createStack({ name: 'snippet', template: block.text });
      expect(created).toMatchObject({ status: 'CREATE_COMPLETE' });
      expect(created.resources.map(({ type }) => type)).toContain('Custom::SageMakerPersonaRole');
      expect(aws.iam.roles).toHaveLength(created.resources.length);
      expect(await aws.cloudFormation.deleteStack('snippet')).toMatchObject({ status: 'DELETE_COMPLETE' });
      expect(aws.iam.roles).toEqual([]);
    },
  );
});

describe('a map of properties', () => {
  const options = { partition: 'aws', region: 'us-east-1', account: '111122223333', logicalId: 'Role' };

  /** What the snippets are about is allowed; whether it is by default, is told beside them. */
  const PROVIDER = { TrustedPrincipals: '*' };

  const rendered = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'persona-role-properties-'));
    const provider = join(folder, 'provider.json');
    writeFileSync(join(folder, 'properties.yaml'), text);
    writeFileSync(provider, JSON.stringify(PROVIDER));
    try {
      return render(join(folder, 'properties.yaml'), { ...options, provider });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it.each(snippetsOf('properties').filter(({ block }) => block.file !== 'faulty.yaml'))('$place is rendered', ({ block }) => {
    expect(JSON.parse(rendered(block.text))).toMatchObject({ Policies: [{ PolicyName: 'SageMakerPersona' }] });
  });

  it.each(snippetsOf('properties').filter(({ block }) => block.file === 'faulty.yaml'))('$place is refused', ({ block }) => {
    expect(() => rendered(block.text)).toThrow('InvalidRequest');
  });
});

it.each(snippetsOf('diagram'))('$place names only files of the code that there are', ({ block }) => {
  const files = block.text.match(/[a-z-]+\.ts/g) ?? [];
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => !existsSync(join(ROOT, 'lambda', file)) && !existsSync(join(ROOT, 'lambda/core', file)))).toEqual([]);
});

it.each(snippetsOf('commands').flatMap(({ place, block }) => commandsOf(block.text).map((command) => ({ place, command }))))(
  '$place: $command names what there is',
  ({ command }) => {
    expect(commandFaults(command)).toEqual([]);
  },
);

const transcripts = DOCUMENTS.map((document) => ({
  document,
  exchanges: snippetsOf('transcript')
    .filter((snippet) => snippet.document === document)
    .flatMap(({ place, block }) => exchangesOf(block.text).map((exchange) => ({ place, ...exchange }))),
})).filter(({ exchanges }) => exchanges.length > 0);

// In the order of the document, in one copy: what a reader has saved and built stays there.
describe.each(transcripts)('$document, followed from top to bottom', ({ document, exchanges }) => {
  let copy: ProjectCopy;
  beforeAll(() => {
    copy = copyProject(blocksOf(readDocument(document)));
  });
  afterAll(() => {
    copy.remove();
  });

  it.each(exchanges)(
    '$place: $command prints what is shown',
    ({ command, shown }) => {
      const output = copy.run(command);
      expect({ missing: firstDifference(shown, output), output }).toEqual({ missing: undefined, output });
    },
    120_000,
  );
});
