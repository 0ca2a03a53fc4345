import type { IAMClient } from '@aws-sdk/client-iam';
import type { Clock } from './clock';
import { PersonaRoleError, type ErrorCode } from './core/errors';
import type { Log } from './log';
import { backoff, httpStatusOf, isRetryable, PERMISSION_WINDOW, wireCode } from './retry';

/** One attempt of a call gets at most this long, ms; IAM answers within seconds. */
const ATTEMPT_TIMEOUT = 15_000;

/** What {@link IamSession.send} needs to know of a call besides sending it. */
export interface Call {
  /** `PutRolePolicy` */
  readonly operation: string;
  /** What it is about, for messages: a role name, a policy ARN. */
  readonly subject: string;
  readonly writes: boolean;
}

/** Calls of one invocation that are under way at once, at most: IAM's rate limits are shared by the whole account. */
const AT_ONCE = 6;

/** Something that sends calls. */
export interface Sender {
  readonly client: IAMClient;
  /** @throws the SDK's error, where the call failed for good; PersonaRoleError `NotStabilized`, where time ran out before it could be sent */
  send<T>(call: Call, attempt: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** How things stood when a call was first sent. */
interface Start {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Calls that are under way side by side meet the same permissions: the success of one says nothing against the others. */
  readonly hadSuccess: boolean;
}

/**
 * The IAM calls of one invocation: sends each with the one retry layer, within the invocation's deadline, and remembers what the
 * retry rules depend on.
 */
export class IamSession implements Sender {
  /** Names and ARNs that this invocation created, with the time. */
  private readonly created = new Map<string, number>();
  private writtenAt: number | undefined;
  private hadSuccess = false;
  private tried = false;
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];

  /** Sends each call once, for what can as well be asked again later. */
  readonly once: Sender;

  constructor(
    readonly client: IAMClient,
    readonly clock: Clock,
    private readonly log: Log,
    /** Milliseconds since the epoch after which no call is sent. */
    private deadline: number,
  ) {
    this.once = { client, send: (call, attempt) => this.attempt(call, attempt) };
  }

  /** Gives later calls more time: cleaning up may use what the answer does not need. */
  extendTo(deadline: number): void {
    this.deadline = Math.max(this.deadline, deadline);
  }

  /** Milliseconds left for calls. */
  remaining(): number {
    return this.deadline - this.clock.now();
  }

  /** Says that this invocation has created a role or policy: for two minutes, an answer that it does not exist is lag. */
  noteCreated(nameOrArn: string): void {
    this.created.set(nameOrArn, this.clock.now());
  }

  /** Whether this invocation has sent any writing call; even a failed one may have been carried out. */
  triedToWrite(): boolean {
    return this.tried;
  }

  hasCreated(nameOrArn: string): boolean {
    return this.created.has(nameOrArn);
  }

  /**
   * Sends a call until it succeeds, fails for good or the deadline comes.
   * @throws the SDK's error, where the call failed for good; PersonaRoleError `NotStabilized`, where time ran out before it could be sent
   */
  async send<T>(call: Call, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const start = { at: this.clock.now(), hadSuccess: this.hadSuccess };
    for (let attempts = 0; ; attempts += 1) {
      try {
        const result = await this.attempt(call, attempt);
        this.log.debug('IAM call', { ...call, attempts: attempts + 1, milliseconds: this.clock.now() - start.at });
        return result;
      } catch (error) {
        const pause = backoff(attempts, Math.random);
        if (!this.canRetry(call, error, start)) throw error;
        if (pause >= this.remaining()) throw outOfTime(call, error);
        this.log.info('IAM call is sent again', { ...call, attempt: attempts + 1, code: wireCode(error), pause });
        await this.clock.sleep(pause);
      }
    }
  }

  private async attempt<T>(call: Call, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    while (this.underWay >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.underWay += 1;
    try {
      if (this.remaining() <= 0) throw outOfTime(call, undefined);
      this.tried ||= call.writes;
      const result = await attempt(AbortSignal.timeout(Math.max(1, Math.min(ATTEMPT_TIMEOUT, this.remaining()))));
      this.hadSuccess = true;
      if (call.writes) this.writtenAt = this.clock.now();
      return result;
    } finally {
      this.underWay -= 1;
      this.waiting.shift()?.();
    }
  }

  private canRetry(call: Call, error: unknown, start: Start): boolean {
    const now = this.clock.now();
    const message = error instanceof Error ? error.message : '';
    // IAM's messages name what they miss: "The role with name X cannot be found."
    const createdAt = [...this.created].find(([name]) => message.includes(name))?.[1];
    return isRetryable({
      operation: call.operation,
      code: wireCode(error),
      message,
      httpStatus: httpStatusOf(error),
      elapsed: now - start.at,
      sinceCreate: createdAt === undefined ? undefined : now - createdAt,
      hadSuccess: start.hadSuccess,
      wroteLately: this.writtenAt !== undefined && now - this.writtenAt < PERMISSION_WINDOW,
    });
  }
}

function outOfTime({ operation, subject }: Call, cause: unknown): PersonaRoleError {
  const code: ErrorCode = /throttl|RequestLimitExceeded|TooMany/i.test(wireCode(cause)) ? 'Throttling' : 'NotStabilized';
  const last = cause instanceof Error ? `; the last answer was ${wireCode(cause) || cause.name}: ${cause.message}` : '';
  return new PersonaRoleError(code, [{ path: '', message: `ran out of time at ${operation} ${subject}${last}` }], { cause });
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  AccessDenied: 'AccessDenied',
  EntityAlreadyExists: 'AlreadyExists',
  InvalidInput: 'InvalidRequest',
  LimitExceeded: 'ServiceLimitExceeded',
  MalformedPolicyDocument: 'InvalidRequest',
  NoSuchEntity: 'NotFound',
  PolicyNotAttachable: 'InvalidRequest',
  Throttling: 'Throttling',
  UnmodifiableEntity: 'InvalidRequest',
  ValidationError: 'InvalidRequest',
};

/** What to look at first, by code; an administrator reads it at night. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDenied: " (the provider's own IAM role lacks the permission, or a service control policy denies it)",
  LimitExceeded: ' (an IAM quota of the account; see Service Quotas)',
};

/** A call's failure in the project's words: `PutRolePolicy my-role: LimitExceeded: …`. */
export function callError({ operation, subject }: Pick<Call, 'operation' | 'subject'>, error: unknown): PersonaRoleError {
  if (error instanceof PersonaRoleError) return error;
  const code = wireCode(error);
  const message = error instanceof Error ? error.message : String(error);
  const text = `${operation} ${subject}: ${code === '' ? '' : `${code}: `}${message}${ADVICE[code] ?? ''}`;
  return new PersonaRoleError(CODES[code] ?? 'InternalFailure', [{ path: '', message: text }], { cause: error });
}
