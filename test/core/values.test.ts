import { sortedUnique, withoutEmpty } from '../../lambda/core/values';

describe('what means nothing is gone', () => {
  it.each([
    { value: { a: '', b: [], c: null, d: undefined, e: 'x' }, rest: { e: 'x' } },
    { value: ['', 'x', null, [], ['']], rest: ['x'] },
    { value: { a: { b: [''] } }, rest: { a: {} } },
    { value: { a: 0, b: false, c: ' ' }, rest: { a: 0, b: false, c: ' ' } },
    { value: { a: [{ Condition: { b: { c: '', d: [''] } }, e: '' }] }, rest: { a: [{ Condition: { b: { c: '', d: [''] } } }] } },
    { value: { ResourceTags: { a: '' }, b: { Conditions: '' } }, rest: { ResourceTags: { a: '' }, b: {} } },
    { value: '', rest: '' },
    { value: null, rest: null },
  ])('$value -> $rest', ({ value, rest }) => {
    expect(withoutEmpty(value)).toEqual(rest);
  });

  it('an own property called __proto__ stays one', () => {
    const copy = withoutEmpty(JSON.parse('{"__proto__":{"a":1},"b":""}'));
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('the input is not changed', () => {
    const input = Object.freeze({ a: Object.freeze(['', 'x']) });
    expect(withoutEmpty(input)).toEqual({ a: ['x'] });
  });

  it.each([
    { what: 'lists', text: `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
    { what: 'maps', text: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
  ])('$what in each other a hundred thousand times are cut where no property is so deep', ({ text }) => {
    expect(JSON.stringify(withoutEmpty(JSON.parse(text))).length).toBeLessThan(100);
  });
});

it('sorted values stand once each, in an order that no locale changes', () => {
  expect(sortedUnique(['b', 'B', 'a', 'b', 'ä', 'z'])).toEqual(['B', 'a', 'b', 'z', 'ä']);
});
