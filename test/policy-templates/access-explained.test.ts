import { explain } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import { policyDocument } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import { accessCases, PERSON } from './access-cases';
import { catalog } from './policy-files';
import { resolvedSample, SCOPE } from './samples';

describe.each(accessCases)('$name', ({ name, cases }) => {
  it('is explained as its access cases say', () => {
    const activity = catalog.activities.get(name);
    if (activity === undefined) throw new Error(`there are cases for ${name}, but no such activity`);
    const wrong = cases.filter(({ Expect, Action, Resource, Context, Limits }) => {
      const document = policyDocument(renderActivity(resolvedSample(activity, Limits ?? [], SCOPE), SCOPE));
      const request = { action: Action, resource: Resource, context: { ...PERSON, ...Context } };
      const { decision } = explain(request, { identity: readPolicy('SageMakerPersona', document) });
      return (decision === 'allowed') !== (Expect === 'allow');
    });
    expect(wrong).toEqual([]);
  });
});
