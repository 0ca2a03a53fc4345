import { catalog } from '../lambda/catalog';
import { desiredRole } from '../lambda/core/desired';
import { assertNoIssues } from '../lambda/core/errors';
import { desiredGrant } from '../lambda/core/grant';
import { grantTarget } from '../lambda/core/mode-properties';
import { newlyWritten } from '../lambda/core/permitted';
import { renderedGrant } from '../lambda/core/rendered-grant';
import { renderedRole } from '../lambda/core/rendered-role';
import { jsonText } from './json-text';
import { readMap } from './properties-file';
import { configurationOf, scopeOf, type SurroundingsOptions } from './surroundings';

/** Options of `persona-role render`. */
export type RenderOptions = SurroundingsOptions;

/**
 * The text that `persona-role render` prints: what a provider would put into IAM for these Properties, as JSON.
 * @param file a JSON or YAML map of the resource's Properties, `-` for standard input
 * @throws PersonaRoleError with every fault
 */
export function render(file: string, options: RenderOptions): string {
  const scope = scopeOf(options);
  const properties = readMap(file);
  const desire = grantTarget(properties) === undefined ? desiredRole : desiredGrant;
  const desired = desire(properties, { catalog, configuration: configurationOf(options), scope });
  assertNoIssues([...desired.withdrawn, ...newlyWritten(desired.disallowed, undefined)]);
  return jsonText(desired.mode === 'role' ? renderedRole(desired) : renderedGrant(desired));
}
