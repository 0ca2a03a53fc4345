import { DeploymentValueError, templateError, templateIssue } from './template';
import { conditionHolds } from './template-conditions';
import { INTRINSICS } from './template-intrinsics';
import type { TemplateScope } from './template-scope';
import { isTemplateList, isTemplateMap, ownValue, type TemplateMap, type TemplatePath, type TemplateValue } from './template-value';

/**
 * The value at a path with all intrinsics resolved; undefined if there is none, or if it is `AWS::NoValue`.
 * @throws PersonaRoleError InvalidRequest naming the intrinsic and `file:line:column`; whatever the scope's resources throw.
 */
export function resolveAt(scope: TemplateScope, path: TemplatePath): TemplateValue | undefined {
  const written = valueAt(scope.template.body, path);
  return written === undefined ? undefined : resolveValue(scope, written, path);
}

/** {@link resolveAt} of a value that is at hand. */
export function resolveValue(scope: TemplateScope, value: TemplateValue, path: TemplatePath): TemplateValue | undefined {
  if (isTemplateList(value)) {
    return value.flatMap((item, index) => {
      const resolved = resolveValue(scope, item, [...path, index]);
      return resolved === undefined ? [] : [resolved];
    });
  }
  if (isTemplateMap(value)) {
    const intrinsic = intrinsicOf(scope, value, path);
    return intrinsic === undefined ? resolveMap(scope, value, path) : callIntrinsic(scope, intrinsic, path);
  }
  if (value === null) throw templateError(scope.template, path, "'null' values are not allowed in templates");
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    const message = 'dynamic references ({{resolve:…}}) are not supported';
    throw new DeploymentValueError(value, [templateIssue(scope.template, path, message)]);
  }
  return value;
}

/** Whether a condition of the section Conditions holds; `path` is where it is used. */
export function holds(scope: TemplateScope, condition: string, path: TemplatePath): boolean {
  return conditionHolds(scope, condition, path, (value, valuePath) => resolveValue(scope, value, valuePath));
}

export interface IntrinsicUse {
  readonly name: string;
  readonly argument: TemplateValue;
}

/** A map is an intrinsic if its only key is `Ref` or begins with `Fn::`. */
export function intrinsicOf(scope: TemplateScope, map: TemplateMap, path: TemplatePath): IntrinsicUse | undefined {
  const entries = Object.entries(map);
  const found = entries.find(([key]) => key.startsWith('Fn::') || (key === 'Ref' && entries.length === 1));
  if (found === undefined) return undefined;
  if (entries.length > 1) throw templateError(scope.template, path, `${found[0]} must stand alone in its map`);
  return { name: found[0], argument: found[1] };
}

function callIntrinsic(scope: TemplateScope, { name, argument }: IntrinsicUse, path: TemplatePath): TemplateValue | undefined {
  const intrinsic = INTRINSICS.get(name);
  if (intrinsic === undefined) throw new DeploymentValueError(name, [templateIssue(scope.template, path, `${name} is not supported`)]);
  return intrinsic({
    name,
    argument,
    path: [...path, name],
    scope,
    evaluate: (value, valuePath) => resolveValue(scope, value, valuePath),
    holds: (condition, conditionPath) => holds(scope, condition, conditionPath),
  });
}

function resolveMap(scope: TemplateScope, map: TemplateMap, path: TemplatePath): TemplateMap {
  const entries = Object.entries(map).flatMap(([key, item]): [string, TemplateValue][] => {
    const resolved = resolveValue(scope, item, [...path, key]);
    return resolved === undefined ? [] : [[key, resolved]];
  });
  return Object.fromEntries(entries);
}

function valueAt(root: TemplateValue, path: TemplatePath): TemplateValue | undefined {
  let value: TemplateValue | undefined = root;
  for (const segment of path) {
    if (isTemplateList(value) && typeof segment === 'number') value = value[segment];
    else if (isTemplateMap(value)) value = ownValue(value, String(segment));
    else return undefined;
  }
  return value;
}
