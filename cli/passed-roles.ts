import type { Finding } from './finding';
import type { Template } from './template';
import {
  isTemplateList,
  isTemplateMap,
  mapAt,
  ownValue,
  pathText,
  type TemplateMap,
  type TemplatePath,
  type TemplateValue,
} from './template-value';

/** Properties that bind what is done with a role, and that a role passed by it needs too, with the reason. */
const BINDING: Readonly<Record<string, string>> = {
  Vpc: 'what SageMaker does with it is in no network of yours',
  Kms: 'what SageMaker does with it is not bound to your keys',
  SourceIdentity: 'SageMaker can set no source identity for it',
};

/**
 * Persona roles that a persona role of the same template passes and that lack a limit of its own: what is done with a passed role, a limit
 * of the role that passes it cannot reach.
 */
export function passedRoleFindings(template: Template, resources: ReadonlyMap<string, TemplateMap>): Finding[] {
  return [...resources].flatMap(([logicalId, resource]) => {
    const properties = mapAt(resource, 'Properties');
    const base: TemplatePath = ['Resources', logicalId, 'Properties'];
    const binding = Object.keys(BINDING).filter((name) => isSet(ownValue(properties, name)));
    return attributeReferences(properties, base).flatMap(({ name, path }) => {
      const passed = resources.get(name);
      if (passed === undefined) return [];
      return binding
        .filter((property) => !isSet(ownValue(mapAt(passed, 'Properties'), property)))
        .map((property): Finding => ({
          level: 'hint',
          rule: 'passed-role-unlimited',
          position: template.position(path),
          path: pathText(path),
          message: `passes ${name}, which has no ${property}: ${BINDING[property] ?? ''}`,
        }));
    });
  });
}

function isSet(value: TemplateValue | undefined): boolean {
  return value !== undefined && value !== '' && value !== false && value !== 'false';
}

/** Every `Fn::GetAtt` of an `Arn`, and where it stands. */
function attributeReferences(value: TemplateValue, path: TemplatePath): readonly { readonly name: string; readonly path: TemplatePath }[] {
  if (isTemplateList(value)) return value.flatMap((item, index) => attributeReferences(item, [...path, index]));
  if (!isTemplateMap(value)) return [];
  const target = ownValue(value, 'Fn::GetAtt');
  const [name, attribute] = typeof target === 'string' ? target.split('.') : isTemplateList(target) ? target : [];
  if (typeof name === 'string' && attribute === 'Arn') return [{ name, path }];
  return Object.entries(value).flatMap(([key, item]) => attributeReferences(item, [...path, key]));
}
