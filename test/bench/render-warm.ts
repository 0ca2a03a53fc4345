import { catalog } from '../../lambda/catalog';
import { desiredRole, policyDigest } from '../../lambda/core/desired';
import { resolve } from '../../lambda/core/resolve';
import { parseProperties } from '../../lambda/core/properties';
import { times, figure, type Row } from './goal';
import { interleaved } from './measure';
import { rereadAndRender, templateFolder } from './rereading-renderer';
import { VARIANTS } from './variant';
import { CLASSIC, properties, SURROUNDINGS, type Size } from './workload';

const GOALS: Readonly<Record<Size, number>> = { typical: 40, large: 20 };

/** How often ours renders all cases while the other does so once: both are timed for about as long, warm of their own work. */
const TURNS = 20;

/** For both sizes of parameters. */
export function warmRenders(): readonly Row[] {
  return (['typical', 'large'] as const).map(warmRender);
}

/** Every classic activity in every variant: properties to policies, digest included, against reading and replacing. */
function warmRender(size: Size): Row {
  const templates = CLASSIC.flatMap((name) => catalog.activities.get(name) ?? []);
  const folder = templateFolder(templates);
  const cases = CLASSIC.flatMap((name) => VARIANTS.map((variant) => ({ name, variant, input: properties([name], variant, size) })));
  const lists = cases.map(({ input }) => listsOf(input));
  try {
    const medians = interleaved(
      {
        ours: () => {
          for (let turn = 0; turn < TURNS; turn += 1) for (const { input } of cases) policyDigest(desiredRole(input, SURROUNDINGS));
        },
        rereading: () => {
          cases.forEach(({ name, variant }, index) => rereadAndRender(folder.path, name, variant, lists[index] ?? {}));
        },
      },
      // V8 optimises a function after some thousand calls: before that the figure is of how code warms up, not of warm code.
      { rounds: 15, calls: 5, warmUp: 10 },
    );
    const [ours, rereading] = [medians.ours / cases.length / TURNS, medians.rereading / cases.length];
    return {
      what: `render, warm: ${String(CLASSIC.length)} activities × ${String(VARIANTS.length)} variants, ${size} parameters, validation and digest included`,
      measured: figure(ours * 1000, 'µs a role'),
      peer: `${figure(rereading * 1000, 'µs')}, re-reading`,
      bound: '',
      ratio: times(rereading / ours),
      goal: `≥ ${String(GOALS[size])} ×`,
      met: rereading / ours >= GOALS[size],
    };
  } finally {
    folder.remove();
  }
}

function listsOf(input: unknown): Readonly<Record<string, readonly string[]>> {
  const parsed = parseProperties(input, catalog);
  if (parsed.properties === undefined) throw new Error('the properties are wrong');
  const { role } = resolve(parsed, parsed.properties, catalog, SURROUNDINGS.scope);
  return Object.assign({}, ...role.activities.map(({ lists }) => lists)) as Record<string, readonly string[]>;
}
