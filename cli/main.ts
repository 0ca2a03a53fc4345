import { CommanderError } from 'commander';
import { issueText, type PersonaRoleError } from '../lambda/core/errors';
import { DONE, FOUND, WRONG_USAGE } from './outcome';
import { program } from './program';
import type { WrongUsage } from './wrong-usage';

async function main(): Promise<void> {
  process.stdout.on('error', endQuietly);
  try {
    await program().parseAsync();
  } catch (error) {
    process.exitCode = ended(error);
  }
}

/** The exit code that an error means, once it has been told; commander has told its own. */
function ended(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
  if (!isPersonaRoleError(error)) throw error;
  process.stderr.write(`${error.issues.map(issueText).join('\n')}\n`);
  return error.exitCode ?? FOUND;
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
