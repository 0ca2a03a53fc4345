import type { Growth } from './growth';

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 64;
const RIGHT = 210;
const TOP = 20;
const BOTTOM = 44;
const COLOURS = ['#1f6feb', '#d1242f', '#1a7f37', '#9a6700', '#8250df', '#bf3989', '#57606a', '#0a7ea4'];

/** Cost against size as an SVG, both axes logarithmic: what grows in proportion is a line of slope one. */
export function growthPlot(growths: readonly Growth[]): string {
  const points = growths.flatMap((growth) => growth.points);
  const decades = (values: readonly number[]): [number, number] => [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ];
  const [x0, x1] = decades(points.map(({ size }) => size));
  const [y0, y1] = decades(points.map(({ milliseconds }) => milliseconds));
  const x = (size: number): number => LEFT + ((Math.log10(size) - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT);
  const y = (milliseconds: number): number => HEIGHT - BOTTOM - ((Math.log10(milliseconds) - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM);
  const lines = growths.map((growth, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? '#000';
    const path = growth.points.map(({ size, milliseconds }) => `${x(size).toFixed(1)},${y(milliseconds).toFixed(1)}`).join(' ');
    const label = `${growth.name} (${growth.unit}): ${growth.exponent.toFixed(2)}`;
    const row = TOP + 16 + index * 20;
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...growth.points.map(
        ({ size, milliseconds }) => `<circle cx="${x(size).toFixed(1)}" cy="${y(milliseconds).toFixed(1)}" r="3" fill="${colour}"/>`,
      ),
      `<rect x="${String(WIDTH - RIGHT + 14)}" y="${String(row - 9)}" width="10" height="10" fill="${colour}"/>`,
      `<text x="${String(WIDTH - RIGHT + 30)}" y="${String(row)}">${label}</text>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="system-ui, sans-serif" font-size="12" role="img">`,
    '<title>Milliseconds against the number of personas or values, with the fitted exponents</title>',
    `<rect width="${String(WIDTH)}" height="${String(HEIGHT)}" fill="#ffffff"/>`,
    ...grid(x0, x1, (decade) => {
      const at = x(10 ** decade).toFixed(1);
      return `<line x1="${at}" x2="${at}" y1="${String(TOP)}" y2="${String(HEIGHT - BOTTOM)}" stroke="#d0d7de"/><text x="${at}" y="${String(HEIGHT - BOTTOM + 18)}" text-anchor="middle">${String(10 ** decade)}</text>`;
    }),
    ...grid(y0, y1, (decade) => {
      const at = y(10 ** decade).toFixed(1);
      return `<line x1="${String(LEFT)}" x2="${String(WIDTH - RIGHT)}" y1="${at}" y2="${at}" stroke="#d0d7de"/><text x="${String(LEFT - 8)}" y="${at}" dy="4" text-anchor="end">${String(10 ** decade)} ms</text>`;
    }),
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

function grid(from: number, to: number, line: (decade: number) => string): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => line(from + index));
}
