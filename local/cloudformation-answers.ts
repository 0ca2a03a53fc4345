import { canonicalize } from '../lambda/core/canonical';
import { readAnswer, type CustomResourceRequest, type Verdict } from './cloudformation-protocol';

/** A body that reached the bucket. */
export interface Answer {
  readonly requestId: string;
  readonly logicalId: string;
  readonly body: string;
  /** Whether it decided about the resource: the first readable one does, unless CloudFormation no longer waited. */
  readonly counted: boolean;
  /** Whether the sender learned that it arrived; if not, the same answer may come again. */
  readonly acknowledged: boolean;
}

/** A rule of the protocol that the provider broke. */
export interface Violation {
  readonly requestId: string | undefined;
  readonly rule: string;
}

/** Where answers and violations of all requests are kept. */
export interface AnswerRecord {
  readonly answers: Answer[];
  readonly violations: Violation[];
}

/** Waits for the answer to one request; later answers are recorded and judged, but decide nothing. */
export class Hearing {
  readonly verdict: Promise<Verdict>;
  readonly #request: CustomResourceRequest;
  readonly #record: AnswerRecord;
  readonly #attempts: () => number;
  #decide: (verdict: Verdict) => void = () => undefined;
  #state: 'open' | 'decided' | 'closed' = 'open';
  #decision = '';

  /** @param attempts how often the function was invoked for this request so far. */
  constructor(request: CustomResourceRequest, record: AnswerRecord, attempts: () => number) {
    this.#request = request;
    this.#record = record;
    this.#attempts = attempts;
    this.verdict = new Promise((resolve) => {
      this.#decide = resolve;
    });
  }

  /** CloudFormation waits no longer. */
  close(): void {
    this.#state = 'closed';
  }

  receive(body: Buffer, acknowledged: boolean): void {
    const { RequestId: requestId, LogicalResourceId: logicalId } = this.#request;
    const { verdict, violations } = readAnswer(body, this.#request);
    const text = body.toString('utf8');
    const meaning = meaningOf(verdict);
    const earlier = this.#record.answers.filter((answer) => answer.requestId === requestId);
    const counted = this.#state === 'open' && verdict !== undefined;
    for (const rule of [...violations, ...this.#repetition(meaning, earlier), ...this.#deletedId(verdict)]) {
      this.#record.violations.push({ requestId, rule });
    }
    this.#record.answers.push({ requestId, logicalId, body: text, counted, acknowledged });
    if (counted) {
      this.#state = 'decided';
      this.#decision = meaning;
      this.#decide(verdict);
    }
  }

  /** Every attempt may answer once, and as long as CloudFormation cares they must agree. */
  #repetition(meaning: string, earlier: readonly Answer[]): readonly string[] {
    const known = earlier.filter((answer) => answer.acknowledged).length;
    const tooMany = known >= Math.max(1, this.#attempts()) ? ['more than one answer to one event'] : [];
    const differs = this.#state === 'decided' && meaning !== this.#decision;
    return differs ? [...tooMany, 'two different answers to one event'] : tooMany;
  }

  /** "must be identical for all responses for the same resource": https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
  #deletedId(verdict: Verdict | undefined): readonly string[] {
    const { RequestType, PhysicalResourceId } = this.#request;
    const differs = RequestType === 'Delete' && verdict?.physicalId !== undefined && verdict.physicalId !== PhysicalResourceId;
    return differs ? ['Delete answered with another PhysicalResourceId'] : [];
  }
}

/** What an answer decides: everything but its Reason, which may name the log stream of the run that gave it. */
function meaningOf(verdict: Verdict | undefined): string {
  const data = verdict?.status === 'SUCCESS' ? verdict.data : {};
  return canonicalize({ status: verdict?.status ?? '', physicalId: verdict?.physicalId ?? '', data });
}
