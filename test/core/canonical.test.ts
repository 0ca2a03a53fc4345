import fc from 'fast-check';
import { canonicalize as reference } from 'json-canonicalize';
import { canonicalize, mapText, textsBetweenQuotes } from '../../lambda/core/canonical';
import { hash as hashOfBrowsers } from '../../lambda/core/sha256';
import { hash as hashOfNode } from '../../lambda/sha256';

describe('canonical JSON', () => {
  it('is what another implementation of RFC 8785 writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(canonicalize(value)).toBe(reference(value));
      }),
    );
  });

  it('sorts keys that look like numbers as texts', () => {
    expect(canonicalize({ 9: 'a', 10: 'b', é: ['c'], '': null })).toBe('{"":null,"10":"b","9":"a","é":["c"]}');
  });

  it('leaves out of a map what is undefined', () => {
    expect(canonicalize({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}');
  });

  it('of a list of texts can be put together from what stands between its outermost quotes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
        expect(`["${textsBetweenQuotes(texts)}"]`).toBe(JSON.stringify(texts));
      }),
    );
  });

  it('of a map can be put together from the texts of its values', () => {
    expect(
      mapText([
        ['b', canonicalize([1])],
        ['a', canonicalize({ c: 'd' })],
      ]),
    ).toBe(canonicalize({ b: [1], a: { c: 'd' } }));
  });
});

describe('the hash', () => {
  it('is the same in a browser as in Node', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(hashOfBrowsers(text)).toBe(hashOfNode(text));
      }),
    );
  });

  it('is SHA-256', () => {
    // https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
    expect(hashOfBrowsers('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
