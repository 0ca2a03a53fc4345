import { canonicalize } from './canonical';
import * as z from 'zod/mini';
import { characterFault, conditions, isPolicyText } from './conditions';
import type { Issue } from './errors';
import type { Conditions, Statement } from './policy';
import type { Scope } from './scope';
import { listOf, seldom, sortedUnique, text } from './values';

const entry = () =>
  z.strictObject(
    {
      Sid: z.optional(text.check(z.refine((sid) => /^[A-Za-z0-9]{1,64}$/.test(sid), 'must be 1 to 64 letters and digits'))),
      Effect: z.enum(['Allow', 'Deny']),
      Action: listOf(text),
      Resource: listOf(text),
      Condition: seldom(conditions),
    },
    'must be a map, such as { Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::ml-data/*" }',
  );

/** The schema of the property of this name. There is no NotAction, NotResource or Principal in it: these are unknown properties. */
export const additionalStatements = () => listOf(entry());

export const ADDITIONAL_STATEMENT_NAMES: readonly string[] = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

/** A statement that an author writes out. */
export interface AdditionalStatement {
  /** Where it stands, for messages: `AdditionalStatements[0]`. */
  readonly path: string;
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: Conditions;
}

export function additionalStatementsOf(entries: z.infer<ReturnType<typeof additionalStatements>>): AdditionalStatement[] {
  return entries.map(({ Sid = '', Effect, Action, Resource, Condition = {} }, index) => ({
    path: `AdditionalStatements[${String(index)}]`,
    sid: Sid,
    effect: Effect,
    actions: Action,
    resources: Resource,
    condition: Condition,
  }));
}

/**
 * Services whose actions hand out permissions or identities of any reach, and those of their actions that only read. The provider never
 * gives out the others, whatever boundary it is configured with: with them a role could leave its boundary.
 * Actions: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const READ_ONLY: Readonly<Record<string, RegExp>> = {
  account: /^(Get|List)/,
  iam: /^(Get|List)/,
  identitystore: /^(Describe|Get|Is|List)/,
  organizations: /^(Describe|List)/,
  rolesanywhere: /^(Get|List)/,
  signin: /^(?!)/,
  sso: /^(Describe|Get|List|Search)/,
  'sso-directory': /^(Describe|Get|Is|List|Search|Verify)/,
  sts: /^GetCallerIdentity$/,
};

/** Faults that no configuration can allow. */
export function additionalStatementIssues(statements: readonly AdditionalStatement[], scope: Scope): Issue[] {
  return statements.flatMap((statement, index) => [
    ...(statement.sid !== '' && statements.slice(0, index).some(({ sid }) => sid === statement.sid)
      ? [{ path: `${statement.path}.Sid`, message: `"${statement.sid}" stands twice` }]
      : []),
    ...statement.actions.flatMap((action, position) => issue(statement, 'Action', position, action, actionFault(action, statement.effect))),
    ...statement.resources.flatMap((resource, position) =>
      issue(statement, 'Resource', position, resource, resourceFault(resource, scope)),
    ),
  ]);
}

function issue({ path }: AdditionalStatement, element: string, position: number, value: string, fault: string | undefined): Issue[] {
  return fault === undefined ? [] : [{ path: `${path}.${element}[${String(position)}]`, message: `"${value.slice(0, 200)}" ${fault}` }];
}

function actionFault(action: string, effect: AdditionalStatement['effect']): string | undefined {
  if (/[*?]/.test(action)) return 'is a pattern; every action is written out';
  const [, service = '', name = ''] = /^([a-z0-9-]{1,63}):([A-Za-z0-9]{1,128})$/.exec(action) ?? [];
  if (service === '') return 'is not an action, such as s3:GetObject (its service in small letters)';
  const readOnly = Object.hasOwn(READ_ONLY, service) ? READ_ONLY[service] : undefined;
  if (effect === 'Deny' || readOnly === undefined || readOnly.test(name)) return undefined;
  return name === 'PassRole'
    ? 'is given by the activities that need it, for the roles in RolesToPass'
    : `may change who is allowed what, or become somebody else; of ${service} only reading is possible`;
}

/** `*`, for actions that know no resource, or an ARN of this partition, whose service is written out. */
function resourceFault(resource: string, { partition }: Scope): string | undefined {
  if (resource === '*') return undefined;
  const fault = characterFault(resource);
  if (fault !== undefined) return fault;
  if (!isPolicyText(resource)) return 'is not an ARN; a policy variable is written ${name}';
  const [, ofPartition = ''] = /^arn:([a-z-]+):[a-z0-9-]+:[a-z0-9*-]*:(?:\d{12}|aws|\*)?:[^\s"\\]+$/.exec(resource) ?? [];
  if (ofPartition === '') return 'is not an ARN with its partition and service written out, nor "*"';
  return ofPartition === partition ? undefined : `is of partition ${ofPartition}, the stack is of ${partition}`;
}

/** The statements as they go into the role, in an order that does not depend on the author's, with ids that no activity has. */
export function renderedAdditionalStatements(statements: readonly AdditionalStatement[]): Statement[] {
  return statements
    .map(({ sid, effect, actions, resources, condition }): Statement => {
      const Condition = Object.keys(condition).length === 0 ? {} : { Condition: condition };
      return { Sid: sid, Effect: effect, Action: sortedUnique(actions), Resource: sortedUnique(resources), ...Condition };
    })
    .map((statement) => ({ statement, text: canonicalize(statement) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ statement }, index) => ({ ...statement, Sid: `Additional${String(index + 1)}${statement.Sid}` }));
}
