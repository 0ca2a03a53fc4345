/** What a template is made of once it is read: JSON values. */
export type TemplateValue = null | boolean | number | string | readonly TemplateValue[] | TemplateMap;

export interface TemplateMap {
  readonly [key: string]: TemplateValue;
}

/** Way to a value: `['Resources', 'Role', 'Properties', 'Activities', 0]`. Intrinsics stand in it by their long names (`Fn::Sub`, `Ref`). */
export type TemplatePath = readonly (string | number)[];

export function isTemplateMap(value: TemplateValue | undefined): value is TemplateMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isTemplateList(value: TemplateValue | undefined): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

/** The map at `key`, or an empty one. */
export function mapAt(map: TemplateMap, key: string): TemplateMap {
  const value = ownValue(map, key);
  return isTemplateMap(value) ? value : {};
}

/** The value at `key`, never an inherited one: `constructor` is no key of a template. */
export function ownValue(map: TemplateMap, key: string): TemplateValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** A scalar as CloudFormation writes it into text; undefined for lists and maps. */
export function scalarText(value: TemplateValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** `Resources.Role.Properties.Activities[0]`. */
export function pathText(path: TemplatePath): string {
  return path
    .map((segment, index) => (typeof segment === 'number' ? `[${String(segment)}]` : `${index === 0 ? '' : '.'}${segment}`))
    .join('');
}
