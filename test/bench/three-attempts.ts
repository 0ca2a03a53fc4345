/** What the retries of the AWS SDK's standard mode make of a burst, in simulated time. */

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html: attempts, and the longest pause in seconds. */
const ATTEMPTS = 3;
const LONGEST_PAUSE = 20;

/** Seconds of the first pause after throttling, before the jitter: `THROTTLING_RETRY_DELAY_BASE` of @smithy/util-retry. */
const THROTTLED_PAUSE = 0.5;

/** Seconds of one call. */
const CALL = 0.1;

interface Attempt {
  readonly at: number;
  readonly role: number;
  readonly call: number;
  readonly attempt: number;
}

/** How many of the roles fail, each of so many calls one after the other, where all begin at once. */
export function lostByThreeAttempts(roles: number, calls: number, rate: number, burst: number): number {
  const queue: Attempt[] = Array.from({ length: roles }, (_, role) => ({ at: 0, role, call: 1, attempt: 1 }));
  const bucket = { tokens: burst, at: 0 };
  let lost = 0;
  while (queue.length > 0) {
    queue.sort((a, b) => b.at - a.at);
    const { at, role, call, attempt } = queue.pop() as Attempt;
    bucket.tokens = Math.min(burst, bucket.tokens + (at - bucket.at) * rate);
    bucket.at = at;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      if (call < calls) queue.push({ at: at + CALL, role, call: call + 1, attempt: 1 });
    } else if (attempt === ATTEMPTS) {
      lost += 1;
    } else {
      const pause = jitter(role * calls + call) * Math.min(LONGEST_PAUSE, THROTTLED_PAUSE * 2 ** (attempt - 1));
      queue.push({ at: at + CALL + pause, role, call, attempt: attempt + 1 });
    }
  }
  return lost;
}

/** Spread evenly between 0 and 1, the same in every run. */
function jitter(index: number): number {
  return (index * 0.6180339887) % 1;
}
