import { catalog } from '../lambda/catalog';
import { LIMIT_LISTS, LIMITS } from '../lambda/core/limit';
import { parameterType } from '../lambda/core/parameter-types';
import { parameterNames } from '../lambda/core/catalog';
import { supportedLimits } from '../lambda/core/limit-reach';
import { jsonText } from './json-text';
import { DONE, type Outcome } from './outcome';
import { tableText } from './text-table';

export interface ListOptions {
  readonly json?: true;
}

interface Listed {
  readonly personas: readonly { readonly name: string; readonly title: string; readonly activities: readonly string[] }[];
  readonly activities: readonly {
    readonly name: string;
    readonly title: string;
    readonly parameters: readonly string[];
    readonly limits: readonly string[];
    /** Why it should not be used any more. */
    readonly withdrawn?: string;
  }[];
  readonly parameters: readonly { readonly name: string; readonly values: string; readonly activities: readonly string[] }[];
  readonly limits: readonly { readonly name: string; readonly properties: readonly string[]; readonly activities: readonly string[] }[];
}

/** `persona-role list`: everything that a template may name. */
export function list({ json }: ListOptions): Outcome {
  const listed = catalogue();
  return { output: json ? jsonText(listed) : listText(listed), exitCode: DONE };
}

function catalogue(): Listed {
  const activities = [...catalog.activities];
  const using = (name: string): string[] => activities.filter(([, { Parameters }]) => name in Parameters).map(([activity]) => activity);
  return {
    personas: [...catalog.personas].map(([name, { Title, Activities }]) => ({ name, title: Title, activities: Activities })),
    activities: activities.map(([name, template]) => ({
      name,
      title: template.Title,
      parameters: Object.keys(template.Parameters),
      limits: supportedLimits(template, catalog),
      ...(template.Withdrawn === undefined ? {} : { withdrawn: template.Withdrawn }),
    })),
    parameters: parameterNames(catalog).map((name) => ({ name, values: valuesOf(name), activities: using(name) })),
    limits: LIMITS.map((name) => ({
      name,
      properties: Object.keys(LIMIT_LISTS[name]),
      activities: activities.filter(([, template]) => supportedLimits(template, catalog).includes(name)).map(([activity]) => activity),
    })),
  };
}

function valuesOf(parameter: string): string {
  const types = [...catalog.activities.values()].flatMap(({ Parameters }) => Parameters[parameter]?.Type ?? []);
  return [...new Set(types)].map((type) => parameterType(type).description).join(', and ');
}

function listText({ personas, activities, parameters, limits }: Listed): string {
  return [
    `personas\n${tableText(personas.map(({ name, title, activities: names }) => [name, title, names.join(', ')]))}`,
    `activities: name, title, parameters, limits that it can honour\n${tableText(
      activities.map(({ name, title, withdrawn, ...rest }) => [
        name,
        withdrawn === undefined ? title : `${title} (withdrawn: ${withdrawn})`,
        rest.parameters.join(', ') || '-',
        rest.limits.join(', '),
      ]),
    )}`,
    `parameters: name, each of its values, activities that need it\n${tableText(
      parameters.map(({ name, values, activities: names }) => [name, values, names.join(', ')]),
    )}`,
    `limits: name, activities that can honour it\n${tableText(limits.map(({ name, activities: names }) => [name, names.join(', ')]))}`,
  ].join('\n');
}
