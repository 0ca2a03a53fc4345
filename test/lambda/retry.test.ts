import { backoff, isRetryable, NO_ANSWER, PERMISSION_WINDOW, PROPAGATION_WINDOW, REMOVAL_WINDOW, type Failure } from '../../lambda/retry';

/** A failure that nothing speaks for sending again. */
const PERMANENT: Failure = {
  operation: 'PutRolePolicy',
  code: 'InvalidInput',
  message: 'words',
  httpStatus: 400,
  elapsed: 0,
  sinceCreate: undefined,
  hadSuccess: true,
  wroteLately: false,
};

/** Every circumstance that some rule depends on, each enough in itself. */
const SITUATIONS = {
  plain: {},
  'after 119 s': { elapsed: PROPAGATION_WINDOW - 1 },
  'after 120 s': { elapsed: PROPAGATION_WINDOW },
  'invalid principal': { message: 'Invalid principal in policy: "SERVICE":"x"' },
  'invalid principal, 119 s': { message: 'Invalid principal in policy: "AWS":"x"', elapsed: PROPAGATION_WINDOW - 1 },
  'invalid principal, 120 s': { message: 'Invalid principal in policy: "AWS":"x"', elapsed: PROPAGATION_WINDOW },
  'created just now': { sinceCreate: 0 },
  'created 119 s ago': { sinceCreate: PROPAGATION_WINDOW - 1 },
  'created 120 s ago': { sinceCreate: PROPAGATION_WINDOW },
  'created just now, asked for 119 s': { sinceCreate: 0, elapsed: PROPAGATION_WINDOW - 1 },
  'removed, created just now': { operation: 'DetachRolePolicy', sinceCreate: 0 },
  'removed, created just now, 14 s': { operation: 'DetachRolePolicy', sinceCreate: 0, elapsed: REMOVAL_WINDOW - 1 },
  'removed, created just now, 15 s': { operation: 'DetachRolePolicy', sinceCreate: 0, elapsed: REMOVAL_WINDOW },
  'no success yet': { hadSuccess: false },
  'no success yet, 29 s': { hadSuccess: false, elapsed: PERMISSION_WINDOW - 1 },
  'no success yet, 30 s': { hadSuccess: false, elapsed: PERMISSION_WINDOW },
  'wrote lately': { wroteLately: true },
  'wrote lately, 30 s': { wroteLately: true, elapsed: PERMISSION_WINDOW },
  'on DeletePolicy': { operation: 'DeletePolicy' },
  'on DeletePolicy, 119 s': { operation: 'DeletePolicy', elapsed: PROPAGATION_WINDOW - 1 },
  'on DeletePolicy, 120 s': { operation: 'DeletePolicy', elapsed: PROPAGATION_WINDOW },
  'on DeleteRole': { operation: 'DeleteRole' },
  'on CreateRole': { operation: 'CreateRole' },
} as const satisfies Readonly<Record<string, Partial<Failure>>>;

type Situation = keyof typeof SITUATIONS;
const ALL = Object.keys(SITUATIONS) as Situation[];
const NONE: readonly Situation[] = [];

/** In which situations a call that failed with a code is sent again: all others are final. */
const RULES: Readonly<Record<string, readonly Situation[]>> = {
  [NO_ANSWER]: ALL,
  Throttling: ALL,
  ThrottlingException: ALL,
  ThrottledException: ALL,
  RequestThrottled: ALL,
  RequestThrottledException: ALL,
  TooManyRequestsException: ALL,
  RequestLimitExceeded: ALL,
  SlowDown: ALL,
  BandwidthLimitExceeded: ALL,
  PriorRequestNotComplete: ALL,
  ServiceFailure: ALL,
  ServiceFailureException: ALL,
  ServiceUnavailable: ALL,
  InternalFailure: ALL,
  InternalError: ALL,
  RequestTimeout: ALL,
  ConcurrentModification: ALL,
  EntityTemporarilyUnmodifiable: ALL,
  MalformedPolicyDocument: ['invalid principal', 'invalid principal, 119 s'],
  NoSuchEntity: [
    'created just now',
    'created 119 s ago',
    'created just now, asked for 119 s',
    'removed, created just now',
    'removed, created just now, 14 s',
  ],
  DeleteConflict: ['on DeletePolicy', 'on DeletePolicy, 119 s'],
  AccessDenied: ['no success yet', 'no success yet, 29 s', 'wrote lately'],
  AccessDeniedException: ['no success yet', 'no success yet, 29 s', 'wrote lately'],
  LimitExceeded: NONE,
  EntityAlreadyExists: NONE,
  InvalidInput: NONE,
  PolicyNotAttachable: NONE,
  UnmodifiableEntity: NONE,
  ValidationError: NONE,
  InvalidClientTokenId: NONE,
  ExpiredToken: NONE,
  OptInRequired: NONE,
  SomethingNew: NONE,
  '': NONE,
};

describe('whether a call is sent again', () => {
  it.each(
    Object.entries(RULES).flatMap(([code, retried]) => ALL.map((situation) => ({ code, situation, again: retried.includes(situation) }))),
  )('after $code, $situation: $again', ({ code, situation, again }) => {
    expect(isRetryable({ ...PERMANENT, ...SITUATIONS[situation], code })).toBe(again);
  });

  it.each([
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [200, false],
    [400, false],
    [403, false],
    [404, false],
    [409, false],
    [undefined, false],
  ])('after an unknown code with status %p: %p', (httpStatus, again) => {
    expect(isRetryable({ ...PERMANENT, code: 'SomethingNew', httpStatus })).toBe(again);
  });
});

describe('the pause before a call is sent again', () => {
  it.each(Array.from({ length: 40 }, (_, attempt) => ({ attempt, most: Math.min(5_000, 200 * 2 ** attempt) })))(
    'is between 0 and $most ms after attempt $attempt',
    ({ attempt, most }) => {
      expect(backoff(attempt, () => 0)).toBe(0);
      expect(backoff(attempt, () => 0.5)).toBe(most / 2);
      expect(backoff(attempt, () => 1 - Number.EPSILON)).toBe(most);
    },
  );

  it('stays bounded however often it is asked', () => {
    expect(backoff(10_000, () => 1)).toBe(5_000);
  });
});
