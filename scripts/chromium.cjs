'use strict';
// The Chromium that the tests of the role designer drive. None is downloaded: the system's is used.
const fs = require('fs');
const path = require('path');

/** Set where Chromium lies elsewhere. */
const VARIABLE = 'PERSONA_ROLE_CHROMIUM';

/** Where the systems keep Chromium and what is built from it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of Chromium, or `undefined`. Starts no process. */
function findChromium(environment = process.env) {
  if (environment[VARIABLE] !== undefined) return environment[VARIABLE];
  const folders = (environment.PATH || '').split(path.delimiter).filter(Boolean);
  const candidates = folders.flatMap(function (folder) {
    return NAMES.map(function (name) {
      return path.join(folder, name);
    });
  });
  return candidates.concat(ELSEWHERE).find(function (file) {
    return fs.existsSync(file);
  });
}

/** What is to be done where there is none. */
const MISSING = 'no Chromium was found: on Debian, install the package chromium, or set ' + VARIABLE + ' to the path of one';

module.exports = { findChromium, MISSING };
