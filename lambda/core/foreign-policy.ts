import * as z from 'zod/mini';
import { parseOperator } from './condition-operator';
import { assertNoIssues, type Issue } from './errors';
import { pathText, REPORTING, schemaIssues } from './schema-issues';
import { statementSource, type StatementSource } from './statement-id';
import { listOf, text } from './values';

/** `Action` and `Resource` name what a statement is about, `NotAction` and `NotResource` what it is not about. */
export interface Selection {
  readonly names: 'these' | 'all but these';
  readonly patterns: readonly string[];
}

/** A condition of a statement: all of them must hold. */
export interface Condition {
  /** `ForAllValues:StringEquals` */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of any identity policy, ours or not, ready to be evaluated. */
export interface PolicyStatement {
  /** Name of the policy that it stands in. */
  readonly policy: string;
  readonly source: StatementSource;
  readonly effect: 'Allow' | 'Deny';
  readonly action: Selection;
  readonly resource: Selection;
  readonly conditions: readonly Condition[];
}

const texts = z.optional(listOf(text));
const statement = z.object({
  Sid: z.optional(text),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  NotAction: texts,
  Resource: texts,
  NotResource: texts,
  Condition: z.optional(z.record(z.string(), z.record(z.string(), listOf(text)))),
});
const document = z.object({ Version: z.optional(text), Statement: listOf(statement) });

/**
 * Reads a policy document of any origin: scalars in place of lists, `NotAction`, `NotResource`.
 * @throws PersonaRoleError `InvalidRequest` with everything in it that IAM would not take, the path beginning with the policy's name
 */
export function readPolicy(policy: string, content: unknown): PolicyStatement[] {
  const result = document.safeParse(content, REPORTING);
  if (!result.success) assertNoIssues(schemaIssues(result.error.issues).map((issue) => ({ ...issue, path: `${policy}: ${issue.path}` })));
  const statements = result.data?.Statement ?? [];
  assertNoIssues(statements.flatMap((one, index) => statementIssues(`${policy}: ${pathText(['Statement', index])}`, one)));
  return statements.map((one) => ({
    policy,
    source: statementSource(one.Sid, one.Effect),
    effect: one.Effect,
    action: selection(one.Action, one.NotAction),
    resource: selection(one.Resource, one.NotResource),
    conditions: Object.entries(one.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
  }));
}

function selection(these: readonly string[] | undefined, butThese: readonly string[] | undefined): Selection {
  return these === undefined ? { names: 'all but these', patterns: butThese ?? [] } : { names: 'these', patterns: these };
}

function statementIssues(path: string, found: z.infer<typeof statement>): Issue[] {
  const unknown = Object.keys(found.Condition ?? {}).filter((operator) => parseOperator(operator) === undefined);
  return [
    ...((found.Action === undefined) === (found.NotAction === undefined) ? [{ path, message: 'needs either Action or NotAction' }] : []),
    ...((found.Resource === undefined) === (found.NotResource === undefined)
      ? [{ path, message: 'needs either Resource or NotResource' }]
      : []),
    ...unknown.map((operator) => ({ path: `${path}.Condition`, message: `there is no condition operator ${operator}` })),
  ];
}
