import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { PersonaRoleError } from '../../lambda/core/errors';
import { callError, IamSession, type Call } from '../../lambda/iam-session';
import { connectionReset, iamError, noSuchRole } from './iam-error';
import { recordedLog } from './recorded-log';
import { virtualClock, type VirtualClock } from './virtual-clock';

const MINUTE = 60_000;
const READ: Call = { operation: 'GetRole', subject: 'analyst', writes: false };
const WRITE: Call = { operation: 'PutRolePolicy', subject: 'analyst', writes: true };

const iam = mockClient(IAMClient);
let clock: VirtualClock;

beforeEach(() => {
  iam.reset();
  clock = virtualClock();
  // The longest of each pause that the jitter allows: attempts can be counted.
  jest.spyOn(Math, 'random').mockReturnValue(1);
});

afterEach(() => {
  jest.restoreAllMocks();
});

function session(deadline = 5 * MINUTE): IamSession {
  return new IamSession(new IAMClient({ region: 'us-east-1' }), clock, recordedLog().log, deadline);
}

function send(using: IamSession, call: Call = READ): Promise<unknown> {
  return using.send(call, (abortSignal) => using.client.send(new GetRoleCommand({ RoleName: 'analyst' }), { abortSignal }));
}

async function outcome(using: IamSession, call: Call = READ): Promise<unknown> {
  return send(using, call).then(
    () => 'success',
    (error: unknown) => error,
  );
}

/** After a success, the rules for missing permissions are others. */
async function haveSuccess(using: IamSession, call: Call): Promise<void> {
  await using.send(call, () => Promise.resolve());
}

