import type { AccessRequest } from '../../lambda/core/explain';
import type { PolicyStatement } from '../../lambda/core/foreign-policy';
import type { LimitLists } from '../../lambda/core/limit';
import { admittedValues, spellings } from '../../lambda/core/limit-conditions';
import { tagKeys, tagValues } from '../../lambda/core/limit-properties';
import { isAmong, namedPart } from '../../lambda/core/limit-reach';
import type { Guard, LimitTemplate, NameLimit, TagLimit } from '../../lambda/core/limit-template';
import type { Conditions } from '../../lambda/core/policy';
import type { RequestContext } from '../../lambda/core/request-context';
import { PERSON } from './access-cases';
import { filledIn, typesOf } from './limit-reference';
import type { Action } from './reference';
import { SCOPE } from './samples';

/** Values of condition keys; a key without one is taken out of a request. */
export type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

const FOREIGN_KEY = `arn:aws:kms:${SCOPE.region}:${SCOPE.accountId}:key/99999999-9999-9999-9999-999999999999`;

/** The request with other values; it carries no key without one. */
export function varied({ context, ...request }: AccessRequest, values: Values): AccessRequest {
  const entries = Object.entries({ ...context, ...values }).filter(
    (entry): entry is [string, string | readonly string[]] => entry[1] !== undefined,
  );
  return { ...request, context: Object.fromEntries(entries) };
}

/** Whether the guards of a limit that is set can have to do with the action. */
export function isLimited(action: Action, limit: LimitTemplate, lists: LimitLists): boolean {
  switch (limit.Kind) {
    case 'keys':
      return limit.Guards.some((guard) => admittedValues(guard, lists).length > 0 && reach(action.name, guard) !== 'none');
    case 'names':
      return limit.Limit in lists && isAmong(action.name, limit.Actions);
    case 'tags':
      return limit.Limit in lists && typesOf(action).length > 0 && !isAmong(action.name, Object.keys(limit.Untaggable));
  }
}

/** What every limit that is set asks of a request for the action: values that it admits. */
export function admittedContext(action: string, lists: LimitLists, limits: readonly LimitTemplate[]): Values {
  return Object.assign({}, ...limits.map((limit) => admittedBy(action, lists, limit))) as Values;
}

function admittedBy(action: string, lists: LimitLists, limit: LimitTemplate): Values {
  switch (limit.Kind) {
    case 'names':
      return {};
    case 'keys': {
      const guards = limit.Guards.filter((guard) => reach(action, guard) !== 'none');
      return Object.fromEntries(
        guards.flatMap((guard) => {
          const [value] = lists[guard.List] ?? [];
          return value === undefined ? [] : [[guard.Key, guard.Type === 'strings' ? [value] : value]];
        }),
      );
    }
    case 'tags': {
      const tags = lists[limit.Limit] ?? [];
      const isMade = isAmong(action, limit.Creating) && !isAmong(action, limit.Retagging);
      const families = isMade ? ['RequestTag'] : isAmong(action, limit.Retagging) ? ['RequestTag', 'ResourceTag'] : ['ResourceTag'];
      return Object.fromEntries(
        tagKeys(tags).flatMap((key) => families.map((family) => [`aws:${family}/${key}`, tagValues(tags, key)[0]])),
      );
    }
  }
}

function reach(action: string, { Actions, ActionsIfPresent }: Guard): 'always' | 'if present' | 'none' {
  if (isAmong(action, Actions)) return 'always';
  return isAmong(action, Object.keys(ActionsIfPresent)) ? 'if present' : 'none';
}

