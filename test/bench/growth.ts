import { performance } from 'node:perf_hooks';
import { median } from './measure';

/** Something whose cost grows with a size. */
export interface Growing {
  readonly name: string;
  /** What is counted: `personas`, `values`. */
  readonly unit: string;
  readonly sizes: readonly number[];
  /** Prepares the work of a size and returns it; only the work is timed. */
  readonly prepare: (size: number) => () => unknown;
}

export interface Growth {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly milliseconds: number }[];
  /** The slope of the straight line through the points, both axes logarithmic: 1 is linear. */
  readonly exponent: number;
}

/** Milliseconds that all runs of one size together take at least, so that the clock's grain does not matter. */
const ENOUGH = 60;

export function measureGrowth({ name, unit, sizes, prepare }: Growing): Growth {
  const points = sizes.map((size) => ({ size, milliseconds: timed(prepare(size)) }));
  return { name, unit, points, exponent: slope(points.map(({ size, milliseconds }) => [Math.log(size), Math.log(milliseconds)])) };
}

function timed(work: () => unknown): number {
  const times: number[] = [];
  for (let run = 0, spent = 0; run < 5 || (spent < ENOUGH && run < 200); run += 1) {
    const started = performance.now();
    work();
    const time = performance.now() - started;
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
