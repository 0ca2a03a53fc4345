import { deadlines } from '../../lambda/deadlines';

describe('the deadlines of an invocation', () => {
  it.each([
    [300_000, { work: 290_000, cleanUp: 295_000, answer: 299_000 }],
    [30_000, { work: 20_000, cleanUp: 25_000, answer: 29_000 }],
    [12_000, { work: 8_000, cleanUp: 10_000, answer: 11_600 }],
    [0, { work: 0, cleanUp: 0, answer: 0 }],
  ])('with %d ms left', (remaining, expected) => {
    expect(deadlines(0, remaining)).toEqual(expected);
    expect(deadlines(1_000, remaining).answer).toBe(1_000 + expected.answer);
  });

  it.each([1, 10, 999, 5_000, 29_999, 30_001, 900_000])(
    'come in their order, the last before Lambda ends the function after %d ms',
    (remaining) => {
      const { work, cleanUp, answer } = deadlines(0, remaining);
      expect(work).toBeGreaterThan(0);
      expect(cleanUp).toBeGreaterThan(work);
      expect(answer).toBeGreaterThan(cleanUp);
      expect(answer).toBeLessThan(remaining);
    },
  );
});
