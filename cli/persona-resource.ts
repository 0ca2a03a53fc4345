import { RESOURCE_TYPE } from '../lambda/core/names';
import { isTemplateMap, mapAt, ownValue, type TemplateMap } from './template-value';

/** The resources of that type by logical id, in the order of the template. */
export function personaResources(body: TemplateMap): ReadonlyMap<string, TemplateMap> {
  const resources = Object.entries(mapAt(body, 'Resources'));
  return new Map(resources.filter((entry): entry is [string, TemplateMap] => isPersonaRole(entry[1])));
}

function isPersonaRole(resource: unknown): boolean {
  return isTemplateMap(resource as TemplateMap) && ownValue(resource as TemplateMap, 'Type') === RESOURCE_TYPE;
}
