import * as crypto from 'node:crypto';

/** What `core/sha256.ts` does, in a sixth of the time: `imports` in package.json puts it in that one's place wherever there is Node. */
export function hash(text: string): string {
  return crypto.hash('sha256', text, 'hex');
}
