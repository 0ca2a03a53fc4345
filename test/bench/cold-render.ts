import { catalog } from '../../lambda/catalog';
import { freshBundle } from './fresh-bundle';
import { figure, judged, times, type Row } from './goal';
import { freshProcess, interleavedAsync } from './measure';
import { templateFolder } from './rereading-renderer';
import { CLASSIC, DATA_SCIENTIST, parameters, properties } from './workload';

/** The first role that a process renders, from loading the catalogue to the digest. */
export async function coldRender(): Promise<Row> {
  const folder = templateFolder(CLASSIC.flatMap((name) => catalog.activities.get(name) ?? []));
  try {
    const ours = await freshBundle('cold-ours', "import './cold-ours';");
    const minimal = await freshBundle('cold-minimal', "import './cold-minimal';");
    const rereading = await freshBundle('cold-rereading', "import './cold-rereading';");
    const input = JSON.stringify(properties(DATA_SCIENTIST, 'none', 'typical'));
    const work = JSON.stringify({ activities: DATA_SCIENTIST, lists: parameters('typical') });
    const medians = await interleavedAsync(
      {
        ours: async () => Promise.resolve(freshProcess([ours, input]) as number),
        minimal: async () => Promise.resolve(freshProcess([minimal, input]) as number),
        rereading: async () => Promise.resolve(freshProcess([rereading, work, folder.path]) as number),
      },
      31,
    );
    return {
      what: `render, cold: the first persona of ${String(DATA_SCIENTIST.length)} activities, loading the catalogue included`,
      measured: figure(medians.ours, 'ms'),
      peer: `${figure(medians.rereading, 'ms')}, re-reading`,
      bound: `${figure(medians.minimal, 'ms')}, text replacement and SHA-256 after one look at each value`,
      ratio: times(medians.rereading / medians.ours),
      goal: '≤ 1.5 ms, ≥ 8 ×',
      met: judged('render', medians.ours, Math.min(1.5, medians.rereading / 8), medians.minimal),
    };
  } finally {
    folder.remove();
  }
}