/** The request without what a limit compares, for each limit whose guards let its action do without that, and without each part. */
export function withoutOptional(request: AccessRequest, limits: readonly LimitTemplate[]): readonly AccessRequest[] {
  return limits.flatMap((limit) => {
    const guards = limit.Kind === 'keys' ? limit.Guards.filter(({ Key }) => Key in request.context) : [];
    const optional = guards.filter((guard) => reach(request.action, guard) === 'if present');
    const parts = guards.filter((guard) => reach(request.action, guard) === 'always' && partOf(guard) !== undefined);
    return [
      ...(optional.length === 0 ? [] : [varied(request, Object.fromEntries(optional.map(({ Key }) => [Key, undefined])))]),
      ...parts.map((guard) => varied(request, { [guard.Key]: undefined, ...withoutPart(guard) })),
    ];
  });
}

/** What has to hold of a request, besides, for a guard to deny it. */
function partOf(guard: Guard): Conditions | undefined {
  return guard.Type === 'arns' ? guard.Part : undefined;
}

/** What requests carry that have, or may have, the part that a guard is about; nothing particular where it is about every request. */
export function withPart(guard: Guard): readonly Values[] {
  const found = Object.entries(partOf(guard) ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).flatMap((key) => [{ [key]: 'true' }, ...(operator.endsWith('IfExists') ? [{ [key]: undefined }] : [])]),
  );
  return found.length === 0 ? [{}] : found;
}

/** What a request carries that has no such part. */
export function withoutPart(guard: Guard): Values {
  const found = Object.entries(partOf(guard) ?? {}).map(([operator, keys]): Values => {
    const value = operator === 'Null' ? undefined : 'false';
    return Object.fromEntries(Object.keys(keys).map((key) => [key, value]));
  });
  return Object.assign({}, ...found) as Values;
}

/** Requests like the given one that the limit forbids, whatever allows them: all else about them is as before. */
export function forbiddenBy(limit: LimitTemplate, request: AccessRequest, lists: LimitLists): readonly AccessRequest[] {
  switch (limit.Kind) {
    case 'keys':
      return limit.Guards.flatMap((guard) => foreignValues(guard, request.action, lists).map((values) => varied(request, values)));
    case 'names':
      return isAmong(request.action, limit.Actions)
        ? foreignNames(limit, request.resource, lists[limit.Limit] ?? []).map((resource) => ({ ...request, resource }))
        : [];
    case 'tags':
      return foreignTags(limit, request, lists[limit.Limit] ?? []).map((values) => varied(request, values));
  }
}

/** The key absent where the guard denies that, foreign, almost admitted, and admitted values among foreign ones. */
function foreignValues(guard: Guard, action: string, lists: LimitLists): Values[] {
  const admitted = admittedValues(guard, lists);
  const [first] = admitted;
  const reached = reach(action, guard);
  if (first === undefined || reached === 'none') return [];
  const absent: Values[] = reached === 'always' ? [{ [guard.Key]: undefined }] : [];
  const present = (): (string | readonly string[])[] => {
    switch (guard.Type) {
      case 'strings':
        return [['foreign'], [`${first}0`], [...admitted, 'foreign'], ['foreign', first]];
      case 'arns':
        return [FOREIGN_KEY, `${first}0`, first.replace(SCOPE.region, 'eu-west-3'), first.replace(SCOPE.accountId, '999999999999')];
      case 'truth':
        return ['false'];
    }
  };
  const values = [...absent, ...present().map((value) => ({ [guard.Key]: value }))];
  return values.flatMap((value) => withPart(guard).map((part) => ({ ...value, ...part })));
}

/** Resources of the same type with names that have no prefix, or almost one; resources of a refused type as they are. */
function foreignNames(limit: NameLimit, resource: string, prefixes: readonly string[]): string[] {
  if (prefixes.length === 0) return [];
  const part = namedPart(resource, limit);
  if (part === undefined)
    return limit.RefusedTypes.some((type) => resource.split(':').slice(5).join(':').startsWith(type)) ? [resource] : [];
  const admitted = spellings(prefixes);
  const names = ['foreign', ...prefixes.flatMap((prefix) => [`x${prefix}x`, `${prefix.slice(0, -1)}~`, `${prefix.toUpperCase()}x`])];
  return names.filter((name) => !admitted.some((prefix) => name.startsWith(prefix))).map((name) => `${part.before}${name}`);
}

