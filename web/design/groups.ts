import { namesOf, versionsOf, versioned, type Catalog } from '../../lambda/core/catalog';
import type { ActivityTemplate } from '../../lambda/core/template';

/** Activities of a group, each with its versions, the newest last. */
export interface ActivityGroup {
  readonly title: string;
  readonly activities: readonly { readonly name: string; readonly versions: readonly ActivityTemplate[] }[];
}

/** Groups by what the names of their activities have in common; the first that fits takes an activity. */
const GROUPS: readonly { readonly title: string; readonly names: RegExp }[] = [
  { title: 'Canvas', names: /Canvas/ },
  { title: 'Experiments and MLflow', names: /Experiment|Mlflow|MLflow/i },
  { title: 'Studio', names: /Studio/ },
  { title: 'Jobs, models and endpoints', names: /Job|Model|Endpoint|Pipeline|Monitor|Compute|Training|Cluster/ },
  { title: 'Data', names: /S3|Athena|Glue|Feature|Data|Bucket/ },
];

const OTHERS = 'AWS services';

/** The whole catalogue in groups; what fits none of them is in the last. */
export function activityGroups(catalog: Catalog): readonly ActivityGroup[] {
  const groupOf = (name: string): string => GROUPS.find(({ names }) => names.test(name))?.title ?? OTHERS;
  const names = namesOf(catalog.activities);
  const titles = ['Studio', 'Jobs, models and endpoints', 'Experiments and MLflow', 'Data', 'Canvas', OTHERS];
  return titles
    .map((title) => ({
      title,
      activities: names
        .filter((name) => groupOf(name) === title)
        .map((name) => ({
          name,
          versions: versionsOf(catalog.activities, name).flatMap((version) => catalog.activities.get(versioned(name, version)) ?? []),
        })),
    }))
    .filter(({ activities }) => activities.length > 0);
}
