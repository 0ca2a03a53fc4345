import { NOTHING_PREVIOUS, previousOf } from '../../lambda/core/previous';

describe('old properties of any shape tell what may have to be taken off', () => {
  it.each([
    { old: {}, previous: NOTHING_PREVIOUS },
    { old: { Tags: '', ManagedPolicyArns: '' }, previous: NOTHING_PREVIOUS },
    { old: { Tags: [{ Key: 'Team', Value: 'ml' }, { Key: 5 }] }, previous: { tagKeys: ['Team', '5'], managedPolicyArns: [] } },
    { old: { Tags: { Key: 'Team' } }, previous: { tagKeys: ['Team'], managedPolicyArns: [] } },
    { old: { Tags: ['Team', null, { Name: 'x' }, [], { Key: {} }] }, previous: NOTHING_PREVIOUS },
    { old: { ManagedPolicyArns: ['a', 5, null, {}] }, previous: { tagKeys: [], managedPolicyArns: ['a'] } },
    { old: { ManagedPolicyArns: 'a' }, previous: { tagKeys: [], managedPolicyArns: ['a'] } },
    { old: { Persona: ['nonsense'], Unknown: { a: 1 } }, previous: NOTHING_PREVIOUS },
  ])('$old', ({ old, previous }) => {
    expect(previousOf(old)).toEqual(previous);
  });
});

it('keys that no template may set were never set by one: owner tags, those of AWS, and protected ones', () => {
  const Tags = ['sagemaker-persona:stack-id', 'Sagemaker-Persona:x', 'aws:cloudformation:stack-name', 'team', 'Access-Level', 'mine'];
  const old = { Tags: Tags.map((Key) => ({ Key, Value: 'x' })) };
  expect(previousOf(old, ['Team', 'access-*']).tagKeys).toEqual(['mine']);
});
