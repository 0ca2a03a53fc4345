import { PersonaRoleError, type Issue } from '../lambda/core/errors';
import { WRONG_USAGE } from './outcome';

/** Faults of the command itself, not of what it reads: an option, an argument, a file that is not there. */
export class WrongUsage extends PersonaRoleError {
  readonly exitCode = WRONG_USAGE;

  constructor(issues: readonly Issue[], options?: ErrorOptions) {
    super('InvalidRequest', issues, options);
  }
}

/** Throws one error with all the faults, if there are any. */
export function assertUsage(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new WrongUsage(issues);
}
