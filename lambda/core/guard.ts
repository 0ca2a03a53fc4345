import { concerns, type LimitLists } from './limit';
import { admittedValues, spellings } from './limit-conditions';
import { tagKeys, tagValues } from './limit-properties';
import type { Guard, KeyLimit, LimitTemplate, NameLimit, TagLimit } from './limit-template';
import type { Conditions, GuardStatement, Statement } from './policy';
import { filledStatement, prepareStatement, type PreparedStatement } from './prepared-statement';
import type { ResolvedRole } from './resolve';
import type { Scope } from './scope';
import type { Catalog } from './catalog';
import { sortedUnique } from './values';

/**
 * Deny statements that make each limit hold for every request made with the role's own credentials to an action that the limit reaches,
 * whatever other activities or attached policies allow. They admit the union of the values that the role names.
 */
export function guardStatements(
  { limitLists }: Pick<ResolvedRole, 'limitLists'>,
  catalog: Pick<Catalog, 'limits'>,
  scope: Scope,
): GuardStatement[] {
  const guards: GuardStatement[] = [];
  if (Object.keys(limitLists).length === 0) return guards;
  for (const limit of catalog.limits) if (concerns(limitLists, limit.Limit)) guards.push(...limitGuards(limit, limitLists, scope));
  return guards;
}

function limitGuards(limit: LimitTemplate, lists: LimitLists, { partition }: Scope): GuardStatement[] {
  switch (limit.Kind) {
    case 'keys':
      return keyGuards(limit, lists);
    case 'names':
      return nameGuards(limit, lists[limit.Limit] ?? [], partition);
    case 'tags':
      return tagGuards(limit, lists[limit.Limit] ?? [], partition);
  }
}

function keyGuards({ Guards }: KeyLimit, lists: LimitLists): GuardStatement[] {
  const statements: GuardStatement[] = [];
  for (const guard of Guards) {
    const values = admittedValues(guard, lists);
    if (values.length === 0) continue;
    for (const prepared of preparedGuards(guard)) {
      const statement = filledStatement(prepared, { [guard.List]: values });
      if (statement !== undefined) statements.push(statement);
    }
  }
  return statements;
}

/** Made once for each guard. */
function preparedGuards(guard: Guard): readonly PreparedStatement<'Deny'>[] {
  const known = PREPARED.get(guard) ?? guardsOf(guard).map((statement) => prepareStatement(statement, NO_PLACE));
  PREPARED.set(guard, known);
  return known;
}

const PREPARED = new WeakMap<Guard, readonly PreparedStatement<'Deny'>[]>();

/** No guard by a condition key depends on it. */
const NO_PLACE = { partition: '', region: '', accountId: '' };

/** The Deny statements of a guard, with its list in place of the values. */
function guardsOf(guard: Guard): Deny[] {
  const { Sid, Key } = guard;
  const values = [`[[${guard.List}]]`];
  const always = sortedUnique(guard.Actions);
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
      const other = { ...guard.Part, ArnNotEquals: { [Key]: values } };
      const optional = deny(`${Sid}IfPresent`, ifPresent, { ...other, Null: { ...guard.Part?.['Null'], [Key]: ['false'] } });
      return [deny(Sid, always, other), ...(ifPresent.length === 0 ? [] : [optional])];
    }
    case 'truth':
      // With IfExists it matches a request without the key too.
      return [
        deny(Sid, always, { BoolIfExists: { [Key]: ['false'] } }),
        ...(ifPresent.length === 0 ? [] : [deny(`${Sid}IfPresent`, ifPresent, { Bool: { [Key]: ['false'] } })]),
      ];
  }
}

function nameGuards({ Actions, Types, OtherTypes }: NameLimit, prefixes: readonly string[], partition: string): GuardStatement[] {
  if (prefixes.length === 0) return [];
  const arn = (resource: string): string => `arn:${partition}:sagemaker:*:*:${resource}*`;
  const admitted = Types.flatMap((type) => spellings(prefixes).map((prefix) => arn(`${type}${prefix}`)));
  return [
    {
      Sid: 'GuardResourceNames',
      Effect: 'Deny',
      Action: sortedUnique(Actions),
      NotResource: sortedUnique([...admitted, ...Object.keys(OtherTypes).map(arn)]),
    },
  ];
}

/**
 * For each tag: what is used must have it and what is made must get it, and what has another must not be given it, nor may it be changed
 * or taken off. One statement serves use and making: neither the resource nor the request has the tag. SageMaker sends
 * sagemaker:TaggingAction where AddTags belongs to the making of a resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
function tagGuards({ Retagging, Untaggable }: TagLimit, tags: readonly string[], partition: string): GuardStatement[] {
  const keys = tagKeys(tags);
  if (keys.length === 0) return [];
  const ofTags = keys.flatMap((key, index): GuardStatement[] => {
    const sid = `GuardResourceTags${index === 0 ? '' : String(index + 1)}`;
    const [onResource, inRequest] = [`aws:ResourceTag/${key}`, `aws:RequestTag/${key}`];
    const values = tagValues(tags, key);
    return [
      {
        Sid: sid,
        Effect: 'Deny',
        NotAction: sortedUnique(['sagemaker:AddTags', ...Object.keys(Untaggable)]),
        // An action without a resource type has no ARN that this could match.
        Resource: [`arn:${partition}:sagemaker:*:*:*`],
        Condition: { StringNotEquals: { [onResource]: values, [inRequest]: values } },
      },
      deny(`${sid}Given`, sortedUnique(Retagging), {
        StringNotEquals: { [onResource]: values },
        Null: { 'sagemaker:TaggingAction': ['true'] },
      }),
      deny(`${sid}Changed`, sortedUnique(Retagging), { StringNotEquals: { [inRequest]: values }, Null: { [inRequest]: ['false'] } }),
    ];
  });
  return [
    ...ofTags,
    deny('GuardResourceTagsKept', ['sagemaker:DeleteTags'], { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': keys } }),
  ];
}

type Deny = Statement & { readonly Effect: 'Deny' };

function deny(sid: string, actions: readonly string[], condition: Conditions): Deny {
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: ['*'], Condition: condition };
}
