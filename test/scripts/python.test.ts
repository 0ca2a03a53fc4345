import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makePython, readyPython } from '../../scripts/python.cjs';
import { describeWithPython } from '../python';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'python-environment-'));
  write('test/requirements.txt', 'six==1.17.0\n');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A path on which there is nothing but a `python3` that behaves like this shell script. */
function pathWithPython(script: string): string {
  chmodSync(write('bin/python3', `#!/bin/sh\n${script}\n`), 0o755);
  return join(root, 'bin');
}

describe('makePython says in words', () => {
  it.each([
    ['that there is no Python', '', 'no Python was found'],
    ['that Python is too old', 'echo 3.8.18', 'Python 3.8.18 is not supported: install a version from 3.10 to 3.14'],
    ['that venv is missing', 'echo 3.11.2; exit 1', 'on Debian and Ubuntu, install the package python3-venv'],
    ['that venv failed', 'if [ "$1" = -c ]; then echo 3.11.2; else echo "disk full" >&2; exit 1; fi', 'python -m venv failed: disk full'],
  ])('%s', async (_, script, reason) => {
    const result = await makePython({ root, environment: { PATH: pathWithPython(script) }, log: () => undefined });
    expect(result.reason).toContain(reason);
  });
});

describe('readyPython', () => {
  /** An environment as a finished installation leaves it. */
  function finished(): string {
    write('.venv/pyvenv.cfg', 'home = /usr/bin\nversion = 3.11.2\n');
    return write('.venv/bin/python', '');
  }

  it('finds nothing where there is no environment, or an unfinished one', () => {
    expect(readyPython(root)).toBeUndefined();
    finished();
    expect(readyPython(root)).toBeUndefined();
  });
});

describeWithPython('makePython with a real Python', () => {
  const environment = { PATH: process.env['PATH'], PIP_NO_INDEX: '0', PIP_FIND_LINKS: '', PIP_CONFIG_FILE: '/dev/null' };

  it('says that the registry cannot be reached, and leaves no environment that looks finished', async () => {
    const lines: string[] = [];
    const unreachable = { ...environment, PIP_INDEX_URL: 'http://127.0.0.1:1/simple' };
    const result = await makePython({ root, environment: unreachable, log: (line) => lines.push(line) });
    expect(result.reason).toBe('the Python package registry could not be reached: check the network, or set PIP_INDEX_URL to a mirror');
    expect(lines[0]).toMatch(/^Making the Python environment \.venv \(Python 3\.\d+\.\d+\)/);
    expect(readyPython(root)).toBeUndefined();
  }, 120_000);

  it('makes an environment that stays ready until the requirements change', async () => {
    write('test/requirements.txt', '# nothing\n');
    const { python } = await makePython({ root, environment, log: () => undefined });
    expect(python).toBe(join(root, '.venv', 'bin', 'python'));
    expect(readyPython(root)).toBe(python);
    expect(await makePython({ root, environment: { PATH: '' } })).toEqual({ python });
    write('test/requirements.txt', 'six==1.17.0\n');
    expect(readyPython(root)).toBeUndefined();
  }, 120_000);
});

describe('test/requirements.txt', () => {
  it('pins every package exactly', () => {
    const lines = readFileSync(join(__dirname, '..', 'requirements.txt'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.filter((line) => !/^[A-Za-z0-9_.-]+==[0-9][^\s;]*(; python_version (>=|<) "3\.11")?$/.test(line))).toEqual([]);
    expect(lines.map((line) => line.split('==')[0])).toEqual(
      expect.arrayContaining(['moto', 'ministack', 'aws-sam-translator', 'cfn-lint']),
    );
  });
});
