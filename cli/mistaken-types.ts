import { catalog } from '../lambda/catalog';
import { namesOf } from '../lambda/core/catalog';
import { nearestName } from '../lambda/core/errors';
import { RESOURCE_TYPE } from '../lambda/core/names';
import type { Finding } from './finding';
import type { Template } from './template';
import { isTemplateList, isTemplateMap, mapAt, ownValue, pathText, type TemplateMap, type TemplateValue } from './template-value';

const CUSTOM = 'Custom::';

/** How many letters may be wrong in a type for it to be ours whatever its properties are. */
const SURELY_MISSPELT = 2;

/** The stack of the provider, unless it is given another name: its function and its exports are called after it. */
const PROVIDER = 'sagemaker-persona-role';

/**
 * Resources that are meant for the provider but have another type, which it refuses: a misspelling of its own, or the properties of a
 * persona role under any custom type. What may be somebody else's custom resource is passed over.
 */
export function mistakenTypeFindings(template: Template, personaRoles: ReadonlyMap<string, TemplateMap>): Finding[] {
  const tokens = new Set([...personaRoles.values()].map((resource) => tokenOf(mapAt(resource, 'Properties'))));
  return Object.entries(mapAt(template.body, 'Resources')).flatMap(([logicalId, resource]): Finding[] => {
    const words = isTemplateMap(resource) ? mistake(resource, tokens) : undefined;
    if (words === undefined) return [];
    const path = ['Resources', logicalId, 'Type'];
    return [{ level: 'fault', rule: 'wrong-type', position: template.position(path), path: pathText(path), message: words }];
  });
}

function mistake(resource: TemplateMap, tokens: ReadonlySet<string | undefined>): string | undefined {
  const type = ownValue(resource, 'Type');
  if (typeof type !== 'string' || type === RESOURCE_TYPE) return undefined;
  const properties = mapAt(resource, 'Properties');
  const isFilled = ownValue(properties, 'Persona') !== undefined || ownValue(properties, 'Activities') !== undefined;
  if (isMisspelt(type, isFilled ? undefined : SURELY_MISSPELT))
    return `is "${type}", which the provider does not serve; did you mean "${RESOURCE_TYPE}"?`;
  const isCustom = type.startsWith(CUSTOM) || type === 'AWS::CloudFormation::CustomResource';
  return isCustom && isFilled && isForProvider(properties, tokens) ? `is "${type}"; write Type: ${RESOURCE_TYPE}` : undefined;
}

/** By the name behind `Custom::`, which all have in common. */
function isMisspelt(type: string, within: number | undefined): boolean {
  if (!type.toLowerCase().startsWith(CUSTOM.toLowerCase())) return false;
  return nearestName(type.slice(CUSTOM.length), [RESOURCE_TYPE.slice(CUSTOM.length)], within) !== undefined;
}

/**
 * By the function that serves it, or by names that nobody else has. A persona alone has to have its version: `DataScientist` may be
 * anybody's word.
 */
function isForProvider(properties: TemplateMap, tokens: ReadonlySet<string | undefined>): boolean {
  const token = tokenOf(properties);
  if (token === undefined) return false;
  if (tokens.has(token) || token.includes(PROVIDER)) return true;
  const persona = ownValue(properties, 'Persona');
  const activities = ownValue(properties, 'Activities');
  const names = namesOf(catalog.activities);
  return (
    (typeof persona === 'string' && catalog.personas.has(persona)) ||
    (isTemplateList(activities) ? activities : [activities]).some((one) => names.includes(activityName(one) ?? ''))
  );
}

/** The token as text, whether it is written out or an intrinsic function. */
function tokenOf(properties: TemplateMap): string | undefined {
  const token = ownValue(properties, 'ServiceToken');
  return token === undefined ? undefined : JSON.stringify(token);
}

function activityName(entry: TemplateValue | undefined): string | undefined {
  const name = isTemplateMap(entry) ? ownValue(entry, 'Activity') : entry;
  return typeof name === 'string' ? name.split('@')[0] : undefined;
}
