// `npm run picture`: makes docs/images/role-designer.png anew, from the built page in the system's Chromium.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startDesigner } from '../../cli/designer';
import { EXAMPLE_PLACE } from '../../web/design/design';
import { toFragment } from '../../web/design/fragment';
import { launchBrowser, openPage } from './browser';

const FILE = join(__dirname, '..', '..', 'docs', 'images', 'role-designer.png');

const DESIGN = {
  properties: {
    Persona: 'DataScientist@1',
    RolesToPass: ['arn:aws:iam::111122223333:role/sagemaker-persona/compute'],
    S3Buckets: ['ml-data', 'ml-results'],
    Vpc: { Subnets: ['subnet-0123456789abcdef0'], SecurityGroups: ['sg-0123456789abcdef0'] },
  },
  place: EXAMPLE_PLACE,
  provider: {},
};

async function main(): Promise<void> {
  const designer = await startDesigner(0);
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, `${designer.url}#${toFragment(DESIGN)}`, { viewport: { width: 1480, height: 920 } });
    await page.getByRole('button', { name: /^Amazon S3, Write: / }).hover();
    mkdirSync(dirname(FILE), { recursive: true });
    await page.screenshot({ path: FILE });
  } finally {
    await browser.close();
    await designer.close();
  }
}

void main();
