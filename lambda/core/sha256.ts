import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** SHA-256 of a text's UTF-8, in hexadecimal digits. For browsers, whose own is asynchronous; Node's is in `lambda/sha256.ts`. */
export function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
