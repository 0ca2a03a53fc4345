import { PersonaRoleError, type Issue } from '../lambda/core/errors';
import { pathText as propertyPath } from '../lambda/core/schema-issues';
import { unresolved } from '../lambda/core/unresolved';
import { DeploymentValueError } from './template';
import { holds, intrinsicOf, resolveValue } from './template-resolve';
import type { TemplateScope } from './template-scope';
import { isTemplateList, isTemplateMap, type TemplateMap, type TemplatePath, type TemplateValue } from './template-value';

/** A value of a template as far as it can be told, with the way back from it into the template. */
export interface PartialValue {
  /** Plain, with the core's marker where only the deployment knows. Empty texts are gone from lists, as where properties are read. */
  readonly value: unknown;
  /** Where the value at a path, `Activities[0].Activity`, is written. Values from inside a function are not in it: their function is. */
  readonly origins: ReadonlyMap<string, TemplatePath>;
  /** By path, what only the deployment knows, in words of the template. */
  readonly open: ReadonlyMap<string, string>;
  /** Faults of the template itself: a reference to nothing, a function with wrong arguments. */
  readonly faults: readonly Issue[];
}

type Place = readonly (string | number)[];

/** Resolves what stands at a path of the template, each part as far as it goes. */
export function partialValue(scope: TemplateScope, written: TemplateValue, path: TemplatePath): PartialValue {
  const origins = new Map<string, TemplatePath>();
  const open = new Map<string, string>();
  const faults: Issue[] = [];

  const walk = (value: TemplateValue, at: TemplatePath, place: Place): unknown => {
    origins.set(propertyPath(place), at);
    if (isTemplateList(value)) return listOf(value, at, place);
    if (!isTemplateMap(value)) return attempt(at, place, () => resolveValue(scope, value, at));
    if (Object.keys(value).some((key) => /^Fn::(ForEach|Transform)/.test(key))) return mark(place, Object.keys(value).join(', '));
    return attempt(at, place, () => {
      const intrinsic = intrinsicOf(scope, value, at);
      if (intrinsic === undefined) return mapOf(value, at, place);
      if (intrinsic.name !== 'Fn::If' || !isTemplateList(intrinsic.argument)) return resolveValue(scope, value, at);
      const [condition, ...sides] = intrinsic.argument;
      const side = typeof condition !== 'string' || sides.length !== 2 ? undefined : holds(scope, condition, at) ? 0 : 1;
      // A malformed Fn::If has its message in the resolver.
      if (side === undefined) return resolveValue(scope, value, at);
      const chosen = sides[side] ?? '';
      return isNoValue(chosen) ? undefined : walk(chosen, [...at, 'Fn::If', side + 1], place);
    });
  };

  const listOf = (items: readonly TemplateValue[], at: TemplatePath, place: Place): unknown[] => {
    const values: unknown[] = [];
    items.forEach((item, index) => {
      const value = walk(item, [...at, index], [...place, values.length]);
      if (value !== undefined && value !== '') values.push(value);
    });
    return values;
  };

  const mapOf = (map: TemplateMap, at: TemplatePath, place: Place): Record<string, unknown> => {
    const entries = Object.entries(map).map(([key, item]) => [key, walk(item, [...at, key], [...place, key])] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };

  const mark = (place: Place, words: string): unknown => {
    open.set(propertyPath(place), words);
    return unresolved(words);
  };

  const attempt = (at: TemplatePath, place: Place, resolve: () => unknown): unknown => {
    try {
      return resolve();
    } catch (error) {
      if (error instanceof DeploymentValueError) return mark(place, error.words);
      if (!(error instanceof PersonaRoleError)) throw error;
      faults.push(...error.issues);
      return unresolved('a value with a fault');
    }
  };

  const value = walk(written, path, []);
  return { value, origins, open, faults };
}

function isNoValue(value: TemplateValue): boolean {
  return isTemplateMap(value) && value['Ref'] === 'AWS::NoValue';
}
