import { readFileSync } from 'node:fs';
import { WrongUsage } from './wrong-usage';

/**
 * The text of a file, `-` for standard input.
 * @throws WrongUsage naming the file
 */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new WrongUsage([{ path: file, message: reason(cause) }], { cause });
  }
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${message}`;
}
