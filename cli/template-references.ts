import { holds, intrinsicOf } from './template-resolve';
import { lookUp, type TemplateScope } from './template-scope';
import { isTemplateList, isTemplateMap, scalarText, type TemplatePath, type TemplateValue } from './template-value';

/** One reference to a resource, or to a name that nothing in the template has. */
export interface Reference {
  readonly name: string;
  readonly path: TemplatePath;
}

/** Every `Ref`, `Fn::GetAtt` and `Fn::Sub` in a value that is no parameter. Of `Fn::If` only the chosen side counts. */
export function references(scope: TemplateScope, value: TemplateValue, path: TemplatePath): readonly Reference[] {
  if (isTemplateList(value)) return value.flatMap((item, index) => references(scope, item, [...path, index]));
  if (!isTemplateMap(value)) return [];
  const intrinsic = intrinsicOf(scope, value, path);
  if (intrinsic === undefined) return Object.entries(value).flatMap(([key, item]) => references(scope, item, [...path, key]));
  const here = [...path, intrinsic.name];
  const nested = (): readonly Reference[] => references(scope, intrinsic.argument, here);
  const list = isTemplateList(intrinsic.argument) ? intrinsic.argument : [intrinsic.argument];
  switch (intrinsic.name) {
    case 'Ref':
      return byName(scope, [textOf(intrinsic.argument)], path);
    case 'Fn::GetAtt':
      return [...byName(scope, [textOf(list[0]).split('.')[0] ?? ''], path), ...references(scope, list.slice(1), here)];
    case 'Fn::Sub': {
      const variables = isTemplateMap(list[1]) ? Object.keys(list[1]) : [];
      const names = [...textOf(list[0]).matchAll(/\$\{([^!}][^}]*)\}/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !variables.includes(name));
      return [
        ...byName(
          scope,
          names.map((name) => name.split('.')[0] ?? ''),
          path,
        ),
        ...references(scope, list.slice(1), here),
      ];
    }
    case 'Fn::If': {
      const side = holds(scope, textOf(list[0]), here) ? 1 : 2;
      return references(scope, list[side] ?? null, [...here, side]);
    }
    default:
      return nested();
  }
}

function byName(scope: TemplateScope, names: readonly string[], path: TemplatePath): readonly Reference[] {
  return names.filter((name) => ['resource', 'unknown'].includes(lookUp(scope, name).kind)).map((name) => ({ name, path }));
}

function textOf(value: TemplateValue | undefined): string {
  return scalarText(value) ?? '';
}
