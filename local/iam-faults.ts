/** One call as it was made, before its outcome is known. */
export interface PendingCall {
  /** 1 for the first call of this IAM. */
  readonly index: number;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Which calls go wrong. Calls and occurrences are counted from the moment the fault is set: `{ call: 1 }` is the next call,
 * `{ operation: 'PutRolePolicy', occurrence: 2 }` the second PutRolePolicy from now.
 */
export type FaultPoint =
  | { readonly call: number }
  | { readonly operation: string; readonly occurrence: number }
  | { readonly where: (call: PendingCall) => boolean };

/** `before`: the call is not carried out. `after`: it is, but the caller does not learn so. */
export type Moment = 'before' | 'after';

/** What goes wrong. A hook changes nothing by itself: the call goes on when it returns, unless it throws or the caller is gone. */
export type Fault =
  | { readonly kind: 'answer'; readonly when: Moment; readonly code: string; readonly message?: string; readonly status?: number }
  | { readonly kind: 'reset'; readonly when: Moment }
  | { readonly kind: 'hang'; readonly when: Moment }
  | { readonly kind: 'hook'; readonly when: Moment; readonly run: (call: PendingCall) => void | Promise<void> };

interface Planned {
  readonly point: FaultPoint;
  readonly fault: Fault;
  /** How many calls in a row, from the point on, still go wrong. */
  remaining: number;
  /** Calls that counted towards the point so far. */
  counted: number;
}

/** The faults that a test has planned. */
export class FaultPlan {
  private planned: Planned[] = [];

  /** Plans a fault, for this call and `times - 1` further ones that fit the point (default: this one only). */
  at(point: FaultPoint, fault: Fault, times = 1): void {
    this.planned.push({ point, fault, remaining: times, counted: 0 });
  }

  /** Forgets every planned fault. */
  clear(): void {
    this.planned = [];
  }

  /** Whether a planned fault has not struck (often enough) yet. */
  get isPending(): boolean {
    return this.planned.some(({ remaining }) => remaining > 0);
  }

  /** The fault that strikes this call. Each call has to be asked for once, in order: it is counted here. */
  take(call: PendingCall): Fault | undefined {
    const struck = this.planned.filter((plan) => strikes(plan, call));
    const first = struck[0];
    if (first === undefined) return undefined;
    first.remaining -= 1;
    return first.fault;
  }
}

function strikes(plan: Planned, call: PendingCall): boolean {
  const { point } = plan;
  if ('where' in point) return plan.remaining > 0 && point.where(call);
  if ('operation' in point && point.operation !== call.operation) return false;
  plan.counted += 1;
  return plan.remaining > 0 && plan.counted >= ('call' in point ? point.call : point.occurrence);
}
