import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { Clock } from './clock';
import { EarlyAgent } from './early-agent';
import type { Log } from './log';
import type { AnswerAddress } from './request';

/** What CloudFormation is told. */
export type Answer =
  | {
      readonly status: 'SUCCESS';
      readonly physicalResourceId: string;
      readonly reason?: string;
      readonly attributes: Readonly<Record<string, string>>;
    }
  | { readonly status: 'FAILED'; readonly physicalResourceId: string; readonly reason: string };

/**
 * Largest answer that CloudFormation takes, bytes, inclusive; above it the Reason is lost.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const ANSWER_BYTES = 4096;

/** Largest PhysicalResourceId, bytes. Same source. */
const PHYSICAL_ID_BYTES = 1024;

/** The answer's JSON, at most {@link ANSWER_BYTES}: what does not fit is cut off the Reason's end. Ids and attributes are never dropped. */
export function answerBody(answer: Answer, address: AnswerAddress): string {
  const fields = {
    Status: answer.status,
    PhysicalResourceId: cut(answer.physicalResourceId, PHYSICAL_ID_BYTES) || 'none',
    StackId: address.stackId,
    RequestId: address.requestId,
    LogicalResourceId: address.logicalResourceId,
    NoEcho: false,
    ...(answer.status === 'SUCCESS' ? { Data: answer.attributes } : {}),
  };
  const withReason = (reason: string): string => JSON.stringify({ ...fields, Reason: reason });
  const reason = oneLine(answer.reason ?? '');
  const whole = withReason(reason);
  if (Buffer.byteLength(whole) <= ANSWER_BYTES) return whole;
  return withReason(fittingReason(reason, ANSWER_BYTES - Buffer.byteLength(withReason(''))));
}

/**
 * A Reason ends with the name of its log stream, at most this many characters: a day, a function name of up to 64, a version and the
 * environment's id. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
const TAIL_LENGTH = 130;

/** As much of a Reason's beginning as fits beside its end. */
function fittingReason(reason: string, bytes: number): string {
  const tail = ` ... ${reason.slice(-TAIL_LENGTH)}`;
  const size = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;
  const fits = (length: number): boolean => size(reason.slice(0, length) + tail) <= bytes;
  let low = 0;
  let high = reason.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low > 0 && fits(low) ? reason.slice(0, low).toWellFormed() + tail.toWellFormed() : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toWellFormed();
}

function cut(text: string, bytes: number): string {
  let end = Math.min(text.length, bytes);
  while (Buffer.byteLength(text.slice(0, end)) > bytes) end -= 1;
  return text.slice(0, end).toWellFormed();
}

/**
 * Opens the connection that an answer will take, so that its round trips go by while there is still work to do. It carries the answer and
 * nothing else. `undefined` where the answer goes over plain http.
 */
export function answerAgent(url: URL): EarlyAgent | undefined {
  if (url.protocol !== 'https:') return undefined;
  const agent = new EarlyAgent({ keepAlive: false });
  agent.open(url, 1);
  return agent;
}

/** What an answer is delivered with. */
export interface Delivery {
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since the epoch after which no attempt begins. */
  readonly deadline: number;
  /** See {@link answerAgent}. */
  readonly agent?: EarlyAgent | undefined;
}

/** One attempt gets at most this long, ms. */
const ATTEMPT_TIMEOUT = 10_000;

/**
 * Puts the answer to the presigned URL, again on connection errors, 429 and 5xx until the deadline.
 * A refusal (an expired or foreign URL) is final: logged, not thrown, since no repetition of the event could be heard either.
 * @throws Error where the answer could not be delivered in time; Lambda then repeats the event and the handler converges
 */
export async function putAnswer(url: URL, body: string, { clock, log, deadline, agent }: Delivery): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const timeout = Math.max(1, Math.floor(Math.min(ATTEMPT_TIMEOUT, deadline - clock.now())));
    const status = await put(url, body, { agent, signal: AbortSignal.timeout(timeout) }).catch((error: unknown) => {
      log.warn('the answer did not get through', { attempt: attempt + 1, cause: error instanceof Error ? error.message : String(error) });
      return undefined;
    });
    if (status !== undefined && status < 300) return;
    if (status !== undefined && status !== 429 && status < 500) {
      log.error('CloudFormation refuses the answer: its ResponseURL has expired or is not one', { status });
      return;
    }
    const pause = Math.min(5_000, 200 * 2 ** attempt) * (0.5 + Math.random() / 2);
    if (clock.now() + pause >= deadline)
      throw new Error(`the answer could not be delivered in time (last status ${String(status ?? 'none')})`);
    await clock.sleep(pause);
  }
}

/** Sends one PUT and returns its status. The Content-Type is empty because S3's signature covers an empty one. */
function put(url: URL, body: string, options: Pick<RequestOptions, 'agent' | 'signal'>): Promise<number> {
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, method: 'PUT', headers }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve(response.statusCode ?? 500);
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
