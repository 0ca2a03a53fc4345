import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PersonaRoleError } from '../lambda/core/errors';
import { FOUND } from './outcome';

/** Where the local AWS lies once it is built, seen from the bundle in dist/cli and from this file. */
const PROGRAMS = [join(__dirname, '..', 'local', 'index.js'), join(__dirname, '..', 'dist', 'local', 'index.js')];

/**
 * `persona-role try`: deploys a template to an AWS on this machine, in a process of its own that prints for itself.
 * @param assignments `Name=Value` each, for the template's parameters
 * @returns the exit code of that process
 * @throws PersonaRoleError where the local AWS was not built
 */
export function tryTemplate(file: string, assignments: readonly string[]): number {
  const program = PROGRAMS.find((candidate) => existsSync(candidate));
  if (program === undefined) {
    throw new PersonaRoleError('NotFound', [{ path: 'dist/local', message: 'is not there: build it by npm run build' }]);
  }
  return spawnSync(process.execPath, [program, file, ...assignments], { stdio: 'inherit' }).status ?? FOUND;
}
