import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog, catalogVersion } from '../../lambda/catalog';
import { policyFiles } from '../../lambda/policy-files';

const FOLDER = join(__dirname, '..', '..', 'policy-templates');

describe('the policy files', () => {
  it('are all JSON files of the folder, sorted, with forward slashes', () => {
    const paths = policyFiles().map(({ path }) => path);
    expect(paths).toContain('limits.json');
    expect(paths).toContain('personas/Compute.v1.json');
    expect(paths).toEqual([...paths].sort());
    const count = ['activities', 'personas'].flatMap((name) => readdirSync(join(FOLDER, name))).length;
    expect(paths).toHaveLength(count + 1);
  });

  it('are only those that end in .json, with their content', () => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-files-'));
    try {
      mkdirSync(join(folder, 'b'));
      writeFileSync(join(folder, 'b', 'one.json'), '{"x": [1]}');
      writeFileSync(join(folder, 'a.json'), '2');
      writeFileSync(join(folder, 'README.md'), 'words');
      expect(policyFiles(folder)).toEqual([
        { path: 'a.json', content: 2 },
        { path: 'b/one.json', content: { x: [1] } },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the catalogue', () => {
  it('has every activity and persona of the files', () => {
    const versions = (name: string): string[] =>
      readdirSync(join(FOLDER, name))
        .map((file) => file.replace(/\.v(\d+)\.json$/, '@$1'))
        .sort();
    expect([...catalog.activities.keys()].sort()).toEqual(versions('activities'));
    expect([...catalog.personas.keys()].sort()).toEqual(versions('personas'));
  });

  it('has a version of twelve hexadecimal digits', () => {
    expect(catalogVersion).toMatch(/^[0-9a-f]{12}$/);
  });
});
