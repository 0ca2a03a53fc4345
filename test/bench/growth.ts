import { performance } from 'node:perf_hooks';
import { median } from './measure';

/** Something whose cost grows with a size. */
export interface Growing {
  readonly name: string;
  /** What is counted: `personas`, `values`. */
  readonly unit: string;
  readonly sizes: readonly number[];
  /** Prepares the work of a size; what it returns does it once and says how many milliseconds that took. */
  readonly prepare: (size: number) => () => number;
}

export interface Growth {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly milliseconds: number }[];
  /** The slope of the straight line through the points, both axes logarithmic: 1 is linear. */
  readonly exponent: number;
}

/** Milliseconds of all runs of one size together: enough that the clock's grain does not matter, and not more than one waits for. */
const ENOUGH = 60;
const TOO_MUCH = 10_000;

/** Does some work and says how many milliseconds it took. */
export function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

export function measureGrowth({ name, unit, sizes, prepare }: Growing): Growth {
  const points = sizes.map((size) => ({ size, milliseconds: medianOf(prepare(size)) }));
  return { name, unit, points, exponent: slope(points.map(({ size, milliseconds }) => [Math.log(size), Math.log(milliseconds)])) };
}

/** The first run warms up and does not count. */
function medianOf(run: () => number): number {
  const times = [run()];
  for (let spent = 0; times.length < 2 || (spent < TOO_MUCH && (times.length < 6 || (spent < ENOUGH && times.length < 200)));) {
    const time = run();
    spent += time;
    times.push(time);
  }
  return median(times.slice(1));
}

/** Least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([value]) => value)), mean(points.map(([, value]) => value))];
  const covariance = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return covariance / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
