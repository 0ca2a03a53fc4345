import { hash } from '#sha256';
import { LIMIT_LISTS } from '../lambda/core/limit';
import { parameterType, type ParameterTypeName } from '../lambda/core/parameter-types';
import { pathText } from '../lambda/core/schema-issues';
import type { Scope } from '../lambda/core/scope';
import type { Catalog } from '../lambda/core/template';
import { isIntrinsic, knownText } from './synth-scope';

/** Resolved properties in which everything is a value. */
export interface Settled {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where an invented value of the right type stands for one that only the deployment knows. */
  readonly standIns: readonly string[];
  /** Where such a value was taken out, since nothing can stand for it. */
  readonly left: readonly string[];
}

/** Gives every value that only the deployment knows a stand-in that its type admits, so that the rest can be checked. */
export function settled(properties: Readonly<Record<string, unknown>>, scope: Scope, catalog: Catalog): Settled {
  const standIns: string[] = [];
  const left: string[] = [];
  const settle = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (isIntrinsic(value)) {
      const text = knownText(value, scope);
      if (text !== undefined) return text;
      const type = typeAt(path, catalog);
      (type === undefined ? left : standIns).push(pathText(path));
      return type === undefined ? undefined : standIn(type, value, scope);
    }
    if (Array.isArray(value)) return value.map((item, index) => settle(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settle(item, [...path, key])]));
  };
  return { properties: settle(properties, []) as Readonly<Record<string, unknown>>, standIns, left };
}

/** The type of the value at a path of the properties, if it is one of a parameter or of a limit. */
export function typeAt(path: readonly PropertyKey[], catalog: Catalog): ParameterTypeName | undefined {
  const names = path.filter((key) => typeof key === 'string');
  const list = names.at(-1) ?? '';
  if (list === 'GrantTo') return 'RoleArnToPass';
  const limits: Readonly<Record<string, ParameterTypeName>> = Object.assign({}, ...Object.values(LIMIT_LISTS)) as Record<
    string,
    ParameterTypeName
  >;
  const ofLimit = limits[names.slice(-2).join('.')];
  const ofParameter = [...catalog.activities.values()].flatMap(({ Parameters }) => Parameters[list]?.Type ?? [])[0];
  return ofLimit ?? ofParameter;
}

/** The example of the type, in the stack's own place. Different roles stay different ones. */
function standIn(type: ParameterTypeName, value: unknown, { partition, region, accountId }: Scope): string {
  const { example } = parameterType(type);
  const local = example.replace('arn:aws:', `arn:${partition}:`).replace('us-east-1', region).replace('111122223333', accountId);
  return type === 'RoleArnToPass' ? `${local}-${hash(JSON.stringify(value)).slice(0, 8)}` : local;
}
