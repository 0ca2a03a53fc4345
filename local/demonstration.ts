import { readTemplate, type Template } from '../cli/template';
import { isTemplateList, isTemplateMap, mapAt, ownValue, type TemplateMap, type TemplateValue } from '../cli/template-value';
import { catalog } from '../lambda/catalog';
import { parseConfiguration } from '../lambda/core/configuration';
import { RESOURCE_TYPE } from '../lambda/core/names';
import { parameterType } from '../lambda/core/parameter-types';
import { versioned } from '../lambda/core/catalog';
import type { ActivityTemplate } from '../lambda/core/template';
import type { StackDescription, StackResource } from './cloudformation';

export function personaRoles(stack: StackDescription): StackResource[] {
  return stack.resources.filter(({ type }) => type === RESOURCE_TYPE);
}

/** Activities that a role has now, `ManageJobs@1`. */
export function activitiesOf({ data }: StackResource): string[] {
  const list = data['Activities'];
  return typeof list === 'string' ? list.split(',') : [];
}

/** A change to try on a template, and how to say it. */
export interface Change {
  readonly words: string;
  readonly template: Template;
}

/** The demonstration's provider has the default configuration. */
const { DeniedActivities } = parseConfiguration({});

/** One activity more: of those that the role has not and may have, the one that needs the fewest parameters that the role has not either. */
export function oneActivityMore(template: Template, resource: StackResource): Change | undefined {
  const present = activitiesOf(resource);
  const names = present.map((key) => key.split('@')[0]);
  const [next] = [...catalog.activities.values()]
    .filter(({ Activity }) => !names.includes(Activity) && !DeniedActivities.includes(Activity))
    .map((activity) => ({ key: versioned(activity.Activity, activity.Version), examples: missingParameters(activity, resource) }))
    .sort((a, b) => a.examples.length - b.examples.length);
  if (next === undefined) return undefined;
  const { key, examples } = next;
  return {
    words: `activity ${key} more${examples.map(([name, value]) => ` and ${name}: ${value}`).join('')}`,
    template: withProperties(template, resource.logicalId, {
      Activities: [...requested(template, resource, present), key],
      ...Object.fromEntries(examples.map(([name, value]) => [name, [value]])),
    }),
  };
}

/** What an activity requires and the role does not give, each with an example. */
function missingParameters(activity: ActivityTemplate, resource: StackResource): [name: string, example: string][] {
  return Object.entries(activity.Parameters)
    .filter(([name, { Required }]) => Required && ownValue(resource.properties, name) === undefined)
    .map(([name, { Type }]) => [name, parameterType(Type).example]);
}

/** The activities as the template has them, with their own parameters; where the persona chose them, their names. */
function requested(template: Template, { logicalId }: StackResource, present: readonly string[]): readonly TemplateValue[] {
  const given = ownValue(mapAt(mapAt(mapAt(template.body, 'Resources'), logicalId), 'Properties'), 'Activities');
  return isTemplateList(given) ? given : present;
}

/** Three mistakes at once: a misspelt property, a wildcard, and an activity that there is not. */
export function threeMistakes(template: Template, resource: StackResource): Change {
  return {
    words: 'a misspelt property, a wildcard as a bucket, and an activity that there is not',
    template: withProperties(template, resource.logicalId, {
      S3Bucket: 'my-ml-data',
      S3Buckets: ['*'],
      Activities: ['ManageJob@1', ...activitiesOf(resource)],
    }),
  };
}

/** The template with properties of one resource replaced or added. */
function withProperties(template: Template, logicalId: string, properties: TemplateMap): Template {
  const resources = mapAt(template.body, 'Resources');
  const resource = mapAt(resources, logicalId);
  const changed = { ...resource, Properties: { ...mapAt(resource, 'Properties'), ...properties } };
  return readTemplate(JSON.stringify({ ...template.body, Resources: { ...resources, [logicalId]: changed } }), template.file);
}

/** The given parameter values that the template declares. */
export function declaredParameters(template: Template, given: Readonly<Record<string, string>>): Record<string, string> {
  const declared = mapAt(template.body, 'Parameters');
  return Object.fromEntries(Object.entries(given).filter(([name]) => isTemplateMap(ownValue(declared, name))));
}
