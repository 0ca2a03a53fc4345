'use strict';
// Makes .venv from test/requirements.txt, for the tests that compare with Python programs. Uses nothing but Node itself.
// As a command: prints the environment's python, or says in a sentence why there is none and exits with 1.
const { spawn, spawnSync } = require('child_process');
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');

const ROOT = path.join(__dirname, '..');
const OLDEST = [3, 10];
const NEWEST = [3, 14];
const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const HEARTBEAT_SECONDS = 5;
const IS_WINDOWS = process.platform === 'win32';

/** Prints the version, then fails if virtual environments cannot be made. */
const PROBE = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); sys.stdout.flush(); import venv, ensurepip';

function venvOf(root) {
  const folder = path.join(root, '.venv');
  const python = IS_WINDOWS ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
  return { folder: folder, python: python, stampFile: path.join(folder, '.requirements-stamp') };
}

/** What an environment is made of: the requirements and the Python version. */
function stampOf(root, version) {
  const requirements = fs.readFileSync(path.join(root, 'test', 'requirements.txt'));
  return createHash('sha256').update(requirements).digest('hex') + ' ' + version + '\n';
}

function textOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The python of a finished environment that fits test/requirements.txt, or undefined. Starts no process. */
function readyPython(root = ROOT) {
  const venv = venvOf(root);
  const version = (/^version\s*=\s*(\S+)/m.exec(textOf(path.join(venv.folder, 'pyvenv.cfg'))) || [])[1];
  const fits = version !== undefined && fs.existsSync(venv.python) && textOf(venv.stampFile) === stampOf(root, version);
  return fits ? venv.python : undefined;
}

/** The first Python that can make the environment, or the reason why none can. */
function findPython(environment) {
  let reason = 'no Python was found (looked for ' + CANDIDATES.join(', ') + '): install Python 3.11 or newer';
  const wanted = environment.PYTHON ? [environment.PYTHON].concat(CANDIDATES) : CANDIDATES;
  for (const command of wanted) {
    const probe = spawnSync(command, ['-c', PROBE], { encoding: 'utf8', env: environment, timeout: 30000 });
    const version = (/^3\.\d+\.\d+/m.exec(probe.stdout || '') || [])[0];
    if (version === undefined) continue;
    if (!isSupported(version)) {
      reason = 'Python ' + version + ' is not supported: install a version from ' + OLDEST.join('.') + ' to ' + NEWEST.join('.');
      continue;
    }
    if (probe.status === 0) return { command: command, version: version };
    reason = 'Python ' + version + ' cannot make virtual environments: on Debian and Ubuntu, install the package python3-venv';
  }
  return { reason: reason };
}

function isSupported(version) {
  const minor = Number(version.split('.')[1]);
  return minor >= OLDEST[1] && minor <= NEWEST[1];
}

/**
 * Makes the environment unless a finished one fits.
 * Options: root (the project), environment (of the processes), log (one line of progress).
 * Resolves to { python } or, in words for whoever runs the tests, { reason }.
 */
async function makePython({ root = ROOT, environment = process.env, log = console.error } = {}) {
  const ready = readyPython(root);
  if (ready !== undefined) return { python: ready };
  const found = findPython(environment);
  if (found.reason !== undefined) return found;

  const venv = venvOf(root);
  log('Making the Python environment .venv (Python ' + found.version + ') from test/requirements.txt: once, about a minute.');
  const made = await run(found.command, ['-m', 'venv', '--clear', venv.folder], environment, log);
  if (made.code !== 0) return { reason: 'python -m venv failed: ' + lastLine(made.output) };

  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--retries', '2', '--only-binary', ':all:'];
  const installed = await run(venv.python, pip.concat(['-r', path.join(root, 'test', 'requirements.txt')]), environment, log);
  if (installed.code !== 0) return { reason: pipReason(installed.output) };

  const version = (/^version\s*=\s*(\S+)/m.exec(textOf(path.join(venv.folder, 'pyvenv.cfg'))) || [])[1];
  fs.writeFileSync(venv.stampFile, stampOf(root, version));
  log('The Python environment is ready.');
  return { python: venv.python };
}

function pipReason(output) {
  if (/connection|timed out|temporary failure|max retries|proxy|SSLError/i.test(output)) {
    return 'the Python package registry could not be reached: check the network, or set PIP_INDEX_URL to a mirror';
  }
  return 'pip could not install test/requirements.txt: ' + lastLine(output);
}

function lastLine(output) {
  return output.trim().split('\n').pop() || 'it printed nothing';
}

/** Runs a command to its end, with a line of progress every few seconds. */
function run(command, args, environment, log) {
  return new Promise(function (resolve) {
    const started = Date.now();
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const heartbeat = setInterval(function () {
      log('  still installing, ' + Math.round((Date.now() - started) / 1000) + ' s');
    }, HEARTBEAT_SECONDS * 1000);
    const collect = function (chunk) {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', function (error) {
      clearInterval(heartbeat);
      resolve({ code: 1, output: error.message });
    });
    child.on('close', function (code) {
      clearInterval(heartbeat);
      resolve({ code: code, output: output });
    });
  });
}

module.exports = { readyPython, makePython };

if (require.main === module) {
  makePython().then(function (result) {
    if (result.python !== undefined) {
      console.log(result.python);
      return;
    }
    console.error('No Python environment: ' + result.reason + '.');
    process.exitCode = 1;
  });
}
