import { canonicalize } from './canonical';
import { WrittenStatement } from './written-statement';

/** `{ operator: { key: values } }`, as in an IAM policy. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type Effect = 'Allow' | 'Deny';

/** A statement of an identity policy. Lists are always lists here; {@link policyText} writes them so. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: Effect;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** A Deny that makes a limit hold: about the actions and resources that it names, or about all but those. */
export type GuardStatement = { readonly Sid: string; readonly Effect: 'Deny'; readonly Condition?: Conditions } & (
  { readonly Action: readonly string[] } | { readonly NotAction: readonly string[] }
) &
  ({ readonly Resource: readonly string[] } | { readonly NotResource: readonly string[] });

/** Whatever may stand in an identity policy of ours. */
export type AnyStatement = Statement | GuardStatement;

/** An identity policy: what a role may do. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly AnyStatement[];
}

/** A statement of a role's trust policy. */
export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Principal: Readonly<Record<string, readonly string[]>>;
  readonly Action: readonly string[];
  readonly Condition?: Conditions;
}

/** A trust policy: who may assume a role. */
export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly TrustStatement[];
}

/** A named document, inline or managed. */
export interface NamedPolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: PolicyDocument;
}

/** Whether a statement names its actions and its resources. */
export function isPlain(statement: AnyStatement): statement is Statement {
  return 'Action' in statement && 'Resource' in statement;
}

export function policyDocument(statements: readonly AnyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** The one text of a document: RFC 8785 canonical JSON. It is what is sent, measured and compared. */
export function policyText({ Version, Statement }: PolicyDocument | TrustPolicy): string {
  let statements = '';
  // Put together so, a text is copied once, when it is sent or hashed; a list that is joined is copied at once.
  for (const statement of Statement) statements += statements === '' ? statementText(statement) : `,${statementText(statement)}`;
  return `{"Statement":[${statements}],"Version":"${Version}"}`;
}

/** A statement's part of that text: its elements in the order of their names. */
export function statementText(statement: AnyStatement | TrustStatement): string {
  return WrittenStatement.textOf(statement) ?? assembledText(statement);
}

function assembledText(statement: AnyStatement | TrustStatement): string {
  const { Sid, Effect, Condition } = statement;
  let text = 'Action' in statement ? `"Action":${canonicalize(statement.Action)},` : '';
  if (Condition !== undefined) text += `"Condition":${canonicalize(Condition)},`;
  text += `"Effect":"${Effect}"`;
  if ('NotAction' in statement) text += `,"NotAction":${canonicalize(statement.NotAction)}`;
  if ('NotResource' in statement) text += `,"NotResource":${canonicalize(statement.NotResource)}`;
  if ('Principal' in statement) text += `,"Principal":${canonicalize(statement.Principal)}`;
  if ('Resource' in statement) text += `,"Resource":${canonicalize(statement.Resource)}`;
  if (Sid !== undefined) text += `,"Sid":${canonicalize(Sid)}`;
  return `{${text}}`;
}

/**
 * The size that IAM charges against its quotas: characters without white space.
 * White space inside strings is counted, which AWS does not promise to leave out.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html ("IAM does not count white space")
 */
export function policySize({ Statement }: PolicyDocument | TrustPolicy): number {
  let size = FRAME + Math.max(0, Statement.length - 1);
  for (const statement of Statement) size += statementText(statement).length;
  return size;
}

/** Characters of a policy without statements; between two statements comes a comma. */
const FRAME = policyText(policyDocument([])).length;

/**
 * Whether two documents mean the same: order of lists and of statements, and a scalar in place of a list of one, make no difference.
 * Takes any value, since what IAM holds may have been written by someone else.
 */
export function samePolicy(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right;
  // Mostly both are this project's own text; normalising costs many times as much.
  if (canonicalize(left) === canonicalize(right)) return true;
  return canonicalize(normalised(left)) === canonicalize(normalised(right));
}

/** Keys of a policy whose single value may be written with or without a list around it. */
function normalised(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonicalize(normalised(item)));
    return [...new Set(items)].sort();
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalised(isListKey(key, item) ? [item] : item)]));
  }
  return String(value);
}

/** Every scalar but these may stand for a list of one in IAM's policy grammar. */
function isListKey(key: string, value: unknown): boolean {
  if (Array.isArray(value)) return false;
  if (key === 'Statement') return true;
  return typeof value !== 'object' && !['Version', 'Id', 'Sid', 'Effect'].includes(key);
}
