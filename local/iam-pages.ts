import { IamError } from './iam-error';
import { marker, maxItems } from './iam-limits';
import type { Context, Output } from './iam-operation';
import { optional } from './iam-parameters';

/** Parameters of every operation that lists. */
export const PAGING = { Marker: optional(marker), MaxItems: optional(maxItems) };

interface Paging {
  readonly Marker: string | undefined;
  readonly MaxItems: number | undefined;
}

/**
 * One page of a list, in order of its keys. The marker names the last key of the page before, so that a list which
 * shrinks between two pages loses nothing.
 * Source: `MaxItems`, `Marker` and `IsTruncated` of https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
export function page<T>(
  member: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems = 100 }: Paging,
  { account }: Context,
): Output {
  const after = Marker === undefined ? '' : markedKey(Marker);
  const rest = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).filter((item) => keyOf(item) > after);
  const shown = rest.slice(0, Math.min(MaxItems, account.pageSize));
  const last = shown.at(-1);
  if (last === undefined || shown.length === rest.length) return { [member]: shown, IsTruncated: false };
  return { [member]: shown, IsTruncated: true, Marker: Buffer.from(keyOf(last)).toString('base64url') };
}

/** A page whose items are shown in another form than they are ordered by. */
export function shownPage<T>(
  member: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  show: (item: T) => unknown,
  paging: Paging,
  context: Context,
): Output {
  const output = page(member, items, keyOf, paging, context);
  return { ...output, [member]: (output[member] as readonly T[]).map(show) };
}

function markedKey(marker: string): string {
  const key = Buffer.from(marker, 'base64url').toString();
  if (Buffer.from(key).toString('base64url') !== marker) throw new IamError('ValidationError', `Invalid Marker: ${marker}`);
  return key;
}
