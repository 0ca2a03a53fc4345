import type { Surroundings } from './core/desired';
import type { IamSession } from './iam-session';
import type { Log } from './log';
import type { LifecycleRequest } from './request';

/** One event with everything that serving it needs. */
export interface Invocation {
  readonly request: LifecycleRequest;
  readonly surroundings: Surroundings;
  readonly session: IamSession;
  readonly log: Log;
  /** Value of the owner tag that names the provider. */
  readonly provider: string;
  /** Of the stack when the event came; `undefined` where CloudFormation was not asked or did not say. */
  readonly stackStatus: string | undefined;
  /** Milliseconds since the epoch until which cleaning up may go on. */
  readonly cleanUpDeadline: number;
}
