import type { Call } from '../../../local/iam';
import { ConnectionReset, IamError } from '../../../local/iam-error';
import { Killed, type FastLab } from '../fast-lab';
import type { PassingCall } from '../in-process';

/** One way in which a call, or several from one on, can go wrong. */
export interface SweepFault {
  readonly name: string;
  /** How many calls in a row it strikes; `operation` means every further call of that operation until the stack stands still. */
  readonly strikes: number | 'operation';
  readonly concerns: (call: Pick<Call, 'operation' | 'effect'>) => boolean;
  readonly strike: (call: PassingCall, lab: FastLab) => Promise<unknown>;
}

const every = (): boolean => true;
const writing = ({ effect }: Pick<Call, 'effect'>): boolean => effect === 'write';
const one =
  (...operations: readonly string[]) =>
  ({ operation }: Pick<Call, 'operation'>): boolean =>
    operations.includes(operation);

function answered(
  name: string,
  code: string,
  message: string,
  { strikes = 1, concerns = every, status }: Partial<Pick<SweepFault, 'strikes' | 'concerns'>> & { readonly status?: number } = {},
): SweepFault {
  return { name, strikes, concerns, strike: () => Promise.reject(new IamError(code, message, status)) };
}

/** Carried out, but the caller does not learn so. */
function afterwards(name: string, thrown: () => Error): SweepFault {
  return {
    name,
    strikes: 1,
    concerns: every,
    strike: async ({ perform }) => {
      await perform().catch(() => undefined);
      throw thrown();
    },
  };
}

function before(name: string, thrown: () => Error): SweepFault {
  return { name, strikes: 1, concerns: every, strike: () => Promise.reject(thrown()) };
}

/** What Lambda leaves of its time when a call has taken the rest, ms: less than the function keeps for its answer. */
const LEFT = 8_000;

const INVALID_PRINCIPAL = 'Invalid principal in policy: "AWS":"AROAEXAMPLE"';

export const FAULTS: readonly SweepFault[] = [
  answered('throttled thrice', 'Throttling', 'Rate exceeded', { strikes: 3, status: 400 }),
  answered('error 500, not applied', 'ServiceFailure', 'planned', { status: 500 }),
  afterwards('error 500, but applied', () => new IamError('ServiceFailure', 'planned', 500)),
  before('connection reset, not applied', () => new ConnectionReset('planned')),
  afterwards('connection reset, but applied', () => new ConnectionReset('planned')),
  before('process killed before the call', () => new Killed()),
  afterwards('process killed after the call', () => new Killed()),
  answered('denied once', 'AccessDenied', 'planned', { status: 403 }),
  answered('denied for good', 'AccessDenied', 'planned', { strikes: 'operation', status: 403 }),
  answered('over a quota', 'LimitExceeded', 'planned', { concerns: writing }),
  answered('over a quota for good', 'LimitExceeded', 'planned', {
    strikes: 'operation',
    concerns: one('CreateRole', 'PutRolePolicy', 'CreatePolicy', 'AttachRolePolicy', 'TagRole', 'UpdateAssumeRolePolicy'),
  }),
  answered('changed by another call at the same time', 'ConcurrentModification', 'planned', { strikes: 2, concerns: writing }),
  answered('malformed, since a principal is new', 'MalformedPolicyDocument', INVALID_PRINCIPAL, {
    strikes: 2,
    concerns: one('CreateRole', 'UpdateAssumeRolePolicy'),
  }),
  answered('malformed', 'MalformedPolicyDocument', 'Syntax errors in policy.', {
    concerns: one('CreateRole', 'UpdateAssumeRolePolicy', 'PutRolePolicy', 'CreatePolicy'),
  }),
  answered('conflict on deletion', 'DeleteConflict', 'planned', { strikes: 2, concerns: one('DeleteRole', 'DeletePolicy') }),
  {
    name: "Lambda's time is up",
    strikes: 1,
    concerns: every,
    strike: ({ perform }, lab) => {
      lab.clock.advance(Math.max(0, lab.timeLeft() - LEFT));
      return perform();
    },
  },
];

/** A role that an event has just made may not be visible to its next calls: only after a CreateRole, in the same event. */
export const LAG: SweepFault = {
  name: 'not visible yet',
  strikes: 2,
  concerns: every,
  strike: ({ parameters }) => {
    const subject = String(parameters['RoleName'] ?? parameters['PolicyArn'] ?? parameters['PathPrefix']);
    return Promise.reject(new IamError('NoSuchEntity', `The role with name ${subject} cannot be found.`));
  },
};
