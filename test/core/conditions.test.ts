import { conditions, isPolicyText } from '../../lambda/core/conditions';

/** All that may stand in a policy. */
const CHARACTERS = Array.from({ length: 0x100 }, (_, code) => String.fromCodePoint(code));

describe('characters up to U+00FF', () => {
  it('are letters and digits of a condition key as Unicode has them', () => {
    const schema = conditions();
    const isKey = (character: string): boolean => schema.safeParse({ StringEquals: { [`aws:tag${character}`]: 'value' } }).success;
    expect(CHARACTERS.filter(isKey)).toEqual(CHARACTERS.filter((character) => /[\p{L}\p{N}_.:/=+@ -]/u.test(character)));
  });

  it('stand in a policy unless nobody sees them', () => {
    expect(CHARACTERS.filter(isPolicyText)).toEqual(CHARACTERS.filter((character) => !/[\p{Cc}\p{Cf}]/u.test(character)));
  });

  it('are letters and digits of a policy variable as Unicode has them', () => {
    const isInVariable = (character: string): boolean => isPolicyText(`\${aws:tag${character}}`);
    expect(CHARACTERS.filter(isInVariable)).toEqual(
      // A variable that is ended twice is whole, and more follows it.
      CHARACTERS.filter((character) => character === '}' || /[\p{L}\p{N}_.:/=+@?*$ ,'-]/u.test(character)),
    );
  });
});
