import { catalog } from '../lambda/catalog';
import { checkProperties, type Checked } from '../lambda/core/check';
import type { Configuration } from '../lambda/core/configuration';
import { PersonaRoleError, type Issue } from '../lambda/core/errors';
import type { Scope } from '../lambda/core/scope';
import type { Finding, Rule, Skipped, TemplateReport } from './finding';
import { mistakenTypeFindings } from './mistaken-types';
import { offlineScope, placeIn, type Place } from './offline-scope';
import { partialValue, type PartialValue } from './partial-value';
import { passedRoleFindings } from './passed-roles';
import { personaResources } from './persona-resource';
import { DeploymentValueError, readTemplate, templateError, type Position, type Template } from './template';
import { holds } from './template-resolve';
import type { TemplateScope } from './template-scope';
import { isTemplateList, isTemplateMap, mapAt, ownValue, pathText, type TemplateMap, type TemplatePath } from './template-value';

/** What a check goes by. */
export interface CheckSettings {
  /** Partition, Region and account of the stack, as far as they were given; the rest follows from the template's own ARNs. */
  readonly place: Partial<Pick<Place, 'partition' | 'region' | 'accountId'>>;
  /** A template takes those that it declares. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Absent: the provider is not known; what one with the default configuration would not permit is a hint. */
  readonly configuration: Configuration | undefined;
  readonly defaults: Configuration;
}

/** Everything found in the text of a template. Never throws for a fault of its author's. */
export function checkTemplate(text: string, file: string, settings: CheckSettings): TemplateReport {
  try {
    const template = readTemplate(text, file);
    if (!isTemplateMap(ownValue(template.body, 'Resources')))
      throw templateError(template, [], 'has no Resources; for a map of Properties use render');
    const declared = Object.keys(mapAt(template.body, 'Parameters'));
    const parameters = Object.fromEntries(Object.entries(settings.parameters).filter(([name]) => declared.includes(name)));
    return { ...templateReport(template, { ...settings, parameters }), parameters: declared };
  } catch (error) {
    if (!(error instanceof PersonaRoleError)) throw error;
    return { file, roles: [], findings: error.issues.map((issue) => templateFinding(issue, file)), skipped: [] };
  }
}

function templateReport(template: Template, settings: CheckSettings): TemplateReport {
  const resources = personaResources(template.body);
  const reports = [...resources].map(([logicalId, resource]) => resourceReport(template, logicalId, resource, settings));
  return {
    file: template.file,
    roles: [...resources.keys()],
    findings: [
      ...reports.flatMap(({ findings }) => findings),
      ...passedRoleFindings(template, resources),
      ...mistakenTypeFindings(template, resources),
    ].sort(byPosition),
    skipped: reports.flatMap(({ skipped }) => skipped),
  };
}

function byPosition(left: Finding, right: Finding): number {
  return left.position.line - right.position.line || left.position.column - right.position.column;
}

type ResourceReport = Pick<TemplateReport, 'findings' | 'skipped'>;

function resourceReport(template: Template, logicalId: string, resource: TemplateMap, settings: CheckSettings): ResourceReport {
  const path = ['Resources', logicalId, 'Properties'];
  const written = ownValue(resource, 'Properties') ?? {};
  const stack = placeOf(settings, [written, mapAt(template.body, 'Parameters'), Object.values(settings.parameters)]);
  const scope = offlineScope(template, stack, settings.parameters);
  const condition = ownValue(resource, 'Condition');
  if (typeof condition === 'string' && !isCreated(scope, condition, ['Resources', logicalId, 'Condition'])) {
    const words = `with these parameters the condition ${condition} is false: the role is not created`;
    return { findings: [], skipped: [{ position: template.keyPosition(path.slice(0, 2)), path: pathText(path.slice(0, 2)), words }] };
  }
  const partial = partialValue(scope, written, path);
  const core: Scope = { ...stack, logicalResourceId: logicalId };
  const checked = checkProperties(partial.value, {
    catalog,
    configuration: settings.configuration ?? settings.defaults,
    scope: core,
  });
  const place = (issue: Issue): Pick<Finding, 'position' | 'path' | 'message'> => placed(template, path, partial, issue);
  const finding =
    (level: Finding['level'], rule: Rule) =>
    (issue: Issue): Finding => ({ level, rule, ...place(issue) });
  return {
    findings: [
      ...partial.faults.map((issue) => templateFinding(issue, template.file)),
      ...withServiceToken(partial, checked).map(finding('fault', 'invalid-properties')),
      ...checked.withdrawn.map(finding('fault', 'withdrawn')),
      ...checked.notPermitted.map(finding(settings.configuration === undefined ? 'hint' : 'fault', 'not-permitted')),
      ...checked.hints.map((hint) => finding('hint', hint.kind)(hint)),
    ],
    skipped: skippedOf(template, path, partial),
  };
}

