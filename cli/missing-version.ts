import { catalog } from '../lambda/catalog';
import { noSuchVersion, versionsOf } from '../lambda/core/catalog';
import { WrongUsage } from './wrong-usage';

/**
 * Tells of a reference such as `ManageJobs@9` which versions there are.
 * @throws WrongUsage where the name is one of the catalogue and has no such version
 */
export function assertVersion(reference: string): void {
  const [, name = '', version = ''] = /^(\w+)@(.*)$/.exec(reference) ?? [];
  const templates = [catalog.personas, catalog.activities].find((candidates) => versionsOf(candidates, name).length > 0);
  if (templates === undefined || templates.has(reference)) return;
  throw new WrongUsage([{ path: '', message: noSuchVersion(name, version, versionsOf(templates, name)) }]);
}
