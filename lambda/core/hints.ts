import type { Desired } from './desire';
import type { Issue } from './errors';
import { limitsIn } from './limit';
import { unlimitedActions, supportedLimits } from './limit-reach';
import { isPlain, type Statement } from './policy';
import { parseProperties, singleValueWarnings, type Properties } from './properties';
import { versioned, versionsOf, type Catalog } from './catalog';

/** What kind of advice it is. */
export type HintKind = 'version-not-written' | 'newer-version' | 'broad-access' | 'wildcard' | 'limit-without-reach' | 'single-value';

/** Something valid that its author may want to know. */
export interface Hint extends Issue {
  readonly kind: HintKind;
}

/**
 * Advice on properties that may well be right.
 * @param desired the role that they make; absent where they have faults
 */
export function hintsOn(raw: unknown, desired: Desired | undefined, catalog: Catalog): Hint[] {
  const { properties } = parseProperties(raw, catalog);
  const single = singleValueWarnings(raw, catalog).map((issue): Hint => ({ kind: 'single-value', ...issue }));
  if (properties === undefined) return single;
  return [
    ...references(properties).flatMap((reference) => versionHints(reference, catalog)),
    ...wildcards(properties),
    ...(desired === undefined ? [] : [...broadAccess(desired), ...unreached(properties, desired, catalog)]),
    ...single,
  ];
}

interface Reference {
  readonly kind: 'persona' | 'activity';
  readonly path: string;
  readonly name: string;
}

function references({ persona, activities = [] }: Properties): Reference[] {
  return [
    ...(persona === undefined ? [] : [{ kind: 'persona', path: 'Persona', name: persona } as const]),
    ...activities.map(({ path, name }) => ({ kind: 'activity', path: `${path}.Activity`, name }) as const),
  ];
}

function versionHints({ kind, path, name: reference }: Reference, catalog: Catalog): Hint[] {
  const templates = kind === 'persona' ? catalog.personas : catalog.activities;
  const [name = '', version] = reference.split('@');
  const used = version === undefined ? 1 : Number(version);
  const newest = versionsOf(templates, name).at(-1);
  if (newest === undefined || !templates.has(versioned(name, used))) return [];
  const title = firstSentence(templates.get(versioned(name, newest))?.Description ?? '');
  return [
    ...(version === undefined
      ? [
          {
            kind: 'version-not-written',
            path,
            message: `"${name}" means ${versioned(name, 1)}; write the version, so that a reader sees it`,
          } as const,
        ]
      : []),
    ...(newest > used
      ? [{ kind: 'newer-version', path, message: `there is a newer version, ${versioned(name, newest)}: ${title}` } as const]
      : []),
  ];
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** Values that end in `*` stand for many. */
function wildcards({ parameters, activities = [] }: Properties): Hint[] {
  const lists = [
    ...Object.entries(parameters),
    ...activities.flatMap(({ path, parameters: own }) => Object.entries(own).map(([name, values]) => [`${path}.${name}`, values] as const)),
  ];
  return lists.flatMap(([name, values]) =>
    values.flatMap((value, index): Hint[] =>
      value.endsWith('*')
        ? [
            {
              kind: 'wildcard',
              path: `${name}[${String(index)}]`,
              message: `"${value}" stands for every name that begins so, also for those to come`,
            },
          ]
        : [],
    ),
  );
}

/** Statements that reach every bucket. */
function broadAccess({ statements }: Desired): Hint[] {
  const broad = statements.filter((statement) => isPlain(statement) && reachesEveryBucket(statement));
  const names = new Set(broad.map(({ Sid }) => activityOf(Sid)));
  return [...names].map((name) => ({
    kind: 'broad-access',
    path: 'Activities',
    message: `${name} reaches the objects of every bucket of every account that lets it; name the buckets if you can`,
  }));
}

function reachesEveryBucket({ Effect, Action, Resource }: Statement): boolean {
  return (
    Effect === 'Allow' && Action.some((action) => /^s3:(Get|Put|Delete)Object/.test(action)) && Resource.some((arn) => /:s3:::\*/.test(arn))
  );
}

/** `ManageJobs@1` of a statement id that begins with `ManageJobsV1`. */
function activityOf(sid: string): string {
  const [, name = sid, version = ''] = /^(\w+?)V(\d+)/.exec(sid) ?? [];
  return version === '' ? name : `${name}@${version}`;
}

/** Actions that send no key by which a limit of the role could hold. */
function unreached({ limits }: Properties, { activities }: Desired, catalog: Catalog): Hint[] {
  const set = limitsIn(limits);
  return catalog.limits.flatMap((template) => {
    const limit = template.Limit;
    if (!set.includes(limit)) return [];
    const actions = activities.flatMap((name) => {
      const activity = catalog.activities.get(name);
      if (activity === undefined || !supportedLimits(activity, catalog).includes(limit)) return [];
      return unlimitedActions(activity, template).map((action) => `${action} (${name})`);
    });
    if (actions.length === 0) return [];
    const message = `cannot reach ${actions.join(', ')}: no request for that carries what the limit compares`;
    return [{ kind: 'limit-without-reach', path: limit, message } as const];
  });
}
