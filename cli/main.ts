import { PersonaRoleError, issueText } from '../lambda/core/errors';
import { FOUND } from './outcome';
import { program } from './program';

async function main(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    if (!(error instanceof PersonaRoleError)) throw error;
    process.stderr.write(`${error.issues.map(issueText).join('\n')}\n`);
    process.exitCode = FOUND;
  }
}

void main();
