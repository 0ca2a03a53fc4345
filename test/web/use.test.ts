import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startDesigner, type Designer } from '../../cli/designer';
import { catalog } from '../../lambda/catalog';
import { describeInBrowser, launchBrowser, openPage } from './browser';

const ROLE_TO_PASS = 'arn:aws:iam::111122223333:role/sagemaker-persona/compute';

describeInBrowser('whoever uses the role designer', () => {
  let browser: Browser;
  let designer: Designer;

  beforeAll(async () => {
    designer = await startDesigner(0);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await designer.close();
  });

  /** Opens the page for one test and closes it, whatever comes; nothing may be complained of meanwhile. */
  async function withPage(test: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
    const { page, context, complaints } = await openPage(browser, designer.url, options);
    try {
      await test(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const see = (page: Page): Locator => page.getByRole('region', { name: 'See' });
  const state = (page: Page): Locator => see(page).locator('.state');
  const field = (page: Page, name: string): Locator =>
    page.locator('.values .field').filter({ has: page.locator(`label code:text-is("${name}")`) });

  /** Fills in what the first persona asks for. */
  async function fillIn(page: Page): Promise<void> {
    await field(page, 'RolesToPass').getByRole('textbox').fill(ROLE_TO_PASS);
    await field(page, 'S3Buckets').getByRole('textbox').fill('ml-data');
    await state(page).getByText('Complete').waitFor();
  }

  it('finds every persona and every activity of the catalogue, with what the persona ticks', () =>
    withPage(async (page) => {
      const personas = new Set([...catalog.personas.values()].map(({ Persona }) => Persona));
      expect(await page.getByRole('radio').count()).toBe(personas.size + 1);
      const names = new Set([...catalog.activities.values()].map(({ Activity }) => Activity));
      expect(await page.getByRole('checkbox').count()).toBe(names.size);
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(catalog.personas.get('DataScientist@1')?.Activities.length);
      await page.getByRole('radio', { name: 'SageMaker AI compute role' }).check();
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1);
      await field(page, 'EcrRepositories').waitFor();
    }));

  it('sees at once what a tick changes', () =>
    withPage(async (page) => {
      await fillIn(page);
      await page.getByRole('tab', { name: 'Policies' }).click();
      expect(await see(page).innerText()).toContain('ManageJobsV1CreateJobs');
      await page.getByRole('checkbox', { name: 'Manage ML Jobs' }).uncheck();
      expect(await see(page).innerText()).not.toContain('ManageJobsV1CreateJobs');
      expect(await state(page).innerText()).toBe('Complete: 5 activities');
    }));

  it('is told what is missing and what is wrong in the words of a deploy, beside the field and to a screen reader', () =>
    withPage(async (page) => {
      const buckets = field(page, 'S3Buckets');
      const box = buckets.getByRole('textbox');
      expect(await buckets.innerText()).toContain('S3Buckets: is required by AccessS3Buckets@1');
      expect(await box.getAttribute('aria-invalid')).toBe('false');
      await box.fill('My_Bucket');
      const message = 'S3Buckets[0]: "My_Bucket" is not the name of a general purpose bucket';
      await buckets.getByText(message).waitFor();
      expect(await box.getAttribute('aria-invalid')).toBe('true');
      const described = (await box.getAttribute('aria-describedby')) ?? '';
      expect(await page.locator(`[id="${described.split(' ').at(-1) ?? ''}"]`).innerText()).toContain(message);
      await box.fill('ml-data\nml-results');
      await buckets.getByText(message).waitFor({ state: 'detached' });
    }));

  it('takes another version of a persona, and of an activity', () =>
    withPage(async (page) => {
      await page.getByRole('combobox', { name: 'Version of DataScientist' }).selectOption('DataScientist@2');
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(catalog.personas.get('DataScientist@2')?.Activities.length);
      await page.getByRole('combobox', { name: 'Version of DataScientist' }).selectOption('DataScientist@1');
      await page.getByRole('combobox', { name: 'Version of RunStudioApps' }).selectOption('RunStudioApps@2');
      await fillIn(page);
      await page.getByRole('tab', { name: 'Policies' }).click();
      expect(await see(page).innerText()).toContain('RunStudioAppsV2');
    }));

  it('limits the role, and sees the guards', () =>
    withPage(async (page) => {
      await fillIn(page);
      await field(page, 'Vpc.Subnets').getByRole('textbox').fill('subnet-0123456789abcdef0');
      await see(page).getByText('Vpc.SecurityGroups: is required').waitFor();
      await field(page, 'Vpc.SecurityGroups').getByRole('textbox').fill('sg-0123456789abcdef0');
      await state(page).getByText('Complete').waitFor();
      await page.getByRole('tab', { name: 'Policies' }).click();
      expect(await see(page).innerText()).toContain('Guard of the limit Network');
    }));

  it('asks a cell of the map by focus, pointer or tap what it stands for', () =>
    withPage(async (page) => {
      await fillIn(page);
      await see(page)
        .getByRole('button', { name: /^Amazon S3, Read: / })
        .focus();
      const details = page.getByRole('region', { name: 'The chosen cell' });
      expect(await details.innerText()).toMatch(
        /s3:GetObject[^]*arn:aws:s3:::ml-data\/\*[^]*Amazon S3 Bucket Access \(AccessS3Buckets@1\)/,
      );
      await see(page)
        .getByRole('button', { name: /^Amazon SageMaker, Write: / })
        .hover();
      expect(await details.innerText()).toContain('sagemaker:CreateTrainingJob');
    }));

  it('needs no pointer: every control is reached by Tab, the tabs by arrows', () =>
    withPage(async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the role');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('see');
      await page.getByRole('tab', { name: 'Map' }).focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Policies');
      expect(await page.getByRole('tabpanel', { name: 'Policies' }).isVisible()).toBe(true);
      await page.getByRole('radio', { name: 'Data scientist' }).focus();
      await page.keyboard.press('ArrowDown');
      expect(await page.getByRole('radio', { name: 'Data scientist' }).isChecked()).toBe(false);
      expect(await page.evaluate('document.activeElement.checked')).toBe(true);
      const jobs = page.getByRole('checkbox', { name: 'Manage ML Jobs' });
      const before = await jobs.isChecked();
      await jobs.focus();
      await page.keyboard.press('Space');
      expect(await jobs.isChecked()).toBe(!before);
    }));

  it('finds the design again after a reload, and somewhere else by its link', () =>
    withPage(async (page) => {
      await fillIn(page);
      await page.getByRole('checkbox', { name: 'Manage Models' }).uncheck();
      // The link follows a moment behind.
      await page.waitForTimeout(400);
      const link = page.url();
      await page.reload();
      expect(await state(page).innerText()).toBe('Complete: 5 activities');
      const { page: elsewhere, context } = await openPage(browser, link);
      expect(await state(elsewhere).innerText()).toBe('Complete: 5 activities');
      expect(await field(elsewhere, 'S3Buckets').getByRole('textbox').inputValue()).toBe('ml-data');
      await context.close();
    }));

  const tab = (page: Page, title: string): Promise<void> => page.getByRole('tab', { name: title }).click();

  it('asks whether the role can do something, and hears which statement decides', () =>
    withPage(async (page) => {
      await fillIn(page);
      await tab(page, 'Ask');
      const answer = see(page).locator('.answer');
      await page.getByLabel('Action').fill('s3:GetObject');
      await page.getByLabel('Resource', { exact: true }).fill('arn:aws:s3:::ml-data/a.csv');
      expect(await answer.innerText()).toMatch(/is allowed\s+by AccessS3Buckets@1, statement /);
      await page.getByLabel('Resource', { exact: true }).fill('arn:aws:s3:::other/a.csv');
      expect(await answer.innerText()).toMatch(/is not allowed[^]*arn:aws:s3:::ml-data\/\*/);
      await page.getByLabel('Action').fill('iam:PassRole');
      await page.getByLabel('Resource', { exact: true }).fill(ROLE_TO_PASS);
      await page.getByLabel('Context').fill('iam:PassedToService: sagemaker.amazonaws.com');
      expect(await answer.innerText()).toMatch(/is allowed/);
    }));

  it('compares with the design as it was opened', () =>
    withPage(async (page) => {
      await fillIn(page);
      await tab(page, 'Compare');
      await page.getByRole('button', { name: 'Compare from here on' }).click();
      expect(await see(page).innerText()).toContain('The permissions are the same.');
      await field(page, 'S3Buckets').getByRole('textbox').fill('ml-data\nml-more');
      await see(page).getByText('Gained: 6').waitFor();
      await page.getByRole('checkbox', { name: 'Manage Models' }).uncheck();
      expect(await see(page).locator('.changes.lost').innerText()).toContain('sagemaker:CreateModel');
    }));

  it('takes the design away, copied or as a file, once it is complete', () =>
    withPage(
      async (page) => {
        await tab(page, 'Take away');
        expect(await see(page).innerText()).toContain('when the faults above are mended');
        await fillIn(page);
        await page.getByLabel('Take it away as').selectOption('CDK, Python');
        const shown = await see(page).locator('pre').innerText();
        expect(shown).toContain('persona="DataScientist@1"');
        await see(page).getByRole('button', { name: 'Copy' }).click();
        await see(page).getByText('Copied').first().waitFor();
        expect((await page.evaluate<string>('navigator.clipboard.readText()')).trim()).toBe(shown.trim());
        const [download] = await Promise.all([page.waitForEvent('download'), see(page).getByRole('button', { name: 'Download' }).click()]);
        expect(download.suggestedFilename()).toBe('app.py');
        expect(readFileSync(await download.path(), 'utf8').trim()).toBe(shown.trim());
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  it('opens what exists, and is told why that is not possible', () =>
    withPage(async (page) => {
      await page.getByRole('button', { name: 'Open …' }).click();
      const dialog = page.getByRole('dialog', { name: 'Open a design' });
      await dialog.getByRole('textbox').fill('Persona: [');
      await dialog.getByRole('button', { name: 'Open' }).click();
      expect(await dialog.getByRole('alert').innerText()).toContain('Flow sequence');
      await dialog
        .getByRole('textbox')
        .fill('Resources: {Team: {Type: Custom::SageMakerPersonaRole, Properties: {Activities: [ManageExperiments]}}}');
      await dialog.getByRole('button', { name: 'Open' }).click();
      expect(await dialog.isVisible()).toBe(false);
      expect(await state(page).innerText()).toBe('Complete: 1 activity');
      expect(await page.getByRole('radio', { name: 'Custom' }).isChecked()).toBe(true);
      await page.getByRole('button', { name: 'Open …' }).click();
      await page.keyboard.press('Escape');
      expect(await dialog.isVisible()).toBe(false);
    }));

  it('gives one activity values of its own', () =>
    withPage(async (page) => {
      await fillIn(page);
      const jobs = page.locator('.activity').filter({ has: page.getByRole('checkbox', { name: 'Manage ML Jobs' }) });
      await jobs.getByText('Values of its own').click();
      await jobs.locator('.field').filter({ hasText: 'RolesToPass' }).getByRole('textbox').fill('x');
      await jobs.getByText(/Activities\[\d\]\.RolesToPass\[0\]: "x" is not an ARN/).waitFor();
      await jobs.locator('.field').filter({ hasText: 'RolesToPass' }).getByRole('textbox').fill(`${ROLE_TO_PASS}-jobs`);
      await state(page).getByText('Complete').waitFor();
      await tab(page, 'Policies');
      expect(await see(page).innerText()).toContain(`${ROLE_TO_PASS}-jobs`);
    }));

  it('sets what else a role can have, and where it will be', () =>
    withPage(async (page) => {
      await fillIn(page);
      await page.getByText('Name, session, tags, trust and more').click();
      await field(page, 'RoleNameSuffix').getByRole('textbox').fill('team');
      await field(page, 'SourceCondition').getByRole('combobox').selectOption('none');
      await see(page).getByText('SourceCondition: "none" is not permitted by the provider\'s configuration').waitFor();
      await page.getByText('111122223333, us-east-1').click();
      await field(page, 'provider').getByRole('textbox').fill('AllowNoSourceCondition: true');
      await state(page).getByText('Complete').waitFor();
      await field(page, 'Tags').getByRole('textbox').fill('- Key: aws:team');
      await field(page, 'Tags').getByText('Tags[0].Key: begins with "aws:", which AWS reserves').waitFor();
      await field(page, 'Tags').getByRole('textbox').fill('- Key: team\n  Value: ml');
      await tab(page, 'Take away');
      await page.getByLabel('Take it away as').selectOption('Plain IAM');
      expect(await see(page).locator('pre').innerText()).toMatch(/RoleName: SageMaker-team[^]*Key: team/);
    }));

  it('finds a parameter again that nothing used for a while', () =>
    withPage(async (page) => {
      await fillIn(page);
      await page.getByRole('checkbox', { name: 'Amazon S3 Bucket Access' }).uncheck();
      await field(page, 'S3Buckets').waitFor({ state: 'detached' });
      await page.getByRole('checkbox', { name: 'Amazon S3 Bucket Access' }).check();
      expect(await field(page, 'S3Buckets').getByRole('textbox').inputValue()).toBe('ml-data');
    }));
});
