import { difference, permissions } from '../../lambda/core/diff';
import type { Statement } from '../../lambda/core/policy';

const statement: Statement = { Sid: 'A', Effect: 'Allow', Action: ['a:X', 'a:Y'], Resource: ['r', 's'] };

it('a statement is as many permissions as it has actions times resources', () => {
  expect(permissions([statement]).map(({ action, resource }) => `${action} ${resource}`)).toEqual(['a:X r', 'a:X s', 'a:Y r', 'a:Y s']);
});

it('a permission that two statements give counts once', () => {
  expect(permissions([statement, { ...statement, Sid: 'B' }])).toHaveLength(4);
});

describe('no difference', () => {
  it.each([
    { why: 'statements are called otherwise', other: [{ ...statement, Sid: 'B' }] },
    { why: 'a statement is split', other: ['r', 's'].map((resource) => ({ ...statement, Sid: resource, Resource: [resource] })) },
    { why: 'a condition is empty', other: [{ ...statement, Condition: {} }] },
  ])('where $why', ({ other }) => {
    expect(difference([statement], other)).toEqual({ added: [], removed: [] });
  });
});

it.each([
  { part: 'action', other: { ...statement, Action: ['a:X', 'a:Z'] } },
  { part: 'resource', other: { ...statement, Resource: ['r', 't'] } },
])('another $part is a permission added and one removed for each of the others', ({ other }) => {
  const { added, removed } = difference([statement], [other]);
  expect([added.length, removed.length]).toEqual([2, 2]);
});

it.each([
  { part: 'effect', other: { ...statement, Effect: 'Deny' } as const },
  { part: 'condition', other: { ...statement, Condition: { Bool: { k: ['true'] } } } },
])('another $part makes every permission another one', ({ other }) => {
  const { added, removed } = difference([statement], [other]);
  expect([added.length, removed.length]).toEqual([4, 4]);
});
