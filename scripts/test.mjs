// `npm test`: builds, checks and tests everything, even where something fails, and ends with one line that sums it up.
// `npm test -- pattern` builds and runs only the test files whose path matches.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { findChromium, MISSING } from './chromium.cjs';
import { makePython } from './python.cjs';
import { root } from './root.mjs';

const patterns = process.argv.slice(2);
const cache = join(root, '.cache');
const jest = join('node_modules', 'jest', 'bin', 'jest.js');

/** Each is one program of node_modules with its arguments. Caches go by content, so that a fresh checkout of the same files hits them. */
const CHECKS = [
  ['types', 'typescript/bin/tsc', '-p', '.'],
  ['types of the page', 'typescript/bin/tsc', '-p', 'web'],
  ['lint', 'eslint/bin/eslint.js', '.', '--cache', '--cache-strategy', 'content', '--cache-location', join(cache, 'eslint/')],
  ['format', 'prettier/bin/prettier.cjs', '.', '--check', '--log-level', 'warn'].concat(
    ['--cache', '--cache-strategy', 'content'],
    ['--cache-location', join(cache, 'prettier')],
  ),
];

const total = { passed: 0, failed: 0, skipped: 0 };

// Some programs colour what they write wherever the variable CI is set.
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

/** Runs a Node program to its end. `output` is everything it wrote, unless it writes to our own terminal. */
function run(args, { stdio = 'pipe', env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', stdio, stdio], env: { ...process.env, ...PLAIN, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** On a terminal in colour; elsewhere plain. */
function mark(passed) {
  const word = passed ? 'ok  ' : 'FAIL';
  return process.stdout.isTTY ? `\u001b[${passed ? 32 : 31}m${word}\u001b[0m` : word;
}

/** One check, one line; what a failed one wrote is shown below it. */
async function check(name, args) {
  const started = performance.now();
  const { code, output } = await run(args);
  const passed = code === 0;
  total[passed ? 'passed' : 'failed'] += 1;
  console.log(`${mark(passed)} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!passed) console.log(output.trimEnd().replace(/^/gm, '     '));
}

/** Makes the Python environment; without one the suites that need it skip themselves, which is a failure only where CI says so. */
async function findPython() {
  const { python, reason } = await makePython({ log: console.log });
  if (python !== undefined) return python;
  if (process.env.CI === 'true') {
    total.failed += 1;
    console.log(`${mark(false)} Python environment: ${reason}`);
  } else {
    console.log(`No Python environment: ${reason}.`);
  }
  return undefined;
}

/** Without a browser the suites that need one skip themselves, which is a failure only where CI says so. */
function lookForChromium() {
  if (findChromium() !== undefined) return;
  if (process.env.CI === 'true') {
    total.failed += 1;
    console.log(`${mark(false)} browser: ${MISSING}`);
  } else {
    console.log(`No browser: ${MISSING}.`);
  }
}

/** Whether the patterns match any test file; asked before anything is built, so that a misspelt one costs a second. */
async function matchesTests() {
  const { code, output } = await run([jest, '--listTests', ...patterns]);
  if (code !== 0 || output.trim() !== '') return true;
  const folders = readdirSync(join(root, 'test'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  console.log(
    `No test file matches ${patterns.join(' ')}. A pattern is a part of a path, such as test/core or test/cli/try.test.ts; ` +
      `the folders of test are ${folders.map(({ name }) => name).join(', ')}.`,
  );
  return false;
}

async function runTests(python) {
  const results = join(cache, 'test-results.json');
  rmSync(results, { force: true });
  const env = {
    ...(python === undefined ? {} : { PERSONA_ROLE_PYTHON: python }),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const { code } = await run([jest, '--ci', '--maxWorkers=100%', '--json', `--outputFile=${results}`, ...patterns], {
    stdio: 'inherit',
    env,
  });
  const summary = readResults(results);
  if (summary === undefined) {
    console.log(`${mark(false)} tests: jest ended with code ${code} and left no results`);
    total.failed += 1;
    return;
  }
  total.passed += summary.numPassedTests;
  total.failed += summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  total.skipped += summary.numPendingTests;
  // Jest may also fail without a failed test.
  if (code !== 0 && summary.numFailedTests + summary.numRuntimeErrorTestSuites === 0) total.failed += 1;
  for (const file of summary.testResults.filter(isSkipped))
    console.log(`skipped ${file.name.slice(root.length)}: it needs ${needOf(file)}`);
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isSkipped({ assertionResults }) {
  return assertionResults.length > 0 && assertionResults.every(({ status }) => status === 'pending');
}

/** Suites say in their titles what they need: `(needs Chromium)`. */
function needOf({ assertionResults }) {
  const [, need] = /\(needs ([^):]*)/.exec(assertionResults[0].fullName) ?? [];
  return need ?? 'what is not here';
}

async function main() {
  if (patterns.length > 0 && !(await matchesTests())) {
    process.exitCode = 2;
    return;
  }
  mkdirSync(cache, { recursive: true });
  lookForChromium();
  const python = findPython();
  await check('build', [join('scripts', 'build.mjs')]);
  if (patterns.length === 0) {
    console.log('     types, lint and format are being checked: up to a minute the first time, less with their caches');
    await Promise.all(CHECKS.map(([name, program, ...args]) => check(name, [join('node_modules', program), ...args])));
  }
  await runTests(await python);
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped === 0 ? '' : `, ${total.skipped} skipped`}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();
