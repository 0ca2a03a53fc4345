import { accessCases, statementsFor } from '../policy-templates/access-cases';
import { sampleLists, SCOPE } from '../policy-templates/samples';
import { isAllowed } from '../policy-templates/simulate';
import { builtCeiling } from './ceiling-samples';

/** Roles to pass are those that the provider's stack names, and in the samples some lie outside the default path. */
const passable = Object.values(sampleLists(SCOPE))
  .flat()
  .filter((value) => value.includes(':role/'));
const boundary = builtCeiling({ PassableRoleArns: [...new Set(passable)].join(',') });

describe.each(accessCases)('under the ceiling, $name', ({ activity, rows }) => {
  it.each(rows.filter(({ expected }) => expected === 'allow'))(
    'with $variant, still allows $request.Action on $request.Resource, because $because',
    async ({ limits, request }) => {
      expect(await isAllowed(statementsFor(activity, limits), request, boundary)).toBe(true);
    },
  );
});

it('without the ceiling nothing is silently allowed by it', async () => {
  const request = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::ml-data-bucket/a.csv' };
  expect(await isAllowed([], request, boundary)).toBe(false);
});
