import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { ROOT } from '../docs/markdown';

const PROGRAM = join(ROOT, 'dist', 'cli', 'persona-role.js');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program, as it is installed. */
function run(args: readonly string[], input = ''): Run {
  return spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', input, cwd: ROOT });
}

/** Names of all commands, as the help lists them. */
const COMMANDS = [...run(['--help']).stdout.matchAll(/^ {2}([a-z]+) \[?/gm)]
  .map((match) => match[1] ?? '')
  .filter((name) => name !== 'help');

it('the help names the commands', () => {
  expect(COMMANDS).toEqual(expect.arrayContaining(['render', 'list', 'show', 'schema']));
});

it('--version prints the version of the package', () => {
  expect(run(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe.each(COMMANDS)('%s --help', (command) => {
  const { status, stdout } = run([command, '--help']);

  it('succeeds, and shows at least one example that begins with the program', () => {
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`\\nExamples:\\n(.*\\n)*? *(.*\\| )?persona-role ${command}`));
  });
});

const COMPUTE = 'examples/raw/compute.yaml';
const READ = ['s3:GetObject', 'arn:aws:s3:::ml-data/a'];

/** A word of the message by a command that is called wrongly; each command has at least one, each option that can be wrong too. */
const WRONG: readonly (readonly [fault: string, ...command: readonly string[]])[] = [
  ['no such file', 'render', 'missing.yaml'],
  ["missing required argument 'file'", 'render'],
  ['unknown option', 'render', COMPUTE, '--acount', '1'],
  ['--format', 'render', COMPUTE, '--format', 'xml'],
  ['twelve digits', 'render', COMPUTE, '--account', '12'],
  ['is no Region', 'render', COMPUTE, '--region', 'Ireland'],
  ['--partition: "gov"', 'render', COMPUTE, '--partition', 'gov'],
  ['not the ARN of a stack', 'render', COMPUTE, '--stack-id', 'ml-team'],
  ['is no logical id', 'render', '-', '--logical-id', 'My-Role'],
  ['there is no Rol in', 'render', COMPUTE, '--resource', 'Rol'],
  ['is needed: examples/raw/data-scientist.yaml has', 'render', 'examples/raw/data-scientist.yaml'],
  ['form Name=Value', 'render', COMPUTE, '-p', 'DataBucket'],
  ['did you mean "DataBucket"?', 'render', COMPUTE, '-p', 'DataBuckt=ml-data'],
  ['provider.json: there is no such file', 'render', COMPUTE, '-p', 'DataBucket=ml-data', '--provider', 'provider.json'],
  ['no such file', 'check', 'missing.yaml'],
  ['*.template.json', 'check', 'cli'],
  ['--format', 'check', COMPUTE, '--format', 'xml'],
  ['twelve digits', 'check', COMPUTE, '--account', '12'],
  ['is no Region', 'check', COMPUTE, '--region', 'Ireland'],
  ['form Name=Value', 'check', COMPUTE, '-p', 'DataBucket'],
  ['did you mean "DataBucket"?', 'check', COMPUTE, '-p', 'DataBuckt=ml-data'],
  ['--of FILE or by --live NAME', 'explain', ...READ],
  ['--of FILE or by --live NAME', 'explain', ...READ, '--of', COMPUTE, '--live', 'role'],
  ['no such file', 'explain', ...READ, '--of', 'missing.yaml'],
  ['form service:Key=value', 'explain', ...READ, '--of', COMPUTE, '-c', 'SourceVpc=vpc-1'],
  ['form service:Action', 'explain', 'GetObject', '*', '--live', 'role'],
  ['is no Region', 'explain', ...READ, '--live', 'role', '--region', 'Ireland'],
  ['old.yaml: there is no such file', 'diff', 'old.yaml', COMPUTE],
  ['git says', 'diff', 'HEAD:missing.yaml', COMPUTE],
  ['has no version "99"', 'diff', 'ManageJobs@1', 'ManageJobs@99'],
  ["missing required argument 'new'", 'diff', 'ManageJobs@1'],
  ['no such file', 'plan', 'missing.yaml'],
  ['twelve digits', 'plan', COMPUTE, '--account', '12'],
  ['no such file', 'drift', 'missing.yaml'],
  ['is no Region', 'drift', COMPUTE, '--region', 'Ireland'],
  ['too many arguments', 'list', 'ManageJobs'],
  ['unknown option', 'list', '--jsonn'],
  ['did you mean "ManageJobs"?', 'show', 'ManageJob'],
  ['has no version "99"', 'show', 'ManageJobs@99'],
  ["missing required argument 'name'", 'show'],
  ['too many arguments', 'schema', 'Role'],
  ['no such file', 'try', 'missing.yaml'],
  ['is not Name=Value', 'try', COMPUTE, 'DataBucket'],
  ['did you mean "DataBucket"?', 'try', COMPUTE, 'DataBuckt=ml-data'],
  ["missing required argument 'template'", 'try'],
  ['is no port', 'designer', '--port', '99999'],
  ['Did you mean render?', 'rendr'],
];

it('no command is left out of the table of wrong usage', () => {
  expect(COMMANDS.filter((command) => !WRONG.some(([, name]) => name === command))).toEqual([]);
});

it.each(WRONG)('wrong usage is exit code 2, with "%s": %s %s %s %s %s', (fault, ...command) => {
  const { status, stdout, stderr } = run(command, '{"Activities": ["ManageExperiments@1"]}');
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining(fault) as unknown });
});

describe('exit code', () => {
  it('1, with every fault on standard error and nothing on standard output, for properties that are refused', () => {
    const { status, stdout, stderr } = run(['render', '-'], '{"Persona": "Computer", "S3Bucket": "x"}');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual(expect.arrayContaining([expect.stringMatching(/^S3Bucket: /), expect.stringMatching(/^Persona: /)]));
  });

  it.each(['S3Buckets: [!Ref Bucket]', 'RolesToPass: !GetAtt Compute.Arn'])('1 for properties with a tag of templates: %s', (line) => {
    const { status, stdout, stderr } = run(['render', '-'], `Persona: Compute@1\n${line}\n`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^standard input: Unresolved tag: !\w+ at line 2, column \d+; only a template has such tags: write the value itself\n$/,
    );
  });

  it('0 for properties that are right', () => {
    const { status, stderr } = run(['render', '-'], '{"Activities": ["ManageExperiments@1"]}');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

it('ends quietly where the reader of its output has seen enough', async () => {
  const child = spawn(process.execPath, [PROGRAM, 'schema'], { cwd: ROOT });
  child.stdout.destroy();
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
  const [status] = (await once(child, 'close')) as readonly unknown[];
  expect({ status, words }).toEqual({ status: 0, words: '' });
});

it('schema prints what the package has as dist/properties.schema.json', () => {
  expect(run(['schema']).stdout).toBe(readFileSync(join(ROOT, 'dist', 'properties.schema.json'), 'utf8'));
});

/** Has a process say on its standard error how long it computed. */
const CLOCK = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('computed '+(user+system)/1000)})`;

/** Milliseconds of computing, the least of five runs. */
function computing(args: readonly string[]): number {
  const times = Array.from({ length: 5 }, () => {
    const { stderr } = spawnSync(process.execPath, ['--import', CLOCK, ...args], { encoding: 'utf8', cwd: ROOT });
    const [, computed = 'NaN'] = /computed ([\d.]+)$/.exec(stderr) ?? [];
    return Number(computed);
  });
  return Math.min(...times);
}

/** Node itself needs some 70 ms to start on an idle machine: what is added to that is the program's. */
const NODE = computing(['--eval', '0']);

it('--help answers within 0.15 s', () => {
  expect(computing([PROGRAM, '--help']) - NODE).toBeLessThan(80);
});

it.each([['list'], ['show', 'ManageJobs@1'], ['schema']])('%s answers within 0.3 s', (...args) => {
  expect(computing([PROGRAM, ...args]) - NODE).toBeLessThan(230);
});
