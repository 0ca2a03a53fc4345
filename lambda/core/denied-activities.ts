import type { Configuration } from './configuration';
import { suggestion, type Issue } from './errors';
import { namesOf, versioned, versionsOf, type Catalog } from './catalog';

/** Names in `DeniedActivities` that no activity has: whoever wrote one means to deny something, and would deny nothing. */
export function deniedActivityIssues({ DeniedActivities }: Configuration, { activities }: Pick<Catalog, 'activities'>): Issue[] {
  const names = namesOf(activities);
  return DeniedActivities.filter((denied) => !names.includes(denied) && !activities.has(denied)).map((denied) => {
    const [name = ''] = denied.split('@');
    const versions = versionsOf(activities, name).map((version) => versioned(name, version));
    const words = versions.length === 0 ? suggestion(name, names) : `there is ${versions.join(', ')}`;
    return { path: 'provider configuration DeniedActivities', message: `"${denied.slice(0, 120)}" is no activity, ${words}` };
  });
}
