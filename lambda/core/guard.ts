import type { Conditions, Statement } from './policy';
import type { ResolvedRole } from './resolve';
import type { Catalog, LimitTemplate } from './template';

/**
 * Deny statements that make each limit hold for every request made with the role's own credentials to an action that sends the
 * limit's key, whatever other activities or attached policies allow. They admit the union of the values that the role names.
 */
export function guardStatements({ limitLists }: Pick<ResolvedRole, 'limitLists'>, catalog: Catalog): Statement[] {
  return catalog.limits.flatMap(({ Guards }) => Guards.flatMap((guard) => statementsOf(guard, limitLists[guard.List] ?? [])));
}

function statementsOf(guard: LimitTemplate['Guards'][number], values: readonly string[]): Statement[] {
  if (values.length === 0) return [];
  const { Sid, Key } = guard;
  const always = [...guard.Actions].sort();
  const ifPresent = Object.keys(guard.ActionsIfPresent).sort();
  switch (guard.Type) {
    case 'strings':
      // A negated ForAnyValue does not match a request without the key, hence the second statement.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
      return [
        deny(Sid, [...always, ...ifPresent].sort(), { 'ForAnyValue:StringNotEquals': { [Key]: values } }),
        deny(`${Sid}Missing`, always, { Null: { [Key]: ['true'] } }),
      ];
    case 'arns': {
      // A negated operator on a single-valued key also matches a request without the key.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
      const other = { ArnNotEquals: { [Key]: values } };
      const optional = deny(`${Sid}IfPresent`, ifPresent, { ...other, Null: { [Key]: ['false'] } });
      return [deny(Sid, always, other), ...(ifPresent.length === 0 ? [] : [optional])];
    }
  }
}

function deny(sid: string, actions: readonly string[], condition: Conditions): Statement {
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: ['*'], Condition: condition };
}
