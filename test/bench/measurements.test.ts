import { LocalIam } from '../../local/iam';
import { PLACE } from '../../local/local-aws';
import { DistantIam } from './distant-iam';
import { judged, line, table, type Row } from './goal';
import { measureGrowth, timed } from './growth';
import { growthPlot } from './growth-plot';
import { interleaved, median } from './measure';
import { growthRow, performancePage } from './page';
import { lostByThreeAttempts } from './three-attempts';

/*
 * The arithmetic behind `npm run bench`. What it measures depends on the machine and has no place among the tests.
 */

const ROW: Row = { what: 'something', measured: '2 ms', peer: '4 ms', bound: '1 ms', ratio: '2 ×', goal: '≥ 2 ×', met: true };

describe('the median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2],
    [[7], 7],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow('no median of nothing');
  });
});

it('variants take turns, with two rounds before the first that counts', () => {
  const calls: string[] = [];
  const medians = interleaved({ a: () => calls.push('a'), b: () => calls.push('b') }, { rounds: 2, calls: 2 });
  expect(calls.join('')).toBe('aabb'.repeat(4));
  expect(Object.keys(medians)).toEqual(['a', 'b']);
});

describe('growth', () => {
  it.each([
    ['linear', 1],
    ['quadratic', 2],
    ['constant', 0],
  ])('that is %s has the exponent %d', (_, exponent) => {
    const growth = measureGrowth({ name: 'work', unit: 'items', sizes: [1, 10, 100], prepare: (size) => () => size ** exponent });
    expect(growth.exponent).toBeCloseTo(exponent);
    expect(growth.points).toHaveLength(3);
    expect(growthRow([growth]).met).toBe(exponent <= 1);
  });

  it('is timed by a clock that goes on', () => {
    expect(timed(() => undefined)).toBeGreaterThanOrEqual(0);
  });

  it('is drawn with a line for each series', () => {
    const growth = measureGrowth({ name: 'work', unit: 'items', sizes: [1, 10], prepare: (size) => () => size });
    expect(growthPlot([growth, growth]).match(/<polyline/g)).toHaveLength(2);
  });
});

describe('a goal of 100 ms', () => {
  it.each([
    { measured: 100, minimal: 90, met: true, why: 'met' },
    { measured: 100, minimal: 110, met: true, why: 'met, whatever the minimal program takes' },
    { measured: 101, minimal: 100, met: false, why: 'missed, where the minimal program meets it' },
    { measured: 126, minimal: 110, met: 'out of reach', why: 'out of reach, where the minimal program misses it and is near' },
    { measured: 127, minimal: 110, met: false, why: 'missed, where the minimal program misses it but is far ahead' },
  ])('is $why', ({ measured, minimal, met }) => {
    expect(judged('later', measured, 100, minimal)).toBe(met);
  });

  it('leaves the first event of a process more', () => {
    expect([137, 138].map((measured) => judged('first', measured, 100, 110))).toEqual(['out of reach', false]);
  });
});

it('calls that are sent before any of them is answered are one wave', async () => {
  const iam = new DistantIam(new LocalIam(PLACE), 1);
  const list = async (PathPrefix: string): Promise<unknown> => iam.call('ListPolicies', { PathPrefix });
  await Promise.all([list('/a/'), list('/b/')]);
  await list('/c/');
  const waves = iam.takeWaves();
  expect(waves.map((wave) => wave.map(({ input }) => input['PathPrefix']))).toEqual([['/a/', '/b/'], ['/c/']]);
  expect(iam.takeWaves()).toEqual([]);
});

it('a goal that was missed stands out in the terminal', () => {
  const first = (met: Row['met']): string => line({ ...ROW, met }).split('  ')[0] ?? '';
  expect([first(true), first(false), first('out of reach')]).toEqual([
    'met',
    'MISSED',
    'out of reach something: 2 ms, 2 × (goal ≥ 2 ×; bound 1 ms)',
  ]);
});

it('a goal that was missed stands out on the page', () => {
  expect(
    table([ROW, { ...ROW, met: false }, { ...ROW, met: 'out of reach' }])
      .split('\n')
      .slice(2),
  ).toEqual([
    '| something | 2 ms | 4 ms | 1 ms | 2 × | ≥ 2 × | yes |',
    '| something | 2 ms | 4 ms | 1 ms | 2 × | ≥ 2 × | **no** |',
    '| something | 2 ms | 4 ms | 1 ms | 2 × | ≥ 2 × | out of reach |',
  ]);
  expect(performancePage([ROW], [], 'a machine')).toContain('| something |');
});

describe('three attempts', () => {
  it('lose nobody where the rate is never reached', () => {
    expect(lostByThreeAttempts(10, 2, 100, 100)).toBe(0);
  });

  it('lose most of a burst', () => {
    expect(lostByThreeAttempts(500, 2, 5, 10)).toBeGreaterThan(250);
  });
});
