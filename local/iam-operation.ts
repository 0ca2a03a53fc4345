import { noSuchEntity } from './iam-error';
import type { Quotas } from './iam-limits';
import { readParameters, type Shape, type Values } from './iam-parameters';
import { nameKey, type IamState, type Role } from './iam-state';

/** The account that a local IAM stands for. */
export interface Account {
  readonly accountId: string;
  readonly partition: string;
  readonly quotas: Quotas;
  /** Service principals that exist. */
  readonly servicePrincipals: readonly string[];
  /** Principals of this account besides its roles, and of other accounts, that do not exist; every other one is taken to exist. */
  readonly missingPrincipals: readonly string[];
  /** The most items a page holds, whatever `MaxItems` asks for: IAM may return fewer than asked. */
  readonly pageSize: number;
}

/** What an operation may look at. */
export interface Context {
  /** What the call works on: for a read, what has become visible by now. */
  readonly state: IamState;
  /** What the call can find: older than `state` where writes lag too. */
  readonly known: IamState;
  readonly account: Account;
  /** Last tick at which reads will show the id of a role that this call creates in place of its ARN. */
  readonly arnShownAfter: number;
  readonly now: Date;
  /** A new unique id with this prefix (`AROA`). */
  readonly newId: (prefix: string) => string;
  /** The ARN that a read shows for a role: for a while after its creation this is the role's id. */
  readonly shownArn: (role: Role) => string;
}

export type Output = Readonly<Record<string, unknown>>;

/** What a write leaves behind and answers. */
export interface Transition {
  readonly state: IamState;
  readonly output: Output;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface ReadOperation {
  readonly effect: 'read';
  readonly shape: Shape;
  readonly run: (parameters: Parameters, context: Context) => Output;
}

export interface WriteOperation {
  readonly effect: 'write';
  readonly shape: Shape;
  readonly run: (parameters: Parameters, context: Context) => Transition;
}

export type Operation = ReadOperation | WriteOperation;
export type Operations = Readonly<Record<string, Operation>>;

export function read<S extends Shape>(shape: S, run: (parameters: Values<S>, context: Context) => Output): ReadOperation {
  return { effect: 'read', shape, run: (parameters, context) => run(readParameters(shape, parameters), context) };
}

/** A write that answers something. */
export function write<S extends Shape>(shape: S, run: (parameters: Values<S>, context: Context) => Transition): WriteOperation {
  return { effect: 'write', shape, run: (parameters, context) => run(readParameters(shape, parameters), context) };
}

/** A write whose answer is empty. */
export function change<S extends Shape>(shape: S, run: (parameters: Values<S>, context: Context) => IamState): WriteOperation {
  return write(shape, (parameters, context) => ({ state: run(parameters, context), output: {} }));
}

/** The role of this name. */
export function roleOf({ known, state }: Context, roleName: string): Role {
  const role = known.roles.has(nameKey(roleName)) ? state.roles.get(nameKey(roleName)) : undefined;
  if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  return role;
}

/** Documents are returned encoded after RFC 3986: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function encodedDocument(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function iamArn({ partition, accountId }: Account, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}
