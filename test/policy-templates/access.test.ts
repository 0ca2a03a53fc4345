import { accessCases, statementsFor } from './access-cases';
import { catalog } from './policy-files';
import { variantName } from './samples';
import { isAllowed } from './simulate';

it('every published activity has at least six requests that it allows and six that it denies', () => {
  const enough = accessCases.filter(({ cases }) =>
    (['allow', 'deny'] as const).every((expected) => cases.filter(({ Expect }) => Expect === expected).length >= 6),
  );
  expect(enough.map(({ name }) => name)).toEqual([...catalog.activities.keys()]);
});

describe.each(accessCases)('$name', ({ name, cases }) => {
  const rows = cases.map((access) => ({ ...access, limits: access.Limits ?? [], variant: variantName(access.Limits ?? []) }));
  it.each(rows)('with $variant: $Expect $Action on $Resource, because $Because', async ({ limits, Expect, ...request }) => {
    const activity = catalog.activities.get(name);
    if (activity === undefined) throw new Error(`there are cases for ${name}, but no such activity`);
    expect(await isAllowed(statementsFor(activity, limits), request)).toBe(Expect === 'allow');
  });
});
