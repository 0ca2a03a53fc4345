import { operatorHolds, parseOperator } from './condition-operator';
import type { Condition, PolicyStatement, Selection } from './foreign-policy';
import { fits, resourceFits, wildcards } from './pattern';
import { patternOf, valuesOf, type RequestContext } from './request-context';

/** One request for one action on one resource. */
export interface AccessRequest {
  /** `sagemaker:CreateModel`, in any case. */
  readonly action: string;
  /** ARN, or `*` for an action that has no resource type. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** A condition beside what the request says. */
export interface ComparedCondition extends Condition {
  /** What the request carries; `undefined` where it does not carry the key. */
  readonly actual: readonly string[] | undefined;
}

/** Why a statement does not match a request. */
export type Mismatch =
  | { readonly kind: 'resource'; readonly selection: Selection; readonly actual: string }
  | ({ readonly kind: 'condition' } & ComparedCondition);

/** Whether the statement's `Action` or `NotAction` is about the action. Actions have no case. */
export function isAbout({ action: { names, patterns } }: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  const isNamed = patterns.some((pattern) => {
    const lower = pattern.toLowerCase();
    return lower === wanted || (/[*?]/.test(lower) && fits(wanted, wildcards(lower)));
  });
  return isNamed === (names === 'these');
}

/** Everything in a statement about the action that keeps it from matching the request; empty where it matches. */
export function mismatches(statement: PolicyStatement, { resource, context }: AccessRequest): Mismatch[] {
  const isSelected = selects(statement.resource, resource, context);
  const failing = statement.conditions.filter((condition) => !holds(condition, context));
  return [
    ...(isSelected ? [] : [{ kind: 'resource', selection: statement.resource, actual: resource } as const]),
    ...failing.map((condition) => ({ kind: 'condition', ...compared(condition, context) }) as const),
  ];
}

/** A variable without a value selects nothing, not even by `NotResource`. */
function selects({ names, patterns }: Selection, resource: string, context: RequestContext): boolean {
  const results = patterns.map((text) => {
    if (text === resource || text === '*') return true;
    if (!text.includes('${') && !beginsAs(resource, text)) return false;
    const pattern = patternOf(text, context);
    return pattern === undefined ? undefined : resourceFits(resource, pattern);
  });
  return names === 'these' ? results.includes(true) : results.every((result) => result === false);
}

/**
 * Whether each part of an ARN begins as that of a pattern without variables does, up to the first wildcard: tells most resources apart
 * at little cost.
 */
function beginsAs(resource: string, text: string): boolean {
  const given = resource.split(':');
  return text
    .split(':')
    .slice(0, 6)
    .every((part, index) => given[index]?.startsWith(part.replace(/[*?].*$/s, '')) === true);
}

/** A statement's conditions beside what the request says. */
export function compared(condition: Condition, context: RequestContext): ComparedCondition {
  return { ...condition, actual: valuesOf(context, condition.key) };
}

function holds({ operator, key, values }: Condition, context: RequestContext): boolean {
  const parsed = parseOperator(operator);
  return parsed !== undefined && operatorHolds(parsed, valuesOf(context, key), values, context);
}
