import { readFileSync } from 'node:fs';
import { PersonaRoleError } from '../lambda/core/errors';

/**
 * The text of a file, `-` for standard input.
 * @throws PersonaRoleError `NotFound`, naming the file
 */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new PersonaRoleError('NotFound', [{ path: file, message: `cannot be read: ${message}` }], { cause });
  }
}
