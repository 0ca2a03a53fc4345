import type { DecidingStatement, Explanation, NearMiss, Verdict } from './explain';
import type { PolicyStatement, Selection } from './foreign-policy';
import type { ComparedCondition, Mismatch } from './statement-match';

/** Values of a list that a sentence names; the rest is counted. */
const NAMED = 4;

/** An explanation as lines of text: the answer first, then what it rests on, indented by two blanks for each level. */
export function explanationLines({ request: { action, resource }, decision, identity, boundary }: Explanation): string[] {
  const what = `${action} on ${resource}`;
  switch (decision) {
    case 'allowed':
      return [`${what} is allowed`, ...reasons(identity), ...boundaryReasons(boundary)];
    case 'explicitlyDenied':
      return [`${what} is denied`, ...deniedBy(identity), ...(boundary === undefined ? [] : deniedBy(boundary))];
    case 'implicitlyDenied': {
      if (identity.decision === 'allowed')
        return [`${what} is not allowed: the permissions boundary does not allow it`, ...boundaryReasons(boundary)];
      return [`${what} is not allowed: no statement allows it`, ...reasons(identity)];
    }
  }
}

/** `ManageJobs@1, statement CreateJobs`, `guard GuardVpcSubnets`, `policy AdministratorAccess, a statement without id`. */
export function statementName({ policy, source }: Pick<PolicyStatement, 'policy' | 'source'>): string {
  switch (source.kind) {
    case 'activity':
      return `${source.activity}@${String(source.version)}, statement ${source.sid}`;
    case 'guard':
      return `guard ${source.sid}`;
    case 'other':
      return `policy ${policy}, ${source.sid === undefined ? 'a statement without id' : `statement ${source.sid}`}`;
  }
}

/** Why a statement does not match, as a clause. */
export function mismatchText(mismatch: Mismatch): string {
  switch (mismatch.kind) {
    case 'resource':
      return `it is about ${selectionText(mismatch.selection)}, not ${mismatch.actual}`;
    case 'condition':
      return conditionText(mismatch);
  }
}

function boundaryReasons(boundary: Verdict | undefined): string[] {
  return boundary === undefined ? [] : reasons(boundary);
}

function reasons({ by, nearMisses }: Verdict): string[] {
  return [...by.map(allowedBy), ...nearMisses.flatMap(missed)];
}

function allowedBy({ statement }: DecidingStatement): string {
  return `  by ${statementName(statement)}`;
}

function deniedBy({ decision, by }: Verdict): string[] {
  if (decision !== 'explicitlyDenied') return [];
  return by.flatMap(({ statement, conditions }) => [
    `  by ${statementName(statement)}`,
    ...conditions.map((one) => `    ${conditionText(one)}`),
  ]);
}

function missed({ statement, mismatches }: NearMiss): string[] {
  return [`  ${statementName(statement)} does not match:`, ...mismatches.map((mismatch) => `    ${mismatchText(mismatch)}`)];
}

/** `sagemaker:VpcSubnets is absent, wanted ForAllValues:StringEquals subnet-1` */
function conditionText({ operator, key, values, actual }: ComparedCondition): string {
  const said = actual === undefined ? 'is absent' : `is ${list(actual)}`;
  if (operator !== 'Null') return `${key} ${said}, the condition is ${operator} ${list(values)}`;
  const wanted = values.map((value) => (value.toLowerCase() === 'true' ? 'absent' : 'present'));
  return `${key} ${said}, the condition is that it be ${wanted.join(' or ')}`;
}

function selectionText({ names, patterns }: Selection): string {
  return names === 'these' ? list(patterns) : `everything but ${list(patterns)}`;
}

function list(values: readonly string[]): string {
  const rest = values.length - NAMED;
  return rest > 0 ? `${values.slice(0, NAMED).join(', ')} and ${String(rest)} more` : values.join(', ');
}
