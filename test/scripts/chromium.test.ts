import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../scripts/chromium.cjs';

describe('findChromium', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(['chromium', 'chromium-browser', 'google-chrome'])('finds %s on the path', (name) => {
    writeFileSync(join(folder, name), '');
    expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(join(folder, name));
  });

  it('takes what the variable says before anything else', () => {
    writeFileSync(join(folder, 'chromium'), '');
    expect(findChromium({ PATH: folder, PERSONA_ROLE_CHROMIUM: '/opt/chromium' })).toBe('/opt/chromium');
  });

  it('finds nothing on a path without one', () => {
    const found = findChromium({ PATH: folder });
    expect(found === undefined || !found.startsWith(folder)).toBe(true);
  });
});