describe('sending a call', () => {
  it.each([
    ['throttling', iamError('Throttling', 'Rate exceeded')],
    ['a conflict of two writers', iamError('ConcurrentModification')],
    ['a fault of the service', iamError('ServiceFailure', 'x', 500)],
    ['a broken connection', connectionReset()],
  ])('goes on after %s until it succeeds', async (_, error) => {
    iam.on(GetRoleCommand).rejectsOnce(error).rejectsOnce(error).rejectsOnce(error).resolves({});
    await expect(send(session())).resolves.toEqual({});
    expect(iam.calls()).toHaveLength(4);
    expect(clock.pauses).toEqual([200, 400, 800]);
  });

  it.each([
    'LimitExceeded',
    'EntityAlreadyExists',
    'InvalidInput',
    'MalformedPolicyDocument',
    'UnmodifiableEntity',
    'NoSuchEntity',
    'DeleteConflict',
  ])('gives %s back after one attempt', async (code) => {
    const error = iamError(code);
    iam.on(GetRoleCommand).rejects(error);
    const using = session();
    await haveSuccess(using, READ);
    expect(await outcome(using)).toBe(error);
    expect(iam.calls()).toHaveLength(1);
    expect(clock.pauses).toEqual([]);
  });

  it('gives back what is no error of IAM at all', async () => {
    const using = session();
    await expect(using.send(READ, () => Promise.reject(new TypeError('a bug')))).rejects.toEqual(new TypeError('a bug'));
  });

  it.each([
    ['Throttling', 'Rate exceeded', 'Throttling: ran out of time at GetRole analyst; the last answer was Throttling: Rate exceeded'],
    ['RequestLimitExceeded', 'x', 'Throttling: ran out of time at GetRole analyst; the last answer was RequestLimitExceeded: x'],
    ['TooManyRequestsException', 'x', 'Throttling: ran out of time at GetRole analyst; the last answer was TooManyRequestsException: x'],
    ['ServiceUnavailable', 'x', 'NotStabilized: ran out of time at GetRole analyst; the last answer was ServiceUnavailable: x'],
  ])('stops at the deadline and says at which call, and what %s last said', async (code, message, text) => {
    iam.on(GetRoleCommand).rejects(iamError(code, message));
    const error = await outcome(session(MINUTE));
    expect(error).toBeInstanceOf(PersonaRoleError);
    expect(error).toMatchObject({ message: text, cause: { Code: code } });
    expect(clock.now()).toBeLessThan(MINUTE);
    expect(clock.now()).toBeGreaterThan(MINUTE - 5_001);
    expect(iam.calls()).toHaveLength(clock.pauses.length + 1);
  });

  it('says "no answer" where none came before the deadline', async () => {
    iam.on(GetRoleCommand).rejects(connectionReset());
    expect(await outcome(session(1_000))).toMatchObject({
      message: 'NotStabilized: ran out of time at GetRole analyst; the last answer was NoAnswer: socket hang up',
    });
  });

  it.each([0, -1])('sends nothing where %d ms are left', async (deadline) => {
    expect(await outcome(session(deadline))).toMatchObject({ message: 'NotStabilized: ran out of time at GetRole analyst' });
    expect(iam.calls()).toHaveLength(0);
  });

  it('goes on after the deadline was extended, and never takes time away', async () => {
    iam.on(GetRoleCommand).resolves({});
    const using = session(1_000);
    clock.advance(1_000);
    expect(using.remaining()).toBe(0);
    using.extendTo(1_500);
    using.extendTo(500);
    expect(using.remaining()).toBe(500);
    expect(await outcome(using)).toBe('success');
  });

  it('gives every attempt a signal that ends it', async () => {
    iam.on(GetRoleCommand).resolves({});
    const signals: AbortSignal[] = [];
    await session(20).send(READ, (signal) => {
      signals.push(signal);
      return Promise.resolve();
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('permissions that have not spread yet', () => {
  const denied = iamError('AccessDenied', 'not authorized to perform: iam:GetRole', 403);

  it('are waited for during 30 s before the first success', async () => {
    iam.on(GetRoleCommand).rejects(denied);
    expect(await outcome(session())).toBe(denied);
    expect(clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(clock.now()).toBeLessThan(35_001);
  });

  it('are enough once they have spread', async () => {
    iam.on(GetRoleCommand).rejectsOnce(denied).rejectsOnce(denied).resolves({});
    expect(await outcome(session())).toBe('success');
  });

  it('are not waited for after a reading success', async () => {
    iam.on(GetRoleCommand).rejects(denied);
    const using = session();
    await haveSuccess(using, READ);
    expect(await outcome(using)).toBe(denied);
    expect(clock.pauses).toEqual([]);
  });

  it.each([
    [0, true],
    [29_999, true],
    [30_000, false],
    [5 * MINUTE - 1, false],
  ])('are waited for where a write succeeded %d ms ago: %p', async (ago, waits) => {
    iam.on(GetRoleCommand).rejects(denied);
    const using = session(10 * MINUTE);
    await haveSuccess(using, WRITE);
    clock.advance(ago);
    expect(await outcome(using)).toBe(denied);
    expect(clock.pauses.length > 0).toBe(waits);
  });
});

describe('a role that is not visible everywhere yet', () => {
  it('is waited for during two minutes after this invocation created it', async () => {
    iam.on(GetRoleCommand).rejects(noSuchRole('analyst'));
    const using = session();
    using.noteCreated('analyst');
    await expect(send(using)).rejects.toMatchObject({ Code: 'NoSuchEntity' });
    expect(clock.now()).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(clock.now()).toBeLessThan(2 * MINUTE + 5_001);
  });

  it('is found once it is visible', async () => {
    iam.on(GetRoleCommand).rejectsOnce(noSuchRole('analyst')).rejectsOnce(noSuchRole('analyst')).resolves({});
    const using = session();
    using.noteCreated('analyst');
    expect(await outcome(using)).toBe('success');
  });

  it('is not waited for where something else was created', async () => {
    iam.on(GetRoleCommand).rejects(noSuchRole('analyst'));
    const using = session();
    using.noteCreated('other');
    await expect(send(using)).rejects.toMatchObject({ Code: 'NoSuchEntity' });
    expect(clock.pauses).toEqual([]);
  });

  it('counts for policies too, by path and name', async () => {
    const missing = iamError(
      'NoSuchEntity',
      'Policy arn:aws:iam::111122223333:policy/sagemaker-persona/analyst/analyst-0a1b does not exist or is not attachable.',
      404,
    );
    iam.on(GetRoleCommand).rejectsOnce(missing).resolves({});
    const using = session();
    using.noteCreated('/sagemaker-persona/analyst/analyst-0a1b');
    expect(await outcome(using)).toBe('success');
  });
});

describe('what a session remembers', () => {
  it('is whether it has tried to write, even where that failed', async () => {
    iam.on(GetRoleCommand).rejects(iamError('InvalidInput'));
    const using = session();
    await outcome(using);
    expect(using.triedToWrite()).toBe(false);
    await outcome(using, WRITE);
    expect(using.triedToWrite()).toBe(true);
  });

  it('is what it created', () => {
    const using = session();
    expect(using.hasCreated('analyst')).toBe(false);
    using.noteCreated('analyst');
    expect(using.hasCreated('analyst')).toBe(true);
    expect(using.hasCreated('analys')).toBe(false);
  });
});

describe("a call's failure in words", () => {
  it.each([
    ['AccessDenied', 'AccessDenied', " (the provider's own IAM role lacks the permission, or a service control policy denies it)"],
    ['EntityAlreadyExists', 'AlreadyExists', ''],
    ['InvalidInput', 'InvalidRequest', ''],
    ['LimitExceeded', 'ServiceLimitExceeded', ' (an IAM quota of the account; see Service Quotas)'],
    ['MalformedPolicyDocument', 'InvalidRequest', ''],
    ['NoSuchEntity', 'NotFound', ''],
    ['PolicyNotAttachable', 'InvalidRequest', ''],
    ['Throttling', 'Throttling', ''],
    ['UnmodifiableEntity', 'InvalidRequest', ''],
    ['ValidationError', 'InvalidRequest', ''],
    ['SomethingNew', 'InternalFailure', ''],
  ])('%s is %s', (wireCode, code, advice) => {
    const cause = iamError(wireCode);
    const error = callError(WRITE, cause);
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${code}: PutRolePolicy analyst: ${wireCode}: words of IAM${advice}`);
    expect(error.cause).toBe(cause);
  });

  it('keeps what has words already', () => {
    const error = new PersonaRoleError('NotStabilized', []);
    expect(callError(WRITE, error)).toBe(error);
  });

  it.each([
    [new TypeError('a bug'), 'a bug'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('has no code for %p', (thrown, words) => {
    expect(callError(WRITE, thrown).message).toBe(`InternalFailure: PutRolePolicy analyst: ${words}`);
  });
});

describe('calls side by side', () => {
  /** Calls that end when they are told to, in the order in which they began. */
  function held(): { readonly begun: (() => void)[]; readonly attempt: () => Promise<void> } {
    const begun: (() => void)[] = [];
    return { begun, attempt: () => new Promise((resolve) => begun.push(resolve)) };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('six of them are under way at once, at most', async () => {
    const using = session();
    const { begun, attempt } = held();
    const all = Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? using : using.once).send(READ, attempt)));
    await turn();
    expect(begun).toHaveLength(6);
    begun[2]?.();
    await turn();
    expect(begun).toHaveLength(7);
    while (begun.length < 8) {
      begun.forEach((end) => {
        end();
      });
      await turn();
    }
    begun.at(-1)?.();
    await expect(all).resolves.toHaveLength(8);
  });

  it('those that wait for their turn end with the time there is', async () => {
    const using = session();
    const { begun, attempt } = held();
    const all = Promise.allSettled(Array.from({ length: 10 }, () => using.send(READ, attempt)));
    await turn();
    clock.advance(6 * MINUTE);
    begun[0]?.();
    await turn();
    begun.slice(1).forEach((end) => {
      end();
    });
    const outcomes = (await all).map(({ status }) => status);
    expect(outcomes).toEqual([...Array<string>(6).fill('fulfilled'), ...Array<string>(4).fill('rejected')]);
    expect(begun).toHaveLength(6);
  });

  it('are sent once by what sends once, whatever fails', async () => {
    const using = session();
    await expect(using.once.send(READ, () => Promise.reject(iamError('Throttling')))).rejects.toThrow();
    expect(clock.pauses).toEqual([]);
  });

  it('meet the same permissions: the success of one says nothing against another that was sent at the same time', async () => {
    const using = session();
    let attempts = 0;
    await Promise.all([
      using.send(READ, () => Promise.resolve()),
      using.send(READ, async () => {
        await turn();
        attempts += 1;
        if (attempts === 1) throw iamError('AccessDenied');
      }),
    ]);
    expect(attempts).toBe(2);
  });
});
