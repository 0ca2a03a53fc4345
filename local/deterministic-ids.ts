import { createHash } from 'node:crypto';

/** A UUID-shaped id that depends on its seed alone. */
export function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** 32 hexadecimal digits that depend on the seed alone. */
export function hexOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 32);
}
