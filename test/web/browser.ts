import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { findChromium, MISSING } from '../../scripts/chromium.cjs';

/** For one test, on a machine that does other things too. */
const TIMEOUT_MS = 60_000;

/**
 * A suite that needs a browser. Without one it is skipped, except in CI, where it fails and says why: a page that nobody opens proves
 * nothing.
 */
export function describeInBrowser(name: string, suite: () => void): void {
  jest.setTimeout(TIMEOUT_MS);
  if (findChromium() !== undefined) {
    describe(name, suite);
  } else if (process.env['CI'] === 'true') {
    describe(name, () => {
      it('has the browser that it needs', () => {
        throw new Error(MISSING);
      });
    });
  } else {
    describe.skip(`${name} (needs Chromium)`, suite);
  }
}

/** Chromium without anything of its own that would ask the network. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page wrote to the console, or threw. */
  readonly complaints: string[];
  /** Every address that the page asked for. */
  readonly requests: string[];
}

/** Opens the page and waits until it is drawn. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  await page.getByRole('heading', { name: 'Role designer' }).waitFor();
  return { page, context, complaints, requests };
}
