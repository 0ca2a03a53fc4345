import { isTemplateList, mapAt, ownValue, scalarText, type TemplateMap } from './template-value';

/**
 * What SAM makes a role for, named after it, unless the template gives one by the property Role.
 * Sources: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html,
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
 */
const WITH_ROLE = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

/** Whether a logical id is that of a role which SAM adds to the template: `TrainerRole` for the function `Trainer`. */
export function isMadeBySam(body: TemplateMap, logicalId: string): boolean {
  if (!usesSam(body) || !logicalId.endsWith('Role')) return false;
  const maker = mapAt(mapAt(body, 'Resources'), logicalId.slice(0, -'Role'.length));
  const type = scalarText(ownValue(maker, 'Type')) ?? '';
  return WITH_ROLE.includes(type) && !Object.hasOwn(mapAt(maker, 'Properties'), 'Role');
}

function usesSam(body: TemplateMap): boolean {
  const transforms = ownValue(body, 'Transform') ?? [];
  return (isTemplateList(transforms) ? transforms : [transforms]).some((name) => scalarText(name)?.startsWith('AWS::Serverless-') === true);
}
