import { lintActivity } from './lint';
import { catalog } from './policy-files';
import { SCOPES, variantName, VARIANTS } from './samples';

const rows = [...catalog.activities].flatMap(([name, activity]) =>
  VARIANTS.map((limits) => ({ name, activity, limits, variant: variantName(limits) })),
);

describe('every activity file, in every partition, agrees with the service authorization reference', () => {
  it.each(rows)('$name with $variant', async ({ activity, limits }) => {
    const findings = await Promise.all(SCOPES.map(async (scope) => lintActivity(activity, limits, scope)));
    expect([...new Set(findings.flat())]).toEqual([]);
  });
});
