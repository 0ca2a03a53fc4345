import { issueText, type PersonaRoleError } from '../lambda/core/errors';
import { FOUND } from './outcome';
import { program } from './program';
import type { WrongUsage } from './wrong-usage';

async function main(): Promise<void> {
  process.stdout.on('error', endQuietly);
  try {
    await program().parseAsync();
  } catch (error) {
    if (!isPersonaRoleError(error)) throw error;
    process.stderr.write(`${error.issues.map(issueText).join('\n')}\n`);
    process.exitCode = error.exitCode ?? FOUND;
  }
}

/** A reader that has seen enough, such as `head`, closes the pipe: no fault of anybody's. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** By its name: the commands are another file once they are built, with a class of their own. */
function isPersonaRoleError(error: unknown): error is PersonaRoleError & Partial<Pick<WrongUsage, 'exitCode'>> {
  return error instanceof Error && error.name === 'PersonaRoleError';
}

void main();
