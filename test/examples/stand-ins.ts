import { readTemplate, type Template } from '../../cli/template';
import { isTemplateMap, mapAt, ownValue, scalarText, type TemplateMap, type TemplateValue } from '../../cli/template-value';
import type { CustomResourceFunction } from '../../local/cloudformation-channel';
import { PLACE } from '../../local/local-aws';
import { answerAsTold, withRetries } from '../lifecycle/harness';

const CUSTOM = /^Custom::/;

/** The function that stands behind every resource of another type. */
export const STAND_IN_TOKEN = `arn:aws:lambda:${PLACE.region}:${PLACE.accountId}:function:stand-in`;

/** Says that all went well. The physical id is the logical one. */
export const standIn: CustomResourceFunction = withRetries(answerAsTold);

/** What CloudFormation sends as the type of the stand-in for a resource of this type. */
export function standInType(type: string): string {
  return `Custom::${type.replaceAll('::', '-')}`;
}

/**
 * The template with a stand-in, under the same logical id and with the same properties, for every resource that the local CloudFormation
 * does not know. So the requests show what the resource would get.
 * @param text YAML or JSON
 */
export function withStandIns(text: string): Template {
  const { body } = readTemplate(text, 'example');
  const resources = Object.entries(mapAt(body, 'Resources')).map(([logicalId, resource]) => [logicalId, standing(resource)] as const);
  return readTemplate(JSON.stringify({ ...body, Resources: Object.fromEntries(resources) }), 'example');
}

function standing(resource: TemplateValue): TemplateMap {
  if (!isTemplateMap(resource)) return {};
  const type = scalarText(ownValue(resource, 'Type')) ?? '';
  if (CUSTOM.test(type)) return resource;
  return { ...resource, Type: standInType(type), Properties: { ServiceToken: STAND_IN_TOKEN, ...mapAt(resource, 'Properties') } };
}
