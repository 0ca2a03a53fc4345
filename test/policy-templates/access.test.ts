import type { Statement } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import type { ActivityTemplate, Limit } from '../../lambda/core/template';
import { catalog, testFile, testFileNames } from './policy-files';
import { resolvedSample, SCOPE, variantName } from './samples';
import { isAllowed, type AccessRequest } from './simulate';

interface AccessCase extends AccessRequest {
  readonly Expect: 'allow' | 'deny';
  readonly Because: string;
  readonly Limits?: readonly Limit[];
}

/** Who asks: SageMaker fills these policy variables for calls from within a domain, the simulator does not. */
const PERSON: Readonly<Record<string, string>> = { 'sagemaker:DomainId': 'd-abc123', 'sagemaker:UserProfileName': 'alice' };

function statementsFor(activity: ActivityTemplate, limits: readonly Limit[]): Statement[] {
  const text = JSON.stringify(renderActivity(resolvedSample(activity, limits, SCOPE), SCOPE));
  return JSON.parse(text.replace(/\$\{([^}]+)\}/g, (variable, name: string) => PERSON[name] ?? variable)) as Statement[];
}

const files = testFileNames('cases').map((file) => ({
  name: file.replace('.v', '@').replace('.json', ''),
  cases: testFile(`cases/${file}`) as readonly AccessCase[],
}));

it('every published activity has at least six requests that it allows and six that it denies', () => {
  const enough = files.filter(({ cases }) =>
    (['allow', 'deny'] as const).every((expected) => cases.filter(({ Expect }) => Expect === expected).length >= 6),
  );
  expect(enough.map(({ name }) => name)).toEqual([...catalog.activities.keys()]);
});

describe.each(files)('$name', ({ name, cases }) => {
  const rows = cases.map((access) => ({ ...access, limits: access.Limits ?? [], variant: variantName(access.Limits ?? []) }));
  it.each(rows)('with $variant: $Expect $Action on $Resource, because $Because', async ({ limits, Expect, ...request }) => {
    const activity = catalog.activities.get(name);
    if (activity === undefined) throw new Error(`there are cases for ${name}, but no such activity`);
    expect(await isAllowed(statementsFor(activity, limits), request)).toBe(Expect === 'allow');
  });
});
