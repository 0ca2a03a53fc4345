import { canonicalize } from 'json-canonicalize';
import type { LimitTemplate } from '../../lambda/core/limit-template';
import { hash } from '#sha256';
import { catalog, publishedFiles, testFile } from './policy-files';

interface Grant {
  readonly path: string;
  /** What the file gives, without the texts that only explain it. */
  readonly grant: unknown;
}

const activities: readonly Grant[] = [...catalog.activities.values()].map(({ Activity, Version, Trust, Parameters, Statements }) => ({
  path: `activities/${Activity}.v${String(Version)}.json`,
  grant: {
    Trust,
    Parameters: Object.fromEntries(Object.entries(Parameters).map(([name, { Type, Required }]) => [name, { Type, Required }])),
    Statements: Statements.map(({ Sid, Action, Resource, Condition, When, ConditionsWhen }) =>
      withoutAbsent({ Sid, Action, Resource, Condition, When, ConditionsWhen }),
    ),
  },
}));

const personas: readonly Grant[] = [...catalog.personas.values()].map(({ Persona, Version, Activities }) => ({
  path: `personas/${Persona}.v${String(Version)}.json`,
  grant: { Activities },
}));

function withoutAbsent(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const ADVICE =
  'a published version is never edited in what it grants, since stacks that name it must keep their permissions: publish the correction as a new version. For a new file, add this line to test/policy-templates/digests.json';

const published = testFile('digests.json') as Readonly<Record<string, string>>;

it('every digest belongs to a file that still exists: a version in use cannot be withdrawn by deleting it', () => {
  expect(publishedFiles.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(published)));
});

it.each([...activities, ...personas])('$path grants what it granted when it was published', ({ path, grant }) => {
  const digest = hash(canonicalize(grant));
  const verdict = published[path] === digest ? 'unchanged' : `changed or new: ${ADVICE}: "${path}": "${digest}"`;
  expect(verdict).toBe('unchanged');
});

/** What a limit demands, without the texts that only explain it. */
function demanded(limit: LimitTemplate): unknown {
  switch (limit.Kind) {
    case 'keys':
      return limit.Guards.map(({ ActionsIfPresent, ...guard }) => ({ ...guard, ActionsIfPresent: Object.keys(ActionsIfPresent) }));
    case 'names':
      return { Actions: limit.Actions, Types: limit.Types, OtherTypes: Object.keys(limit.OtherTypes) };
    case 'tags':
      return {
        Creating: limit.Creating,
        Inheriting: Object.keys(limit.Inheriting),
        Retagging: limit.Retagging,
        Untaggable: Object.keys(limit.Untaggable),
      };
  }
}

it.each(catalog.limits)('the limit $Limit demands what it demanded when it was published', (limit) => {
  const digest = hash(canonicalize(demanded(limit)));
  const advice =
    'it changes every role with this limit at its next update: say so in CHANGELOG.md, and put this line into test/policy-templates/limit-digests.json';
  const known = testFile('limit-digests.json') as Readonly<Record<string, string>>;
  expect(known[limit.Limit] === digest ? 'unchanged' : `changed or new: ${advice}: "${limit.Limit}": "${digest}"`).toBe('unchanged');
});
