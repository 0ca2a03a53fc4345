import { epochSeconds } from './date-time';
import { isInRange } from './ip-address';
import { arnFits, fits, lowerCase, type Pattern } from './pattern';
import { literalOf, patternOf, type RequestContext } from './request-context';

/*
 * The operators of conditions:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/**
 * Whether one value of a request is what one value of a policy says; `undefined` where they cannot be compared, because one of them is
 * not of the operator's kind or has a variable without a value. AWS warns that a variable that it cannot resolve makes the statement void:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
type Comparison = (actual: string, expected: string, context: RequestContext) => boolean | undefined;

interface Comparator {
  readonly compare: Comparison;
  /** A negated one holds where no value of the policy compares, and where the request does not carry the key. */
  readonly sense: 'positive' | 'negated';
}

/** How the values of a key with many values are taken together. */
export type Quantifier = 'ForAllValues' | 'ForAnyValue';

/** An operator as it stands in a policy: `Null`, or a comparison with its prefix and suffix. */
export type Operator =
  | { readonly kind: 'null' }
  | {
      readonly kind: 'comparison';
      readonly comparator: Comparator;
      readonly quantifier: Quantifier | undefined;
      /** Whether `IfExists` lets a request without the key through. */
      readonly absentKey: 'holds' | 'by the operator';
    };

const text = patterns(literalOf, fits);
const textLike = patterns(patternOf, fits);
const arn = patterns(patternOf, arnFits);
const textInAnyCase = patterns(literalOf, (actual, pattern) => fits(actual.toLowerCase(), lowerCase(pattern)));
const truth: Comparison = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const bytes: Comparison = (actual, expected) => actual === expected;

function patterns(
  read: (text: string, context: RequestContext) => Pattern | undefined,
  compare: (actual: string, pattern: Pattern) => boolean | undefined,
): Comparison {
  return (actual, expected, context) => {
    const pattern = read(expected, context);
    return pattern === undefined ? undefined : compare(actual, pattern);
  };
}

function numbers(compare: (actual: number, expected: number) => boolean): Comparison {
  return ordered((value) => (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : undefined), compare);
}

function dates(compare: (actual: number, expected: number) => boolean): Comparison {
  return ordered(epochSeconds, compare);
}

function ordered(read: (value: string) => number | undefined, compare: (actual: number, expected: number) => boolean): Comparison {
  return (actual, expected) => {
    const [left, right] = [read(actual), read(expected)];
    return left === undefined || right === undefined ? undefined : compare(left, right);
  };
}

const positive = (compare: Comparison): Comparator => ({ compare, sense: 'positive' });
const negated = (compare: Comparison): Comparator => ({ compare, sense: 'negated' });

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  StringEquals: positive(text),
  StringNotEquals: negated(text),
  StringEqualsIgnoreCase: positive(textInAnyCase),
  StringNotEqualsIgnoreCase: negated(textInAnyCase),
  StringLike: positive(textLike),
  StringNotLike: negated(textLike),
  ArnEquals: positive(arn),
  ArnLike: positive(arn),
  ArnNotEquals: negated(arn),
  ArnNotLike: negated(arn),
  Bool: positive(truth),
  BinaryEquals: positive(bytes),
  IpAddress: positive(isInRange),
  NotIpAddress: negated(isInRange),
  NumericEquals: positive(numbers((actual, expected) => actual === expected)),
  NumericNotEquals: negated(numbers((actual, expected) => actual === expected)),
  NumericLessThan: positive(numbers((actual, expected) => actual < expected)),
  NumericLessThanEquals: positive(numbers((actual, expected) => actual <= expected)),
  NumericGreaterThan: positive(numbers((actual, expected) => actual > expected)),
  NumericGreaterThanEquals: positive(numbers((actual, expected) => actual >= expected)),
  DateEquals: positive(dates((actual, expected) => actual === expected)),
  DateNotEquals: negated(dates((actual, expected) => actual === expected)),
  DateLessThan: positive(dates((actual, expected) => actual < expected)),
  DateLessThanEquals: positive(dates((actual, expected) => actual <= expected)),
  DateGreaterThan: positive(dates((actual, expected) => actual > expected)),
  DateGreaterThanEquals: positive(dates((actual, expected) => actual >= expected)),
};

/** What an operator's name means; `undefined` where IAM knows none of this name. */
export function parseOperator(name: string): Operator | undefined {
  if (name === 'Null') return { kind: 'null' };
  const [, quantifier, base = '', suffix] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const comparator = Object.hasOwn(COMPARATORS, base) ? COMPARATORS[base] : undefined;
  if (comparator === undefined) return undefined;
  return {
    kind: 'comparison',
    comparator,
    quantifier: quantifier as Quantifier | undefined,
    absentKey: suffix === undefined ? 'by the operator' : 'holds',
  };
}

/** Whether a condition on one key holds. `actual` is `undefined` where the request does not carry the key. */
export function operatorHolds(
  operator: Operator,
  actual: readonly string[] | undefined,
  expected: readonly string[],
  context: RequestContext,
): boolean {
  if (operator.kind === 'null') return expected.some((value) => value.toLowerCase() === String(actual === undefined));
  const { comparator, quantifier, absentKey } = operator;
  if (actual === undefined) return absentKey === 'holds' || holdsWithoutKey(operator);
  const holds = (value: string): boolean => {
    const results = expected.map((one) => comparator.compare(value, one, context));
    return comparator.sense === 'positive' ? results.includes(true) : results.every((result) => result === false);
  };
  switch (quantifier) {
    case 'ForAllValues':
      return actual.every(holds);
    case 'ForAnyValue':
      return actual.some(holds);
    case undefined:
      // Made for keys with one value. Of several, one that is named decides, as a negated operator is the opposite of its positive one.
      return comparator.sense === 'positive' ? actual.some(holds) : actual.every(holds);
  }
}

/**
 * A key that a request does not carry has no values: all of none hold, none of them does.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsWithoutKey({ quantifier, comparator }: Extract<Operator, { kind: 'comparison' }>): boolean {
  switch (quantifier) {
    case 'ForAllValues':
      return true;
    case 'ForAnyValue':
      return false;
    case undefined:
      return comparator.sense === 'negated';
  }
}
