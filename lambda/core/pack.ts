import { canonicalize } from './canonical';
import { PersonaRoleError } from './errors';
import { isPlain, policyDocument, policySize, statementText, type AnyStatement, type PolicyDocument, type Statement } from './policy';

/**
 * IAM's quotas in characters without white space: all inline policies of a role together, and one customer-managed policy.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const INLINE_QUOTA = 10_240;
export const MANAGED_QUOTA = 6_144;

/** Where the statements of a role end up. */
export interface PackedPolicies {
  readonly inline: PolicyDocument;
  /** Customer-managed policies for what the inline quota does not hold; mostly none. */
  readonly managed: readonly PolicyDocument[];
}

export interface Room {
  /** Characters free for the inline policy. */
  readonly inline: number;
  /** Managed policies that may still be attached. */
  readonly managedPolicies: number;
}

/**
 * Puts statements into documents within IAM's quotas. The set of (effect, action, resource, condition) tuples never changes.
 * All in one inline document where it fits; else statements of equal resource and condition are merged; else the rest goes
 * into managed policies, as few as can be. Deny statements always stay inline.
 * @throws PersonaRoleError `ServiceLimitExceeded` with the size of each activity
 */
export function pack(statements: readonly AnyStatement[], room: Room): PackedPolicies {
  const whole = policyDocument(statements);
  if (policySize(whole) <= room.inline) return { inline: whole, managed: [] };
  const merged = mergeStatements(statements);
  const compact = policyDocument(merged);
  if (policySize(compact) <= room.inline) return { inline: compact, managed: [] };
  const packed = overflow(merged, room);
  if (packed !== undefined) return packed;
  throw new PersonaRoleError('ServiceLimitExceeded', [{ path: '', message: tooLarge(statements, compact, room) }]);
}

/** Unites the actions of statements with equal effect, resource and condition; the first one's id gets `And<k>` for k more. */
export function mergeStatements<S extends AnyStatement>(statements: readonly S[]): S[] {
  const groups = new Map<string, S[]>();
  for (const statement of statements) {
    // A statement about all but some actions or resources stands alone.
    const key = isPlain(statement) ? mergeKey(statement) : statement.Sid;
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].map((group) => {
    const [first, ...others] = group as [S, ...S[]];
    if (others.length === 0) return first;
    const actions = [...new Set(group.flatMap((one) => (isPlain(one) ? one.Action : [])))].sort();
    return { ...first, Sid: `${first.Sid}And${String(others.length)}`, Action: actions };
  });
}

function mergeKey({ Effect, Resource, Condition }: Statement): string {
  return canonicalize({ Effect, Resource: [...Resource].sort(), Condition: Condition ?? {} });
}

/** A document that is being filled. */
interface Bin {
  readonly quota: number;
  /** Characters so far. */
  readonly size: number;
  readonly statements: readonly AnyStatement[];
}

const EMPTY: Bin = { quota: MANAGED_QUOTA, size: policySize(policyDocument([])), statements: [] };

/** Deny statements inline, the rest first where the inline document has room, then in managed policies. */
function overflow(statements: readonly AnyStatement[], room: Room): PackedPolicies | undefined {
  const denies = statements.filter(({ Effect }) => Effect === 'Deny');
  const size = policySize(policyDocument(denies));
  if (size > room.inline) return undefined;
  const allows = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(splitToFit);
  const [inline, ...managed] = firstFit(allows, [{ quota: room.inline, size, statements: denies }]) ?? [];
  if (inline === undefined || managed.length > room.managedPolicies) return undefined;
  return { inline, managed };
}

/** Statements in as few managed policies as first fit finds; `undefined` where one of them is too long for any. */
export function inManagedPolicies(statements: readonly AnyStatement[]): PolicyDocument[] | undefined {
  return firstFit(statements.flatMap(splitToFit), []);
}

/**
 * First fit, largest statement first; ties by id, so that the result does not depend on the order of the input.
 * `undefined` where a statement fits neither an open document nor a new one: a long condition cannot be split.
 */
function firstFit(statements: readonly AnyStatement[], open: readonly Bin[]): PolicyDocument[] | undefined {
  const bins = [...open];
  const bySize = statements
    .map((statement) => ({ statement, size: statementText(statement).length }))
    .sort((a, b) => b.size - a.size || (a.statement.Sid < b.statement.Sid ? -1 : 1));
  for (const { statement, size } of bySize) {
    const index = bins.findIndex((bin) => sizeWith(bin, size) <= bin.quota);
    const bin = bins[index] ?? EMPTY;
    if (sizeWith(bin, size) > bin.quota) return undefined;
    bins[index === -1 ? bins.length : index] = { ...bin, size: sizeWith(bin, size), statements: [...bin.statements, statement] };
  }
  const order = new Map([...statements, ...open.flatMap((bin) => bin.statements)].map(({ Sid }, index) => [Sid, index]));
  return bins.map((bin) => policyDocument([...bin.statements].sort((a, b) => (order.get(a.Sid) ?? 0) - (order.get(b.Sid) ?? 0))));
}

/** With a statement of that size, and the comma before it, in the bin. */
function sizeWith(bin: Bin, statementSize: number): number {
  return bin.size + statementSize + (bin.statements.length === 0 ? 0 : 1);
}

/** Halves a statement that no managed policy could hold, by its longer list, until each part fits; parts are numbered. */
function splitToFit(statement: AnyStatement): AnyStatement[] {
  const parts = halves(statement);
  return parts.length === 1 ? [statement] : parts.map((part, index) => ({ ...part, Sid: `${statement.Sid}Part${String(index + 1)}` }));
}

function halves(statement: AnyStatement): AnyStatement[] {
  // Two Denies of all but one half each would deny everything.
  if (!isPlain(statement)) return [statement];
  const list = statement.Resource.length >= statement.Action.length ? 'Resource' : 'Action';
  const values = statement[list];
  // The allowance is for the part's number in its id.
  if (policySize(policyDocument([statement])) + 'Part999'.length <= MANAGED_QUOTA || values.length < 2) return [statement];
  const middle = Math.ceil(values.length / 2);
  return [values.slice(0, middle), values.slice(middle)].flatMap((half) => halves({ ...statement, [list]: half }));
}

/** Characters of each activity's statements, guards last: `RunStudioAppsV1 2,776`. */
export function sizeTable(statements: readonly AnyStatement[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const statement of statements) {
    const owner = statement.Effect === 'Deny' ? 'Guards' : (/^.*?V\d+(?=[A-Z])/.exec(statement.Sid)?.[0] ?? statement.Sid);
    sizes[owner] = (sizes[owner] ?? 0) + statementText(statement).length + 1;
  }
  return sizes;
}

function tooLarge(statements: readonly AnyStatement[], compact: PolicyDocument, room: Room): string {
  const table = Object.entries(sizeTable(statements))
    .sort(([, a], [, b]) => b - a)
    .map(([owner, size]) => `${owner} ${String(size)}`)
    .join(', ');
  return (
    `the permissions do not fit IAM's quotas: ${String(policySize(compact))} characters after merging, ${String(room.inline)} fit inline and ` +
    `${String(room.managedPolicies)} managed policies of ${String(MANAGED_QUOTA)} are free. Name fewer values or split the role. Characters by activity: ${table}`
  );
}
