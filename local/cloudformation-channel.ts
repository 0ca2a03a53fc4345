import { setTimeout as delay } from 'node:timers/promises';
import type { TemplateMap } from '../cli/template-value';
import { Hearing, type Answer, type Violation } from './cloudformation-answers';
import { uuidOf } from './deterministic-ids';
import { timeoutText, type CustomResourceRequest, type Verdict } from './cloudformation-protocol';
import type { ResponseServer } from './response-server';

/** What CloudFormation invokes: a function of local/lambda.ts, or whatever else a test puts behind a ServiceToken. */
export interface CustomResourceFunction {
  /** Resolves when the event needs no further attempt. @param onAttempt called as each attempt begins. */
  invokeAsync(event: unknown, onAttempt?: () => void): Promise<unknown>;
}

/** How often each event is delivered. Lambda may deliver an event more than once even without an error. */
export interface Delivery {
  readonly copies: number;
  readonly order: 'one after another' | 'side by side';
}

/** Lets the time pass that CloudFormation waits for an answer, ms. Rejects where the signal ends the waiting before. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

export const realPause: Pause = (milliseconds, signal) => delay(milliseconds, undefined, { signal });

export interface ChannelSettings {
  readonly functions: ReadonlyMap<string, CustomResourceFunction>;
  readonly delivery: Delivery;
  /** Seconds to wait where a resource has no ServiceTimeout. */
  readonly defaultServiceTimeout: number;
  readonly pause: Pause;
}

/** What there is to send; the channel adds RequestId and ResponseURL. */
export type Sending = Omit<CustomResourceRequest, 'RequestId' | 'ResponseURL' | 'ServiceToken'>;

/** How a request ended for CloudFormation. After REFUSED nothing was sent. */
export type Outcome =
  (Verdict & { readonly requestId: string }) | { readonly status: 'CANCELLED' } | { readonly status: 'REFUSED'; readonly reason: string };

/** Sends requests to functions and waits for their answers. */
export class CustomResourceChannel {
  /** Every request, as sent, in order. */
  readonly requests: CustomResourceRequest[] = [];
  readonly answers: Answer[] = [];
  readonly violations: Violation[];
  readonly #settings: ChannelSettings;
  readonly #responses: ResponseServer;
  readonly #outstanding = new Set<Promise<unknown>>();
  readonly #attempts = new Map<string, number>();
  readonly #hearings = new Map<string, Hearing>();
  readonly #closing = new AbortController();
  #sent = 0;

  /** @param violations where broken rules are kept; the response server adds to them what it refuses. */
  constructor(settings: ChannelSettings, responses: ResponseServer, violations: Violation[]) {
    this.#settings = settings;
    this.#responses = responses;
    this.violations = violations;
  }

  /** @param cancelled when it aborts, CloudFormation stops waiting; the function goes on. */
  async send(sending: Sending, cancelled: AbortSignal): Promise<Outcome> {
    this.#sent += 1;
    const requestId = uuidOf(`request ${String(this.#sent)}`);
    const token = textOf(sending.ResourceProperties, 'ServiceToken');
    const target = this.#settings.functions.get(token);
    const refused = target === undefined ? `there is no function "${token}" (ServiceToken)` : timeoutFault(sending.ResourceProperties);
    if (target === undefined || refused !== undefined) {
      return { status: 'REFUSED', reason: refused ?? '' };
    }

    const { StackId: stackId, LogicalResourceId: logicalId } = sending;
    const ResponseURL = this.#responses.presign({ stackId, logicalId, requestId }, (body, acknowledged) => {
      hearing.receive(body, acknowledged);
    });
    const request: CustomResourceRequest = { ...sending, ServiceToken: token, RequestId: requestId, ResponseURL };
    const hearing = new Hearing(request, { answers: this.answers, violations: this.violations }, () => this.#attempts.get(requestId) ?? 0);
    this.#hearings.set(requestId, hearing);
    this.requests.push(request);
    const delivered = this.#deliver(request, target);
    const verdict = await this.#wait(hearing, request, cancelled);
    // Copies of an event may arrive late, but a stack that is compared afterwards must stand still.
    if (verdict.status === 'CANCELLED') return verdict;
    if (this.#settings.delivery.copies > 1) await delivered;
    return { ...verdict, requestId };
  }

  /** Delivers a request that was sent before once more, as Lambda's queue may hours later. Its answer counts for nothing. */
  async redeliver(requestId: string): Promise<void> {
    const request = this.requests.find((sent) => sent.RequestId === requestId);
    const target = request === undefined ? undefined : this.#settings.functions.get(request.ServiceToken);
    if (request === undefined || target === undefined) throw new Error(`no request ${requestId} was sent`);
    this.#hearings.get(requestId)?.close();
    await this.#invoke(request, target);
  }

  /** Waits until no function works on any request any more, cancelled and late ones included. */
  async settled(): Promise<void> {
    while (this.#outstanding.size > 0) await Promise.all(this.#outstanding);
  }

  /** Gives up every request that is waiting, and those to come. */
  close(): void {
    this.#closing.abort();
  }

  async #deliver(request: CustomResourceRequest, target: CustomResourceFunction): Promise<void> {
    const { copies, order } = this.#settings.delivery;
    switch (order) {
      case 'side by side':
        await Promise.all(Array.from({ length: copies }, () => this.#invoke(request, target)));
        return;
      case 'one after another':
        for (let copy = 0; copy < copies; copy += 1) await this.#invoke(request, target);
    }
  }

  async #invoke(request: CustomResourceRequest, target: CustomResourceFunction): Promise<void> {
    const invocation = target.invokeAsync(request, () => {
      this.#attempts.set(request.RequestId, (this.#attempts.get(request.RequestId) ?? 0) + 1);
    });
    this.#outstanding.add(invocation);
    await invocation.finally(() => this.#outstanding.delete(invocation));
  }

  async #wait(
    hearing: Hearing,
    request: CustomResourceRequest,
    cancelled: AbortSignal,
  ): Promise<Verdict | { readonly status: 'CANCELLED' }> {
    const seconds = Number(textOf(request.ResourceProperties, 'ServiceTimeout') || this.#settings.defaultServiceTimeout);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([giveUp.signal, cancelled, this.#closing.signal]);
    const late = this.#settings.pause(seconds * 1000, signal).then(
      () => 'late' as const,
      () => 'cancelled' as const,
    );
    const first = await Promise.race([hearing.verdict, late]);
    giveUp.abort();
    switch (first) {
      case 'late':
        hearing.close();
        return { status: 'FAILED', physicalId: undefined, reason: timeoutText(request.RequestId) };
      case 'cancelled':
        hearing.close();
        return { status: 'CANCELLED' };
      default:
        return first;
    }
  }
}

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
function timeoutFault(properties: TemplateMap): string | undefined {
  const text = textOf(properties, 'ServiceTimeout');
  const seconds = Number(text);
  const valid = text === '' || (Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600);
  return valid ? undefined : `ServiceTimeout "${text}" is not an integer from 1 to 3600`;
}

function textOf(properties: TemplateMap, name: string): string {
  const value = properties[name];
  return typeof value === 'string' ? value : '';
}
