import { scripts } from '../../package.json';

// Not as pretest and prestart: .npmrc switches install scripts off, and npm then leaves out pre-scripts as well.
// https://docs.npmjs.com/cli/v11/using-npm/config#ignore-scripts
describe('the npm scripts', () => {
  it.each([
    'start',
    'start:cloudformation',
    'test',
    'build',
    'build:library',
    'designer',
    'docs',
    'reference',
    'picture',
    'bench',
  ] as const)('%s installs first what a fresh clone lacks', (name) => {
    expect(scripts[name]).toMatch(/^node scripts\/first-run\.cjs && /);
  });
});
