import { accessCases, statementsFor, type AccessRow } from './access-cases';
import { catalog } from './policy-files';
import { variantName, variantsOf } from './samples';
import { isAllowed } from './simulate';

it('every published activity has cases', () => {
  expect(accessCases.map(({ name }) => name)).toEqual([...catalog.activities.keys()]);
});

describe.each(accessCases)('$name', ({ activity, rows }) => {
  it.each(rows)(
    'with $variant: $expected $request.Action on $request.Resource, because $because',
    async ({ limits, expected, request }) => {
      expect(await isAllowed(statementsFor(activity, limits), request)).toBe(expected === 'allow');
    },
  );

  it.each(variantsOf(activity).map((limits) => ({ variant: variantName(limits) })))(
    'with $variant: at least six requests are allowed and six denied',
    ({ variant }) => {
      const asked = rows.filter((row) => row.variant === variant);
      const count = (expected: AccessRow['expected']): number => asked.filter((row) => row.expected === expected).length;
      expect([Math.min(count('allow'), 6), Math.min(count('deny'), 6)]).toEqual([6, 6]);
    },
  );
});
