import { templateIssue, type Template } from '../cli/template';
import { references } from '../cli/template-references';
import { holds, resolveAt } from '../cli/template-resolve';
import type { TemplateScope } from '../cli/template-scope';
import { isTemplateList, mapAt, ownValue, scalarText, type TemplateMap } from '../cli/template-value';
import { assertNoIssues, type Issue } from '../lambda/core/errors';
import { circle } from './cloudformation-order';
import type { RemovalPolicy } from './cloudformation-stack';
import { CloudFormationError } from './cloudformation-stack';

/** A resource as a template wants it; its properties are resolved when its turn comes. */
export interface ResourceDefinition {
  readonly logicalId: string;
  readonly type: string;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: RemovalPolicy;
  readonly updateReplacePolicy: RemovalPolicy;
  readonly metadata: TemplateMap;
}

const CUSTOM_RESOURCE = /^(AWS::CloudFormation::CustomResource|Custom::[\w@-]{1,60})$/;

/** Sections that change what a template means and that are not done here. */
const UNSUPPORTED_SECTIONS = ['Transform', 'Rules', 'Hooks'];

/**
 * The resources of a template whose conditions hold, with everything checked that can be before the first request.
 * @throws PersonaRoleError with every fault and its place: types that are no custom resources, references to nothing, unknown policies.
 * @throws CloudFormationError if resources depend on each other in a circle.
 */
export function resourceDefinitions(scope: TemplateScope): ReadonlyMap<string, ResourceDefinition> {
  const { template } = scope;
  const declared = mapAt(template.body, 'Resources');
  const issues: Issue[] = UNSUPPORTED_SECTIONS.filter((section) => Object.hasOwn(template.body, section)).map((section) =>
    templateIssue(template, [section], 'this section is not supported locally'),
  );
  if (Object.keys(declared).length === 0)
    issues.push(templateIssue(template, ['Resources'], 'At least one Resources member must be defined.'));
  const included = Object.keys(declared).filter((logicalId) => isIncluded(scope, declared, logicalId));
  const definitions = included.map((logicalId) => definition(scope, logicalId, mapAt(declared, logicalId), issues));
  const byId = new Map(definitions.map((one) => [one.logicalId, one]));

  for (const { name, path } of [
    ...definitions.flatMap(({ logicalId }) => resourceReferences(scope, logicalId)),
    ...outputReferences(scope),
  ]) {
    if (!byId.has(name))
      issues.push(
        templateIssue(
          template,
          path,
          `Unresolved resource dependencies [${name}]: there is no such resource, or its condition does not hold`,
        ),
      );
  }
  assertNoIssues(issues);
  const round = circle(new Map(definitions.map(({ logicalId, dependsOn }) => [logicalId, dependsOn])));
  if (round !== undefined) throw new CloudFormationError('ValidationError', `Circular dependency between resources: [${round.join(', ')}]`);
  return byId;
}

function isIncluded(scope: TemplateScope, declared: TemplateMap, logicalId: string): boolean {
  const condition = scalarText(ownValue(mapAt(declared, logicalId), 'Condition'));
  return condition === undefined || holds(scope, condition, ['Resources', logicalId, 'Condition']);
}

function definition(scope: TemplateScope, logicalId: string, written: TemplateMap, issues: Issue[]): ResourceDefinition {
  const { template } = scope;
  const type = scalarText(ownValue(written, 'Type')) ?? '';
  if (!CUSTOM_RESOURCE.test(type)) {
    const message = `the local CloudFormation has no resource type "${type}" (resource ${logicalId}); it knows custom resources only; take it out for the trial`;
    issues.push(templateIssue(template, ['Resources', logicalId, 'Type'], message));
  } else if (!Object.hasOwn(mapAt(written, 'Properties'), 'ServiceToken')) {
    issues.push(templateIssue(template, ['Resources', logicalId], 'Missing property ServiceToken'));
  }
  const references = resourceReferences(scope, logicalId).map(({ name }) => name);
  return {
    logicalId,
    type,
    dependsOn: [...new Set([...explicitDependencies(template, logicalId, written, issues), ...references])],
    deletionPolicy: policy(template, logicalId, written, 'DeletionPolicy', issues),
    updateReplacePolicy: policy(template, logicalId, written, 'UpdateReplacePolicy', issues),
    metadata: mapAt(written, 'Metadata'),
  };
}

/** DependsOn; a resource that is left out by its condition is no dependency. */
function explicitDependencies(template: Template, logicalId: string, written: TemplateMap, issues: Issue[]): readonly string[] {
  const value = ownValue(written, 'DependsOn') ?? [];
  const names = (isTemplateList(value) ? value : [value]).map((name) => scalarText(name) ?? '');
  for (const name of names) {
    if (!Object.hasOwn(mapAt(template.body, 'Resources'), name)) {
      issues.push(templateIssue(template, ['Resources', logicalId, 'DependsOn'], `there is no resource "${name}"`));
    }
  }
  return names;
}

const POLICIES: readonly RemovalPolicy[] = ['Delete', 'Retain', 'RetainExceptOnCreate'];

function policy(template: Template, logicalId: string, written: TemplateMap, attribute: string, issues: Issue[]): RemovalPolicy {
  const value = scalarText(ownValue(written, attribute));
  const known = POLICIES.find((name) => name === value);
  if (value !== undefined && known === undefined) {
    issues.push(templateIssue(template, ['Resources', logicalId, attribute], `"${value}" is none of ${POLICIES.join(', ')}`));
  }
  return known ?? 'Delete';
}

function resourceReferences(scope: TemplateScope, logicalId: string): ReturnType<typeof references> {
  const properties = mapAt(mapAt(mapAt(scope.template.body, 'Resources'), logicalId), 'Properties');
  return references(scope, properties, ['Resources', logicalId, 'Properties']);
}

function outputReferences(scope: TemplateScope): ReturnType<typeof references> {
  return includedOutputs(scope).flatMap((key) => references(scope, mapAt(mapAt(scope.template.body, 'Outputs'), key), ['Outputs', key]));
}

/** Keys of the outputs whose conditions hold. */
export function includedOutputs(scope: TemplateScope): readonly string[] {
  const outputs = mapAt(scope.template.body, 'Outputs');
  return Object.keys(outputs).filter((key) => {
    const condition = scalarText(ownValue(mapAt(outputs, key), 'Condition'));
    return condition === undefined || holds(scope, condition, ['Outputs', key, 'Condition']);
  });
}

/** The value of an output and the name it is exported under. */
export function outputValue(scope: TemplateScope, key: string): { readonly value: string; readonly exportName: string | undefined } {
  const value = scalarText(resolveAt(scope, ['Outputs', key, 'Value']));
  if (value === undefined) {
    throw new CloudFormationError('ValidationError', `Template format error: The Value field of output ${key} must evaluate to a string.`);
  }
  return { value, exportName: scalarText(resolveAt(scope, ['Outputs', key, 'Export', 'Name'])) };
}
