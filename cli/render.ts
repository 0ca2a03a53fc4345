import { stringify } from 'yaml';
import { catalog } from '../lambda/catalog';
import { desire, type Desired } from '../lambda/core/desire';
import { assertNoIssues } from '../lambda/core/errors';
import { newlyWritten } from '../lambda/core/permitted';
import { renderedGrant } from '../lambda/core/rendered-grant';
import { renderedRole } from '../lambda/core/rendered-role';
import { jsonText } from './json-text';
import { DONE, type Outcome } from './outcome';
import { plainTemplate } from './plain-template';
import { roleSource, type RoleSource, type SourceOptions } from './role-source';
import { configurationOf } from './surroundings';

/** Options of `persona-role render`. */
export interface RenderOptions extends SourceOptions {
  /** Default: json. */
  readonly format?: 'json' | 'yaml' | 'cfn';
}

/** `persona-role render`: what a provider would put into IAM for a role. */
export function renderCommand(file: string, options: RenderOptions): Outcome {
  const source = roleSource(file, options);
  const desired = desiredOf(source, options);
  return { output: renderedText(desired, source, options.format ?? 'json'), words: source.words, exitCode: DONE };
}

/**
 * The text that `persona-role render` prints.
 * @param file a template, or a JSON or YAML map of the resource's Properties, `-` for standard input
 * @throws PersonaRoleError with every fault
 */
export function render(file: string, options: RenderOptions): string {
  return renderCommand(file, options).output;
}

/**
 * What a new resource with these properties asks for.
 * @throws PersonaRoleError with every fault, and with everything that the provider of the options would not permit
 */
export function desiredOf({ properties, scope }: RoleSource, options: SourceOptions): Desired {
  const desired = desire(properties, { catalog, configuration: configurationOf(options), scope });
  assertNoIssues([...desired.withdrawn, ...newlyWritten(desired.disallowed, undefined)]);
  return desired;
}

function renderedText(desired: Desired, { scope }: RoleSource, format: NonNullable<RenderOptions['format']>): string {
  const rendered = desired.mode === 'role' ? renderedRole(desired) : renderedGrant(desired);
  switch (format) {
    case 'json':
      return jsonText(rendered);
    case 'yaml':
      return yamlText(rendered);
    case 'cfn':
      return yamlText(plainTemplate(desired, scope.logicalResourceId));
  }
}

function yamlText(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
