'use strict';
// Runs before every npm script that needs packages: a fresh clone needs no other command. Uses nothing but Node itself, and only
// syntax that an old Node can read, so that an old Node is told so in one line instead of by a stack trace.
const { spawn } = require('child_process');
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..');
const stampFile = path.join(root, 'node_modules', '.install-stamp');
const OLDEST_NODE = [20, 19];
const HEARTBEAT_SECONDS = 5;

/** What the installed packages depend on: the lock file, and the platform that the native ones were chosen for. */
function wantedStamp() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).digest('hex') + ' ' + process.platform + ' ' + process.arch + '\n';
}

function installedStamp() {
  try {
    return fs.readFileSync(stampFile, 'utf8');
  } catch {
    return '';
  }
}

function nodeIsTooOld() {
  const version = process.versions.node.split('.').map(Number);
  return version[0] < OLDEST_NODE[0] || (version[0] === OLDEST_NODE[0] && version[1] < OLDEST_NODE[1]);
}

/** The npm that called us, or the one on the path. */
function spawnNpm(args) {
  const caller = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  if (caller !== undefined && /npm-cli\.c?js$/.test(caller)) return spawn(process.execPath, [caller].concat(args), options);
  // On Windows npm is a .cmd file, which only a shell can start. The arguments are constants.
  return spawn('npm', args, Object.assign(options, { shell: process.platform === 'win32' }));
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

function install(stamp) {
  const started = Date.now();
  console.log('Installing the development packages from package-lock.json: once, about half a minute, up to two with a slow network.');
  const heartbeat = setInterval(function () {
    console.log('  still installing, ' + Math.round((Date.now() - started) / 1000) + ' s');
  }, HEARTBEAT_SECONDS * 1000);
  // No package of ours needs its install script (measured), so none is run.
  const npm = spawnNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  npm.on('error', function (error) {
    fail('npm could not be started (' + error.message + '). Install npm, or run "npm ci --ignore-scripts" yourself.');
  });
  npm.on('close', function (code) {
    clearInterval(heartbeat);
    if (code !== 0)
      fail('npm ci failed (exit code ' + code + '). Its message is above; check the network and the registry, then run the command again.');
    fs.writeFileSync(stampFile, stamp);
    console.log('Installed in ' + Math.round((Date.now() - started) / 1000) + ' s.');
  });
}

if (nodeIsTooOld()) {
  fail(
    'Node.js ' +
      OLDEST_NODE.join('.') +
      ' or newer is needed, this is ' +
      process.versions.node +
      '. Get it from https://nodejs.org/ and run the command again.',
  );
}
const stamp = wantedStamp();
if (installedStamp() !== stamp) install(stamp);
