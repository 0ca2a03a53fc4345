import { explain } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import { policyDocument } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import { accessCases, PERSON } from './access-cases';
import { resolvedSample, SCOPE } from './samples';

describe.each(accessCases)('$name', ({ activity, rows }) => {
  it('is explained as its access cases say', () => {
    const wrong = rows.filter(({ expected, limits, request: { Action, Resource, Context } }) => {
      const document = policyDocument(renderActivity(resolvedSample(activity, limits, SCOPE), SCOPE));
      const request = { action: Action, resource: Resource, context: { ...PERSON, ...Context } };
      const { decision } = explain(request, { identity: readPolicy('SageMakerPersona', document) });
      return (decision === 'allowed') !== (expected === 'allow');
    });
    expect(wrong).toEqual([]);
  });
});
