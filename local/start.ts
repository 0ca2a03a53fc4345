// `npm start [-- FILE [Name=Value ...]]`: builds, then tries the template, an example if none is given.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { runTrial } from './trial';

const ROOT = join(__dirname, '..');
const EXAMPLE = relative(process.cwd(), join(ROOT, 'examples', 'raw', 'data-scientist.yaml'));

function build(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('the build failed, see above');
}

const [file = EXAMPLE, ...assignments] = process.argv.slice(2);
if (['--help', '-h'].includes(file)) {
  console.log(
    'Usage: npm start [-- FILE [Name=Value ...]]: tries a template, an example if none is given, on a small AWS on this machine.',
  );
} else {
  void runTrial({
    command: 'npm start --',
    file,
    assignments,
    prepare: build,
    next: 'Next: "Into a real account" in README.md, or a template of yours: npm start -- my-template.yaml',
  });
}
