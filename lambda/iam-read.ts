import type { Tag } from '@aws-sdk/client-iam';
import { callError, type Sender } from './iam-session';
import { wireCode } from './retry';

/** Sends a reading call; absence is a state, not an error. */
export async function read<T>(
  session: Sender,
  operation: string,
  subject: string,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await session.send({ operation, subject, writes: false }, attempt);
  } catch (error) {
    if (wireCode(error) === 'NoSuchEntity') return undefined;
    throw callError({ operation, subject }, error);
  }
}

interface Page<T> {
  readonly items: readonly T[];
  readonly marker: string | undefined;
}

/** Every item of a list, over all its pages. */
export async function allPages<T>(
  session: Sender,
  operation: string,
  subject: string,
  page: (Marker: { Marker?: string }, signal: AbortSignal) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let marker: string | undefined;
  do {
    const position = marker === undefined ? {} : { Marker: marker };
    const next = await read(session, operation, subject, (signal) => page(position, signal));
    items.push(...(next?.items ?? []));
    marker = next?.marker;
  } while (marker !== undefined);
  return items;
}

export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** IAM answers documents URL-encoded (RFC 3986), so `+` is a plus. */
export function parseDocument(encoded: string | undefined): unknown {
  if (encoded === undefined) return undefined;
  try {
    return JSON.parse(encoded.startsWith('%') ? decodeURIComponent(encoded) : encoded);
  } catch {
    return undefined;
  }
}
