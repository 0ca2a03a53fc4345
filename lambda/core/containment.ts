import { parseOperator } from './condition-operator';
import type { Conditions } from './policy';

/*
 * Whether everything that one side admits, the other admits too, judged by the texts alone. `true` is certain; `false` means that it
 * could not be shown.
 */

/** Whether every resource of the inner pattern is one of the outer. Compares part by part, as IAM compares ARNs. */
export function resourceWithin(inner: string, outer: string): boolean {
  if (inner === outer || outer === '*') return true;
  const [innerParts, outerParts] = [arnParts(inner), arnParts(outer)];
  if (innerParts.length !== outerParts.length) return false;
  return outerParts.every((part, index) => partWithin(innerParts[index] ?? '', part));
}

/** The first five colons divide an ARN; what is behind them is one part. */
function arnParts(text: string): string[] {
  const parts = text.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}

/** `*` of the outer admits any run, wildcards of the inner included; `?` could stand for more than it says, so it has to be equal. */
function partWithin(inner: string, outer: string): boolean {
  if (inner === outer) return true;
  if (outer.includes('?') || outer.includes('${')) return false;
  const source = outer.split('*').map((literal) => literal.replace(/[.+^${}()|[\]\\/-]/g, '\\$&'));
  // A wildcard of the inner is never one of the literals around the outer's own.
  return new RegExp(`^${source.join('.*')}$`, 's').test(inner);
}

/** Whether every request that meets the stricter conditions meets the looser ones. */
export function conditionsWithin(stricter: Conditions, looser: Conditions): boolean {
  return Object.entries(looser).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const own = valuesOf(stricter, operator, key);
      return own !== undefined && valuesWithin(operator, own, values);
    }),
  );
}

function valuesOf(conditions: Conditions, operator: string, key: string): readonly string[] | undefined {
  const keys = Object.entries(conditions).find(([name]) => name === operator)?.[1];
  return Object.entries(keys ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** Values of a condition stand beside each other with "or"; of a negated one with "nor", so that more of them admit less. */
function valuesWithin(operator: string, stricter: readonly string[], looser: readonly string[]): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined) return false;
  const includes = (all: readonly string[], some: readonly string[]): boolean => some.every((value) => all.includes(value));
  const isNegated = parsed.kind === 'comparison' && parsed.comparator.sense === 'negated';
  return isNegated ? includes(stricter, looser) : includes(looser, stricter);
}
