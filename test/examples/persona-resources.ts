import { readTemplate, type Template } from '../../cli/template';
import { isTemplateMap, mapAt, ownValue, scalarText, type TemplateMap, type TemplateValue } from '../../cli/template-value';

const TYPE = 'Custom::SageMakerPersonaRole';

/**
 * The persona roles of a template, its other resources and what depends on them left out: what the local CloudFormation can deploy.
 * @param text YAML or JSON
 */
export function personaResources(text: string): Template {
  const { body } = readTemplate(text, 'example');
  const all = mapAt(body, 'Resources');
  const isPersonaRole = (resource: TemplateValue | undefined): boolean =>
    isTemplateMap(resource) && scalarText(ownValue(resource, 'Type')) === TYPE;
  const others = Object.keys(all).filter((logicalId) => !isPersonaRole(all[logicalId]));
  const kept = (section: TemplateMap): TemplateMap =>
    Object.fromEntries(Object.entries(section).filter(([name, value]) => !others.includes(name) && !refersTo(value, others)));
  const reduced = { ...body, Resources: kept(all), Outputs: kept(mapAt(body, 'Outputs')) };
  return readTemplate(JSON.stringify(reduced), 'example');
}

function refersTo(value: unknown, logicalIds: readonly string[]): boolean {
  const text = JSON.stringify(value);
  return logicalIds.some(
    (logicalId) => new RegExp(`"(Ref|Fn::GetAtt)":\\[?"${logicalId}[".]`).test(text) || text.includes(`\${${logicalId}`),
  );
}