function foreignTags(limit: TagLimit, { action, resource }: AccessRequest, tags: readonly string[]): Values[] {
  if (!resource.startsWith(`arn:${SCOPE.partition}:sagemaker:`) || isAmong(action, Object.keys(limit.Untaggable))) return [];
  return tagKeys(tags).flatMap((key): Values[] => {
    const [onResource, inRequest] = [`aws:ResourceTag/${key}`, `aws:RequestTag/${key}`];
    const [admitted] = tagValues(tags, key);
    // An AddTags that belongs to the making of a resource is limited through that.
    const alone = { 'sagemaker:TaggingAction': undefined };
    const without = [undefined, 'foreign'].map((value) => ({ ...alone, [onResource]: value, [inRequest]: undefined }));
    if (action === 'sagemaker:DeleteTags') return [...without, { 'aws:TagKeys': [key] }, { 'aws:TagKeys': ['other', key.toUpperCase()] }];
    if (isAmong(action, limit.Retagging)) {
      const given = [undefined, 'foreign'].map((value) => ({ ...alone, [onResource]: value, [inRequest]: admitted }));
      return [...without, ...given, { [onResource]: admitted, [inRequest]: 'foreign' }];
    }
    return isAmong(action, limit.Creating) ? [...without, { [onResource]: undefined, [inRequest]: 'foreign' }] : without;
  });
}

/** A resource of each type of the action that no activity has to do with; its name is one that the limit on names admits. */
export function unrelatedResources(action: Action, lists: LimitLists, limits: readonly LimitTemplate[]): string[] {
  const names = limits.find((limit): limit is NameLimit => limit.Kind === 'names');
  const [prefix = ''] = lists['ResourceNamePrefix'] ?? [];
  const arns = action.resourceTypes.map(({ arn }) => filledIn(arn));
  if (arns.length === 0) return ['*'];
  return arns.map((arn) => {
    const part = names === undefined ? undefined : namedPart(arn, names);
    return part === undefined ? arn : `${part.before}${prefix}unrelated${part.name}`;
  });
}

/**
 * A request for each resource that the Allow names, which meets its conditions and for all else has the given values.
 * @param unrelated stands for `*`
 */
export function requestsFor(
  action: string,
  { resource, conditions }: PolicyStatement,
  values: Values,
  unrelated: readonly string[],
): AccessRequest[] {
  const met = conditions.map(({ operator, key, values: expected }): Values => {
    if (operator === 'Null') return expected.includes('true') ? { [key]: undefined } : key in values ? {} : { [key]: 'x' };
    const texts = operator.includes('Not') ? ['other'] : expected.map(concrete);
    return { [key]: operator.startsWith('For') ? texts : texts[0] };
  });
  // A key that must be there gets its value from the other conditions on it.
  const ordered = conditions.flatMap(({ operator }, index) => [[operator === 'Null' ? 0 : 1, met[index] ?? {}] as const]);
  const all = Object.assign({}, values, ...ordered.sort(([a], [b]) => a - b).map(([, value]) => value)) as Values;
  const resources = resource.patterns.flatMap((pattern) => (pattern === '*' ? unrelated : [concrete(pattern)]));
  const variables = resource.patterns.flatMap((pattern) => [...pattern.matchAll(VARIABLE)].map(([, name = '']) => [name, 'x']));
  const context = { ...(Object.fromEntries(variables) as RequestContext), ...PERSON };
  return resources.map((one) => varied({ action, resource: one, context }, all));
}

const VARIABLE = /\$\{([^}]+)\}/g;

/** A text of a policy with the values of the person who asks in place of variables, and `x` in place of wildcards. */
function concrete(text: string): string {
  return text.replace(VARIABLE, (_, name: string) => PERSON[name] ?? 'x').replace(/[*?]/g, 'x');
}
