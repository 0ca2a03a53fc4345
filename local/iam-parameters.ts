import { IamError } from './iam-error';

/** How a parameter travels in IAM's query protocol. */
export type Wire = 'string' | 'integer' | 'boolean' | 'strings' | 'tags';

/** What a parameter may be. `check` gives IAM's constraint texts for a value that breaks them. */
export interface Kind<T> {
  readonly wire: Wire;
  readonly check: (value: unknown, member: string) => readonly string[];
  /** Only for the compiler: the type of a value that passed `check`. */
  readonly type?: T;
}

export interface RequiredParameter<T> extends Kind<T> {
  readonly presence: 'required';
}

export interface OptionalParameter<T> extends Kind<T> {
  readonly presence: 'optional';
}

export type Shape = Readonly<Record<string, RequiredParameter<unknown> | OptionalParameter<unknown>>>;

export type Values<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends RequiredParameter<infer T> ? T : S[K] extends OptionalParameter<infer T> ? T | undefined : never;
};

export function required<T>(kind: Kind<T>): RequiredParameter<T> {
  return { ...kind, presence: 'required' };
}

export function optional<T>(kind: Kind<T>): OptionalParameter<T> {
  return { ...kind, presence: 'optional' };
}

interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  /** As the API reference prints it; the whole value has to match. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export function text(limits: TextLimits): Kind<string> {
  return { wire: 'string', check: (value, member) => textFaults(value, member, limits) };
}

export function textFaults(value: unknown, member: string, { min = 0, max = Infinity, pattern, values }: TextLimits): readonly string[] {
  if (typeof value !== 'string') return [fault(value, member, 'Member must be a string')];
  const faults: string[] = [];
  if (value.length < min) faults.push(fault(value, member, `Member must have length greater than or equal to ${String(min)}`));
  if (value.length > max) faults.push(fault(value, member, `Member must have length less than or equal to ${String(max)}`));
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
    faults.push(fault(value, member, `Member must satisfy regular expression pattern: ${pattern}`));
  }
  if (values !== undefined && !values.includes(value)) {
    faults.push(fault(value, member, `Member must satisfy enum value set: [${values.join(', ')}]`));
  }
  return faults;
}

export function integer(min: number, max: number): Kind<number> {
  return {
    wire: 'integer',
    check: (value, member) => {
      if (!Number.isInteger(value)) return [fault(value, member, 'Member must be an integer')];
      if (Number(value) < min) return [fault(value, member, `Member must have value greater than or equal to ${String(min)}`)];
      if (Number(value) > max) return [fault(value, member, `Member must have value less than or equal to ${String(max)}`)];
      return [];
    },
  };
}

export const flag: Kind<boolean> = {
  wire: 'boolean',
  check: (value, member) => (typeof value === 'boolean' ? [] : [fault(value, member, 'Member must be a boolean')]),
};

/** One constraint text in IAM's own form. */
export function fault(value: unknown, member: string, constraint: string): string {
  const shown = value === undefined || value === null ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  return `Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
}

/**
 * The parameters of one call, checked against its shape.
 * @throws IamError `ValidationError` with every fault, for unknown, missing and invalid parameters.
 */
export function readParameters<S extends Shape>(shape: S, parameters: Readonly<Record<string, unknown>>): Values<S> {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(shape, name))
    .map((name) => fault(given[name], memberName(name), 'Member is not a parameter of this operation'));
  const invalid = Object.entries(shape).flatMap(([name, parameter]) => {
    if (Object.hasOwn(given, name)) return parameter.check(given[name], memberName(name));
    return parameter.presence === 'required' ? [fault(undefined, memberName(name), 'Member must not be null')] : [];
  });
  const faults = [...unknown, ...invalid];
  if (faults.length > 0) {
    const count = faults.length === 1 ? '1 validation error' : `${String(faults.length)} validation errors`;
    throw new IamError('ValidationError', `${count} detected: ${faults.join('; ')}`);
  }
  return given as Values<S>;
}

function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
