import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../docs/markdown';
import { testFile, testFileNames } from './policy-files';

/*
 * Kinds of defects that published policies for these activities have, or the code and the texts around them, and where it is shown that
 * the files here cannot have them: by a small defective statement that the lint finds, by a request that must be allowed or denied, or,
 * where it is no property of a policy file, by a test of the place that avoids it.
 */

type Shown =
  { readonly Lint: string } | { readonly Case: string; readonly Because: string } | { readonly Test: string; readonly Title: string };

const kinds = testFile('known-defects.json') as readonly { readonly Pattern: string; readonly Shown: readonly Shown[] }[];
const defects = testFile('defects.json') as readonly { readonly Defect: string; readonly Findings: readonly string[] }[];

/** What is wrong with a place that a kind is said to be shown at. */
function fault(shown: Shown): string | undefined {
  if ('Lint' in shown) {
    const found = defects.find(({ Defect }) => Defect === shown.Lint);
    return found === undefined || found.Findings.length === 0 ? `defects.json has no finding for "${shown.Lint}"` : undefined;
  }
  if ('Case' in shown) {
    const cases = testFileNames('cases').includes(shown.Case) ? (testFile(`cases/${shown.Case}`) as readonly { Because: string }[]) : [];
    return cases.some(({ Because }) => Because === shown.Because) ? undefined : `${shown.Case} has no case "${shown.Because}"`;
  }
  const file = join(ROOT, shown.Test);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.includes(`'${shown.Title}'`) ? undefined : `${shown.Test} has no test "${shown.Title}"`;
}

it.each(kinds)('$Pattern', ({ Shown }) => {
  expect(Shown.length).toBeGreaterThan(0);
  expect(Shown.map(fault).filter((one) => one !== undefined)).toEqual([]);
});

it('every kind is listed once', () => {
  const patterns = kinds.map(({ Pattern }) => Pattern);
  expect(patterns.length).toBeGreaterThanOrEqual(44);
  expect(new Set(patterns).size).toBe(patterns.length);
});
