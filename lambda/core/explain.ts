import type { PolicyStatement } from './foreign-policy';
import { compared, isAbout, mismatches, type AccessRequest, type ComparedCondition, type Mismatch } from './statement-match';

export type { AccessRequest } from './statement-match';

/** `explicitlyDenied`: a Deny matches. `implicitlyDenied`: nothing allows it. */
export type Decision = 'allowed' | 'explicitlyDenied' | 'implicitlyDenied';

/** A statement that matches a request, with its conditions and what the request says to each. */
export interface DecidingStatement {
  readonly statement: PolicyStatement;
  readonly conditions: readonly ComparedCondition[];
}

/** A statement that would allow the action, and everything that keeps it from doing so here. */
export interface NearMiss {
  readonly statement: PolicyStatement;
  readonly mismatches: readonly Mismatch[];
}

/** What the policies on one side, those of the role or its boundary, say to a request. */
export interface Verdict {
  readonly decision: Decision;
  /** The Denies that match; without any the Allows that match. */
  readonly by: readonly DecidingStatement[];
  /** Where nothing allows it: Allows for the action, those with the fewest mismatches first. */
  readonly nearMisses: readonly NearMiss[];
}

export interface Explanation {
  readonly request: AccessRequest;
  /** Allowed only where the role's policies and its boundary allow it. */
  readonly decision: Decision;
  readonly identity: Verdict;
  /** Absent where the role has no boundary. */
  readonly boundary: Verdict | undefined;
}

/** What decides a request: the statements of all policies of a role, and of its permissions boundary if it has one. */
export interface EvaluatedPolicies {
  readonly identity: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[] | undefined;
}

/**
 * Decides a request as IAM does for a role's own policies, and says why: a matching Deny first, then a matching Allow, else no.
 * Policies elsewhere (of resources, organisations, sessions) are not part of it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function explain(request: AccessRequest, { identity, boundary }: EvaluatedPolicies): Explanation {
  const own = verdict(request, identity);
  const bound = boundary === undefined ? undefined : verdict(request, boundary);
  return { request, decision: bound === undefined ? own.decision : both(own.decision, bound.decision), identity: own, boundary: bound };
}

/** A permissions boundary allows nothing by itself: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function both(left: Decision, right: Decision): Decision {
  if (left === 'explicitlyDenied' || right === 'explicitlyDenied') return 'explicitlyDenied';
  return left === 'allowed' && right === 'allowed' ? 'allowed' : 'implicitlyDenied';
}

function verdict(request: AccessRequest, statements: readonly PolicyStatement[]): Verdict {
  const candidates = statements
    .filter((statement) => isAbout(statement, request.action))
    .map((statement) => ({ statement, mismatches: mismatches(statement, request) }));
  const matching = candidates.filter((candidate) => candidate.mismatches.length === 0);
  const denies = matching.filter(({ statement }) => statement.effect === 'Deny');
  const by = (denies.length > 0 ? denies : matching).map(({ statement }) => ({
    statement,
    conditions: statement.conditions.map((condition) => compared(condition, request.context)),
  }));
  if (denies.length > 0) return { decision: 'explicitlyDenied', by, nearMisses: [] };
  if (by.length > 0) return { decision: 'allowed', by, nearMisses: [] };
  const nearMisses = candidates
    .filter(({ statement }) => statement.effect === 'Allow')
    .sort((a, b) => a.mismatches.length - b.mismatches.length);
  return { decision: 'implicitlyDenied', by: [], nearMisses };
}
