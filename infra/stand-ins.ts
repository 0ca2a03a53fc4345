import type { ParameterTypeName } from '../lambda/core/parameter-types';
import type { Scope } from '../lambda/core/scope';
import type { Catalog } from '../lambda/core/catalog';
import { isUnresolved, settled, unresolved, valueTypeAt } from '../lambda/core/unresolved';
import { isIntrinsic, knownText } from './synth-scope';

/** Resolved properties in which everything is a value. */
export interface SettledProperties {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where an invented value of the right type stands for one that only the deployment knows. */
  readonly standIns: readonly string[];
  /** Where such a value was taken out, since nothing can stand for it. */
  readonly left: readonly string[];
}

/** {@link settled} for what the CDK resolves to: intrinsic functions become the core's markers, or the text that is known of them. */
export function settledProperties(properties: Readonly<Record<string, unknown>>, scope: Scope, catalog: Catalog): SettledProperties {
  const { properties: known, standIns, open } = settled(marked(properties, scope), scope, catalog, typeAt);
  return { properties: withoutMarkers(known) as Readonly<Record<string, unknown>>, standIns, left: open };
}

/** The type of the value at a path of the properties, if it is one of a parameter or of a limit, or a role. */
export function typeAt(path: readonly PropertyKey[], catalog: Catalog): ParameterTypeName | undefined {
  return path.at(-1) === 'GrantTo' || path.at(-2) === 'GrantTo' ? 'RoleArnToPass' : valueTypeAt(path, catalog);
}

function marked(value: unknown, scope: Scope): unknown {
  if (isIntrinsic(value)) return knownText(value, scope) ?? unresolved(JSON.stringify(value));
  return eachItem(value, (item) => marked(item, scope));
}

function withoutMarkers(value: unknown): unknown {
  return isUnresolved(value) ? undefined : eachItem(value, withoutMarkers);
}

function eachItem(value: unknown, change: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}
