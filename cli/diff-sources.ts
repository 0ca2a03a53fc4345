import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { catalog } from '../lambda/catalog';
import { desire, type Desired } from '../lambda/core/desire';
import { parameterType } from '../lambda/core/parameter-types';
import { parseConfiguration } from '../lambda/core/configuration';
import { assertVersion } from './missing-version';
import { roleSourcesOf, type RoleSource, type SourceOptions } from './role-source';
import { scopeOf } from './surroundings';
import { readTextFile } from './text-file';
import { WrongUsage } from './wrong-usage';

/** The roles of one side of a comparison by name. */
export type Roles = ReadonlyMap<string, Desired>;

/**
 * The roles that an argument names: a file, `REV:path` of a git repository, or a version of the catalogue, `ManageJobs@2`.
 * @throws WrongUsage where it is none of them; PersonaRoleError where its properties have faults
 */
export function rolesOf(argument: string, options: SourceOptions): { readonly roles: Roles; readonly words: string } {
  const version = versionProperties(argument);
  if (version !== undefined) {
    const scope = scopeOf(options);
    return { roles: new Map([['', desired({ properties: version, scope, words: '' })]]), words: '' };
  }
  const sources = roleSourcesOf(textOf(argument), argument, options);
  return {
    roles: new Map([...sources].map(([name, source]) => [name, desired(source)])),
    words: [...sources.values()].map(({ words }) => words).join(''),
  };
}

/** What properties mean does not depend on what a provider permits. */
const PERMISSIVE = parseConfiguration({ GrantableRoleArns: '*' });

function desired({ properties, scope }: RoleSource): Desired {
  return desire(properties, { catalog, configuration: PERMISSIVE, scope });
}

/** Properties with one version of an activity or a persona, and an example for each of its parameters. */
function versionProperties(argument: string): Readonly<Record<string, unknown>> | undefined {
  const persona = catalog.personas.get(argument);
  const activities = persona?.Activities ?? (catalog.activities.has(argument) ? [argument] : undefined);
  if (activities === undefined) {
    assertVersion(argument);
    return undefined;
  }
  const parameters = activities.flatMap((name) =>
    Object.entries(catalog.activities.get(name)?.Parameters ?? {}).map(([parameter, { Type }]) => [
      parameter,
      [parameterType(Type).example],
    ]),
  );
  const what = persona === undefined ? { Activities: [argument] } : { Persona: argument };
  return { ...what, ...(Object.fromEntries(parameters) as Record<string, unknown>) };
}

function textOf(argument: string): string {
  const [, revision = '', path = ''] = /^([^:]+):(.+)$/.exec(argument) ?? [];
  if (path === '' || argument === '-' || existsSync(argument)) return readTextFile(argument);
  try {
    // A revision never begins with a hyphen, so that git does not take it for an option.
    if (revision.startsWith('-')) throw new Error('a revision does not begin with "-"');
    return execFileSync('git', ['show', `${revision}:${path.startsWith('./') || path.startsWith('/') ? path : `./${path}`}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (cause) {
    const { stderr, message } = cause as { readonly stderr?: string; readonly message: string };
    const words = (stderr ?? message).trim().replace(/^fatal: /, '');
    throw new WrongUsage([{ path: argument, message: `is no file, and git says: ${words}` }], { cause });
  }
}
