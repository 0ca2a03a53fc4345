import { catalog } from '../lambda/catalog';
import { PersonaRoleError, suggestion, type Issue } from '../lambda/core/errors';
import { grantTarget } from '../lambda/core/mode-properties';
import { roleArn } from '../lambda/core/names';
import { candidateRoleName } from '../lambda/core/role-name';
import type { Scope } from '../lambda/core/scope';
import { isUnresolved, settled } from '../lambda/core/unresolved';
import { offlineScope, placeIn, type KnownResources } from './offline-scope';
import { parameterOptions } from './parameter-options';
import { partialValue } from './partial-value';
import { personaResources } from './persona-resource';
import { readMap } from './properties-file';
import { configurationOf, scopeOf, type SurroundingsOptions } from './surroundings';
import { positionText, readTemplate, templateIssue, type Template } from './template';
import type { TemplateScope } from './template-scope';
import { mapAt, ownValue, pathText } from './template-value';
import { readTextFile } from './text-file';
import { WrongUsage } from './wrong-usage';

/** Which role of a file, and for which stack. */
export interface SourceOptions extends SurroundingsOptions {
  /** Logical id of the role in a template; default: the only one. */
  readonly resource?: string;
  /** `Name=Value` */
  readonly parameter?: readonly string[];
}

/** The properties of one role, and the stack that they are for. */
export interface RoleSource {
  readonly properties: unknown;
  readonly scope: Scope;
  /** What stands in for values that only the deployment knows, a line each. */
  readonly words: string;
}

/**
 * Reads one role from a template, or from a file that has the Properties alone.
 * @throws PersonaRoleError where there is no such role, or where values of it that nothing can stand for are not known
 */
export function roleSource(file: string, options: SourceOptions): RoleSource {
  return roleSourceOf(readTextFile(file), file, options);
}

/** {@link roleSource} of a text that is at hand; `name` is what messages call it. */
export function roleSourceOf(text: string, name: string, options: SourceOptions): RoleSource {
  const template = templateOf(text, name);
  return template === undefined
    ? { properties: readMap(text, name), scope: scopeOf(options), words: '' }
    : sourceInTemplate(template, logicalIdOf(template, options.resource), options);
}

/** Every role of a text by its logical id; of a file with Properties alone, the one role by the name of `--logical-id`. */
export function roleSourcesOf(text: string, name: string, options: SourceOptions): ReadonlyMap<string, RoleSource> {
  const template = templateOf(text, name);
  if (template === undefined) return new Map([[options.logicalId ?? 'Role', roleSourceOf(text, name, options)]]);
  const ids = options.resource === undefined ? [...personaResources(template.body).keys()] : [logicalIdOf(template, options.resource)];
  return new Map(ids.map((id) => [id, sourceInTemplate(template, id, options)]));
}

/** A file is a template where it has Resources. A fault of syntax is told by whoever reads the file then. */
function templateOf(text: string, name: string): Template | undefined {
  try {
    const template = readTemplate(text, name);
    return Object.hasOwn(template.body, 'Resources') ? template : undefined;
  } catch (error) {
    if (error instanceof PersonaRoleError && /^Resources:|"Resources"\s*:/m.test(text)) throw error;
    return undefined;
  }
}

function logicalIdOf(template: Template, wanted: string | undefined): string {
  const ids = [...personaResources(template.body).keys()];
  const refuse = (message: string): WrongUsage => new WrongUsage([{ path: '--resource', message }]);
  if (ids.length === 0)
    throw new PersonaRoleError('NotFound', [{ path: template.file, message: 'has no resource of the type Custom::SageMakerPersonaRole' }]);
  if (wanted === undefined) {
    const [only, ...others] = ids;
    if (only === undefined || others.length > 0) throw refuse(`is needed: ${template.file} has ${ids.join(', ')}`);
    return only;
  }
  if (!ids.includes(wanted)) throw refuse(`there is no ${wanted} in ${template.file}; ${suggestion(wanted, ids)}`);
  return wanted;
}

function sourceInTemplate(template: Template, logicalId: string, options: SourceOptions): RoleSource {
  const base = ['Resources', logicalId, 'Properties'];
  const written = ownValue(mapAt(mapAt(template.body, 'Resources'), logicalId), 'Properties') ?? {};
  const parameters = parameterOptions(options.parameter);
  const { accountId, ...found } = placeIn([written, mapAt(template.body, 'Parameters'), Object.values(parameters)]);
  const scope = scopeOf({ ...found, ...(accountId === undefined ? {} : { account: accountId }), ...options, logicalId });
  const place = { ...scope, stackName: stackNameOf(scope) };
  const known = namesOfRoles(template, options, scope, offlineScope(template, place, parameters));
  const partial = partialValue(offlineScope(template, place, parameters, known), written, base);
  if (partial.faults.length > 0) throw new PersonaRoleError('InvalidRequest', partial.faults);
  const { properties, standIns, open } = settled(partial.value, scope, catalog);
  const unknown = open.map((path): Issue => {
    const message = `${pathText(base)}.${path}: ${partial.open.get(path) ?? ''} is known at deployment only; give its parameter by --parameter`;
    return { ...templateIssue(template, [], ''), path: positionText(template.position(partial.origins.get(path) ?? base)), message };
  });
  if (unknown.length > 0) throw new PersonaRoleError('InvalidRequest', unknown);
  const words = standIns.map((path) => {
    const position = positionText(template.position(partial.origins.get(path) ?? base));
    return `${position}: ${path}: ${partial.open.get(path) ?? ''} is known at deployment only; an example stands for it\n`;
  });
  return { properties, scope, words: words.join('') };
}

/** Names and ARNs of the persona roles of the template itself follow from the stack. */
function namesOfRoles(template: Template, options: SourceOptions, scope: Scope, resolving: TemplateScope): KnownResources {
  const { RoleNamePrefix, RolePath } = configurationOf(options);
  const resources = personaResources(template.body);
  return (logicalId, attribute) => {
    const resource = resources.get(logicalId);
    if (resource === undefined || (attribute !== 'Ref' && attribute !== 'Arn')) return undefined;
    const { value } = partialValue(resolving, mapAt(resource, 'Properties'), ['Resources', logicalId, 'Properties']);
    const properties = value as Readonly<Record<string, unknown>>;
    if (NAMING.some((name) => isUnresolved(properties[name]))) return undefined;
    const target = grantTarget(properties);
    const roleName = candidateRoleName(properties, RoleNamePrefix, { ...scope, logicalResourceId: logicalId });
    if (attribute === 'Ref') return roleName;
    return target ?? roleArn(scope, RolePath, roleName);
  };
}

const NAMING = ['RoleName', 'RoleNameSuffix', 'GrantTo'];

function stackNameOf({ stackId }: Scope): string {
  return stackId.split('/')[1] ?? 'stack';
}
