import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startDesigner, type Designer } from '../../cli/designer';
import { render } from '../../cli/render';
import { EXAMPLE_PLACE, type Design } from '../../web/design/design';
import { toFragment } from '../../web/design/fragment';
import { describeInBrowser, launchBrowser, openPage } from './browser';

const ROLE = 'arn:aws:iam::111122223333:role/sagemaker-persona/compute';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111';
const CHINA = { ...EXAMPLE_PLACE, partition: 'aws-cn', region: 'cn-north-1', account: '444455556666', logicalId: 'Team' };

const DESIGNS: readonly (readonly [string, Design])[] = [
  ['a persona', designOf({ Persona: 'DataScientist@1', RolesToPass: [ROLE], S3Buckets: ['ml-data'] })],
  [
    'a role that overflows into managed policies, with all limits',
    designOf({
      Activities: ['RunStudioApps@1', 'ManageJobs@1', 'ManageModels@1', 'MonitorModels@1', 'ManageEndpoints@1', 'ManageExperiments@1'],
      RolesToPass: [ROLE],
      Vpc: { Subnets: ['subnet-0123456789abcdef0'], SecurityGroups: ['sg-0123456789abcdef0'] },
      Kms: { DataKeys: [KEY], VolumeKeys: [KEY] },
      RoleName: 'team',
      Tags: [{ Key: 'team', Value: 'ml' }],
    }),
  ],
  [
    'another place and provider',
    {
      properties: { Activities: ['AccessS3Buckets@1'], S3Buckets: ['team-data'], SourceCondition: 'none' },
      place: CHINA,
      provider: { AllowedBuckets: ['team-*'], AllowNoSourceCondition: true, RolePath: '/team/' },
    },
  ],
  [
    'permissions for a role that exists',
    { ...designOf({ Activities: ['VisualizeExperiments@1'], GrantTo: ROLE }), provider: { GrantableRoleArns: [ROLE] } },
  ],
];

function designOf(properties: Design['properties']): Design {
  return { properties, place: EXAMPLE_PLACE, provider: {} };
}

describeInBrowser('the page renders to the byte what persona-role render prints', () => {
  let browser: Browser;
  let designer: Designer;
  let folder: string;

  beforeAll(async () => {
    designer = await startDesigner(0);
    browser = await launchBrowser();
    folder = mkdtempSync(join(tmpdir(), 'persona-role-render-'));
  });
  afterAll(async () => {
    await browser.close();
    await designer.close();
    rmSync(folder, { recursive: true });
  });

  function saved(name: string, content: unknown): string {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  }

  it.each(DESIGNS)('for %s', async (_, design) => {
    const { partition, region, account, logicalId } = design.place;
    const provider = saved('provider.json', design.provider);
    const printed = render(saved('properties.json', design.properties), { partition, region, account, logicalId, provider });
    const { page, context } = await openPage(browser, `${designer.url}#${toFragment(design)}`);
    await page.getByRole('tab', { name: 'Take away' }).click();
    await page.getByLabel('Take it away as').selectOption('Rendered');
    expect(await page.locator('pre.code').textContent()).toBe(printed);
    await context.close();
  });
});
