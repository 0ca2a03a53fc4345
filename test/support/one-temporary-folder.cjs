'use strict';
// Runs once before all test files: what they, and programs that they start, put into the system's temporary folder goes into one folder of
// it, which is removed when jest ends. The CDK makes such a folder for every App without an outdir.
const { mkdtempSync, realpathSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = function oneTemporaryFolder() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'persona-role-tests-'));
  // Windows asks the last two: https://nodejs.org/api/os.html#ostmpdir
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
};
