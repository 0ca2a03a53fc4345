import { isRemoval } from './core/step';

/** What happened to one call, as far as it decides whether to send it again. */
export interface Failure {
  readonly operation: string;
  /** The wire code, `NoSuchEntity`; see {@link wireCode}. */
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number | undefined;
  /** Milliseconds since this call was first sent. */
  readonly elapsed: number;
  /** Milliseconds since this invocation created what the message names; `undefined` where it did not. */
  readonly sinceCreate: number | undefined;
  /** Whether this invocation has had any successful IAM call. */
  readonly hadSuccess: boolean;
  /** Whether this invocation has written a role, its tags or its boundary in the last 30 seconds. */
  readonly wroteLately: boolean;
}

/**
 * Codes that say "not now". Not among them: LimitExceeded, a quota that no waiting changes, although the SDK retries it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const TRANSIENT: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'ServiceFailure',
  'ServiceFailureException',
  'ServiceUnavailable',
  'InternalFailure',
  'InternalError',
  'RequestTimeout',
  'ConcurrentModification',
  'EntityTemporarilyUnmodifiable',
]);

/** How long a state that is still spreading through IAM is waited for, ms. The same as Terraform's `propagationTimeout`. */
export const PROPAGATION_WINDOW = 120_000;

/**
 * How long what this invocation created, and is to remove again, may be missing, ms. What stays missing is gone: another delivery of the
 * same event removed it. If it is not, the reads that follow find it.
 */
export const REMOVAL_WINDOW = 15_000;

/** How long permissions that were just granted may be missing, ms. */
export const PERMISSION_WINDOW = 30_000;

/** Whether sending the same call again can help. The caller stops at its own deadline anyway. */
export function isRetryable(failure: Failure): boolean {
  const { code, message, httpStatus, elapsed } = failure;
  if (code === NO_ANSWER || TRANSIENT.has(code) || (httpStatus ?? 0) >= 500 || httpStatus === 429) return true;
  switch (code) {
    case 'MalformedPolicyDocument':
      // A principal that was created a moment ago; every other malformed document stays malformed.
      return message.includes('Invalid principal in policy') && elapsed < PROPAGATION_WINDOW;
    case 'NoSuchEntity':
      // What this invocation created is not visible everywhere yet.
      return (
        failure.sinceCreate !== undefined &&
        failure.sinceCreate < PROPAGATION_WINDOW &&
        (elapsed < REMOVAL_WINDOW || !isRemoval(failure.operation))
      );
    case 'DeleteConflict':
      // A detachment that is not visible yet. DeleteRole is left to the caller, who lists again what is in the way.
      return failure.operation === 'DeletePolicy' && elapsed < PROPAGATION_WINDOW;
    case 'AccessDenied':
    case 'AccessDeniedException':
      // The function's own permissions, or tags and boundaries that its permissions are conditioned on, have not spread yet.
      return (!failure.hadSuccess || failure.wroteLately) && elapsed < PERMISSION_WINDOW;
    default:
      return false;
  }
}

/** Full jitter between 0 and 0.2 s doubling to 5 s. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/ */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(5_000, 200 * 2 ** attempt));
}

/** Stands for "no answer came": the call may or may not have been carried out. */
export const NO_ANSWER = 'NoAnswer';

/** Errors of the connection, by Node's `code` and by the `name` that the SDK and AbortSignal give them. */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const CONNECTION_NAMES: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError', 'RequestTimeout']);

/**
 * The code on the wire, {@link NO_ANSWER}, or `''` for what did not come from a call at all.
 * The SDK's `name` is the modelled exception, `NoSuchEntityException`; unmodelled errors carry the code itself.
 */
export function wireCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { Code, name, code } = error as { Code?: unknown; name?: unknown; code?: unknown };
  if (typeof Code === 'string') return Code;
  if (typeof code === 'string' && CONNECTION_CODES.has(code)) return NO_ANSWER;
  if (typeof name === 'string' && CONNECTION_NAMES.has(name)) return NO_ANSWER;
  if (httpStatusOf(error) === undefined || typeof name !== 'string') return '';
  return name.replace(/Exception$/, '');
}

export function httpStatusOf(error: unknown): number | undefined {
  const metadata = typeof error === 'object' && error !== null && '$metadata' in error ? error.$metadata : undefined;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}
