import { catalog } from '../lambda/catalog';
import { PersonaRoleError } from '../lambda/core/errors';
import { noSuchVersion, versionsOf } from '../lambda/core/catalog';

/**
 * Tells of a reference such as `ManageJobs@9` which versions there are.
 * @throws PersonaRoleError `NotFound` where the name is one of the catalogue and has no such version
 */
export function assertVersion(reference: string): void {
  const [, name = '', version = ''] = /^(\w+)@(.*)$/.exec(reference) ?? [];
  const templates = [catalog.personas, catalog.activities].find((candidates) => versionsOf(candidates, name).length > 0);
  if (templates === undefined || templates.has(reference)) return;
  throw new PersonaRoleError('NotFound', [{ path: '', message: noSuchVersion(name, version, versionsOf(templates, name)) }]);
}
