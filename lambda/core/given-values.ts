import type { Catalog } from './catalog';
import { shortened, type Issue } from './errors';
import { typeOfLimitList, type LimitLists } from './limit';
import type { ParameterTypeName } from './parameter-types';
import type { Properties } from './properties';
import type { RequestedActivity } from './requested-role';
import type { Scope } from './scope';
import { patternFault } from './wildcards';

/** A value of a parameter or a limit, with where it stands: the provider's configuration may still forbid it. */
export interface GivenValue {
  /** Of the activity that it was given to, with a point; empty for the role. */
  readonly owner: string;
  readonly list: string;
  readonly index: number;
  readonly type: ParameterTypeName;
  readonly value: string;
}

/** Every value that the author gave. A parameter means the same wherever it is declared; where types differ, all hold. */
export function givenValues(requests: readonly RequestedActivity[], properties: Properties, catalog: Catalog): GivenValue[] {
  const given: GivenValue[] = [];
  const put = (owner: string, parameters: Properties['parameters'], limits: LimitLists): void => {
    for (const [name, values] of Object.entries(parameters)) {
      for (const type of catalog.parameters.get(name) ?? []) {
        for (const [index, value] of values.entries()) given.push({ owner, list: name, index, type, value });
      }
    }
    for (const [list, values] of Object.entries(limits)) {
      const type = typeOfLimitList(list);
      if (type === undefined) continue;
      for (const [index, value] of values.entries()) given.push({ owner, list, index, type, value });
    }
  };
  put('', properties.parameters, properties.limits);
  for (const { entry } of requests) put(`${entry.path}.`, entry.parameters, entry.limits);
  return given;
}

/** Where a value stands in what the author wrote: `Activities[1].S3Buckets[0]`. */
export function pathOf({ owner, list, index, value }: GivenValue): string {
  switch (list) {
    case 'ResourceNamePrefix':
      return `${owner}${list}`;
    case 'ResourceTags':
      return `${owner}${list}.${value.slice(0, value.indexOf('='))}`;
    default:
      return `${owner}${list}[${String(index)}]`;
  }
}

/** Values that are not what their types demand. */
export function valueIssues(given: readonly GivenValue[], { allowWildcards }: Properties, scope: Scope): Issue[] {
  const wildcards = allowWildcards ? 'trailing' : 'none';
  const issues: Issue[] = [];
  for (const one of given) {
    const fault = patternFault(one.type, one.value, scope, wildcards);
    if (fault !== undefined) issues.push({ path: pathOf(one), message: `"${shortened(one.value)}" ${fault}` });
  }
  return issues;
}