function placeOf({ place }: CheckSettings, written: Parameters<typeof placeIn>[0]): Place {
  const { partition = 'aws', region = 'us-east-1', accountId = '111122223333' } = { ...placeIn(written), ...place };
  const stackId = `arn:${partition}:cloudformation:${region}:${accountId}:stack/stack/00000000-0000-0000-0000-000000000000`;
  return { partition, region, accountId, stackId, stackName: 'stack' };
}

/** An unknown condition may hold. */
function isCreated(scope: TemplateScope, condition: string, path: TemplatePath): boolean {
  try {
    return holds(scope, condition, path);
  } catch (error) {
    if (error instanceof DeploymentValueError) return true;
    throw error;
  }
}

/** The provider never sees a resource without ServiceToken: CloudFormation refuses it. */
function withServiceToken({ value }: PartialValue, { faults }: Checked): readonly Issue[] {
  const hasToken = typeof value === 'object' && value !== null && 'ServiceToken' in value;
  return hasToken ? faults : [...faults, { path: 'ServiceToken', message: "is required: the ARN of the provider's function" }];
}

/** A fault of the template, whose path already is a position. */
function templateFinding({ path, message }: Issue, file: string): Finding {
  const [, line = '1', column = '1'] = /:(\d+):(\d+)$/.exec(path) ?? [];
  const position: Position = { file, line: Number(line), column: Number(column) };
  return { level: 'fault', rule: 'invalid-template', position, path: '', message };
}

/** Brings a finding of the core from its place in the properties to its place in the template. */
function placed(
  template: Template,
  base: TemplatePath,
  partial: PartialValue,
  { path, message }: Issue,
): Pick<Finding, 'position' | 'path' | 'message'> {
  const origin = originOf(partial, path);
  const text = [pathText(base), path].filter(Boolean).join('.');
  if (origin === undefined || path === '') {
    const parent = path === '' ? base : (nearest(partial, path) ?? base);
    return { position: template.keyPosition(parent), path: text, message };
  }
  return {
    position: isAboutName(template, origin, message) ? template.keyPosition(origin) : template.position(origin),
    path: text,
    message,
  };
}

/** Where the value at a path is written. A value that stands for a list of one has no index in the template. */
function originOf({ origins }: PartialValue, path: string): TemplatePath | undefined {
  const list = [...path.matchAll(/\[0\]/g)].map(({ index }) => path.slice(0, index)).find((prefix) => !origins.has(`${prefix}[0]`));
  return origins.get(path) ?? (list === undefined ? undefined : origins.get(list + path.slice(list.length + 3)));
}

/** The place of the nearest value around one that the template does not have. */
function nearest({ origins }: PartialValue, path: string): TemplatePath | undefined {
  const parent = /^(.*)(\.[^.[\]]+|\[\d+\])$/.exec(path)?.[1];
  if (parent === undefined || parent === '') return undefined;
  return origins.get(parent) ?? nearest({ origins } as PartialValue, parent);
}

/** Whether a finding is about the name of a property more than about its value. */
function isAboutName(template: Template, origin: TemplatePath, message: string): boolean {
  const value = valueAt(template.body, origin);
  return message.startsWith('unknown property') || isTemplateMap(value) || isTemplateList(value);
}

function valueAt(root: TemplateMap, path: TemplatePath): TemplateMap[string] | undefined {
  return path.reduce<TemplateMap[string] | undefined>((value, segment) => {
    if (isTemplateList(value) && typeof segment === 'number') return value[segment];
    return isTemplateMap(value) ? ownValue(value, String(segment)) : undefined;
  }, root);
}

/** The token is an export nearly everywhere, and nothing about it needs a check. */
function skippedOf(template: Template, base: TemplatePath, { open, origins }: PartialValue): Skipped[] {
  return [...open]
    .filter(([path]) => path !== 'ServiceToken')
    .map(([path, words]) => ({
      position: template.position(origins.get(path) ?? base),
      path: [pathText(base), path].filter(Boolean).join('.'),
      words: `${words} is known at deployment only`,
    }));
}
