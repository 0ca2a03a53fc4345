import { hash } from '#sha256';
import { LIMIT_LISTS } from './limit';
import { parameterType, type ParameterTypeName } from './parameter-types';
import { pathText } from './schema-issues';
import type { Scope } from './scope';
import type { Catalog } from './catalog';

const KEY = 'Fn::Unresolved';

/**
 * Stands in properties for a value that only the deployment knows: a function of CloudFormation, a token of the CDK. It is a map that no
 * property takes, so that nothing mistakes it for a value.
 */
export interface Unresolved {
  /** What it is, in words of the template. */
  readonly [KEY]: string;
}

export function unresolved(words: string): Unresolved {
  return { [KEY]: words };
}

export function isUnresolved(value: unknown): value is Unresolved {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, KEY);
}

/** Properties of which as much as possible is a value. */
export interface Settled {
  readonly properties: unknown;
  /** Where a value of the right type, made from its type's example, stands for one that only the deployment knows. */
  readonly standIns: readonly string[];
  /** Where nothing can stand for it: the marker is still there. */
  readonly open: readonly string[];
}

/** The type of the value at a path of the properties; `undefined` where nothing can stand for it. */
export type TypeAt = (path: readonly PropertyKey[], catalog: Catalog) => ParameterTypeName | undefined;

/**
 * Gives every unresolved value of a parameter or a limit a stand-in that its type admits, so that the rest of the role can be checked.
 * @param typeAt for what else something can stand
 */
export function settled(raw: unknown, scope: Scope, catalog: Catalog, typeAt: TypeAt = valueTypeAt): Settled {
  const standIns: string[] = [];
  const open: string[] = [];
  const settle = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (isUnresolved(value)) {
      // Any text is a right ServiceToken here: CloudFormation alone makes something of it.
      if (pathText(path) === 'ServiceToken') return value[KEY];
      const type = typeAt(path, catalog);
      (type === undefined ? open : standIns).push(pathText(path));
      return type === undefined ? value : standIn(type, value[KEY], scope);
    }
    if (Array.isArray(value)) return value.map((item, index) => settle(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settle(item, [...path, key])]));
  };
  const properties = settle(raw, []);
  return { properties, standIns, open };
}

/** The type of the values of the parameter or limit at a path, `S3Buckets`, `Activities[0].Vpc.Subnets[1]`. */
export function valueTypeAt(path: readonly PropertyKey[], catalog: Catalog): ParameterTypeName | undefined {
  const names = path.filter((key) => typeof key === 'string');
  const limits: Readonly<Record<string, ParameterTypeName>> = Object.assign({}, ...Object.values(LIMIT_LISTS)) as Record<
    string,
    ParameterTypeName
  >;
  const parameter = names.at(-1) ?? '';
  return limits[names.slice(-2).join('.')] ?? catalog.parameters.get(parameter)?.[0];
}

/** The example of the type as it would be in the stack's own place. Different roles stay different ones. */
function standIn(type: ParameterTypeName, words: string, { partition, region, accountId }: Scope): string {
  const { example } = parameterType(type);
  const local = example.replace('arn:aws:', `arn:${partition}:`).replace('us-east-1', region).replace('111122223333', accountId);
  return type === 'RoleArnToPass' ? `${local}-${hash(words).slice(0, 8)}` : local;
}

/** Whether two paths are one, or one leads through the other. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
