import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT, type Block } from './markdown';

const COPIED = [
  'cli',
  'dist',
  'examples',
  'infra',
  'lambda',
  'local',
  'policy-templates',
  'scripts',
  'web',
  'package.json',
  'tsconfig.json',
  '.prettierrc.json',
];

/** What a fresh clone does first. Here the packages are there already, and belong to the clone that runs the tests. */
const FIRST_RUN = /^node scripts\/first-run\.cjs && /;

/** A copy of the project in which a reader follows a document, so that nothing here changes while other tests run. */
export interface ProjectCopy {
  readonly folder: string;
  /** Runs a command as the document has it; everything that it prints. */
  run(command: string): string;
  remove(): void;
}

/** @param blocks the document's, those with a file name are saved under it */
export function copyProject(blocks: readonly Block[]): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'persona-role-docs-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const { file, text } of blocks) {
    if (file === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return {
    folder,
    run: (command) => {
      const path = [join(ROOT, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
      const settings = { cwd: folder, encoding: 'utf8', env: { PATH: path, HOME: folder, TMPDIR: tmpdir(), NO_COLOR: '1' } } as const;
      const { stdout, stderr, error } = spawnSync('sh', ['-c', withoutNpm(command)], settings);
      if (error !== undefined) throw error;
      return stdout + stderr;
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** `npm start -- X` and `npm run build` as what package.json says they are. */
function withoutNpm(command: string): string {
  const [, name, , rest = ''] = /^npm (?:run )?([\w:]+)( -- (.*))?$/.exec(command) ?? [];
  return name === undefined ? command : `${npmScript(name).replace(FIRST_RUN, '')} ${rest}`.trimEnd();
}

/** @throws Error where package.json has no such script */
export function npmScript(name: string): string {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };
  const script = scripts[name];
  if (script === undefined) throw new Error(`package.json has no script "${name}"`);
  return script;
}
