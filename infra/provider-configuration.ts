import { Aws, type Stack } from 'aws-cdk-lib';
import { CONFIGURATION_NAMES, parseConfiguration, type Configuration } from '../lambda/core/configuration';
import { deniedActivityIssues } from '../lambda/core/denied-activities';
import { assertNoIssues } from '../lambda/core/errors';
import { matchesPattern } from '../lambda/core/parameter-types';
import type { Scope } from '../lambda/core/scope';
import { catalog } from '../lambda/catalog';
import type { NamedRole, RoleList } from './named-roles';
import type { ParameterValue } from './specialised-template';
import { settledProperties } from './stand-ins';
import { knownText, synthScope } from './synth-scope';

/** Parameters of a provider as they were given, by their names in its template. */
export type GivenParameters = Readonly<Record<string, ParameterValue>>;

/** The lists that take in the roles that the code of a stack names or makes. */
export const ROLE_LISTS: readonly RoleList[] = ['PassableRoleArns', 'GrantableRoleArns'];

/**
 * A list of the provider with the roles that its persona roles name by their ARN, or that the stack makes. Persona roles need no entry:
 * every role below the provider's path is passable; and with one, function and role would wait for each other.
 * `undefined` where it stays as the template has it.
 */
export function withNamedRoles(
  list: RoleList,
  given: GivenParameters,
  roles: readonly NamedRole[],
  stack: Stack,
  rolePath: string,
): ParameterValue | undefined {
  const wanted = roles.filter((role) => role.list === list && (role.kind === 'named' || role.kind === 'made')).map(({ arn }) => arn);
  const base = given[list] ?? (list === 'PassableRoleArns' ? [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role${rolePath}*`] : []);
  const patterns = Array.isArray(base) ? (base as readonly string[]) : String(base).split(',');
  const scope = synthScope(stack, 'Provider', stack.resolve([...patterns, ...wanted]) as object);
  const text = (value: string): string | undefined => knownText(stack.resolve(value), scope);
  const known = new Set(patterns.flatMap((pattern) => text(pattern) ?? []));
  const added: string[] = [];
  for (const arn of wanted) {
    const name = text(arn);
    if (patterns.includes(arn) || added.includes(arn)) continue;
    if (name !== undefined && [...known].some((pattern) => matchesPattern(name, pattern))) continue;
    if (name !== undefined) known.add(name);
    added.push(arn);
  }
  return added.length === 0 ? given[list] : [...patterns, ...added];
}

/** A provider's configuration as far as it is known at synth. */
export interface KnownConfiguration {
  readonly configuration: Configuration;
  /** Settings that may permit more than that, since a part of them is known at deployment only. */
  readonly open: readonly string[];
}

/** Settings that forbid: what is known of them holds, whatever the rest is. */
const FORBIDDING = ['DeniedActivities', 'ProtectedTagKeys'];

/** The configuration of a provider with these parameters, its unknown values standing in the same way as in the properties. */
export function configurationOf(given: GivenParameters, stack: Stack, scope: Scope): KnownConfiguration {
  const settings = Object.entries(given)
    .filter(([name]) => CONFIGURATION_NAMES.includes(name))
    .map(([name, value]) => ({ name, ...settledSetting(name, stack.resolve(value), scope) }));
  const known = settings.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const configuration = parseConfiguration(Object.fromEntries(known));
  assertNoIssues(deniedActivityIssues(configuration, catalog));
  return { configuration, open: settings.filter(({ name, isOpen }) => isOpen && !FORBIDDING.includes(name)).map(({ name }) => name) };
}

/**
 * Lists of roles are settled as lists of roles to pass are, so that the same token gets the same stand-in. Of other values what is not
 * known is left out, and the whole setting where nothing is known.
 */
function settledSetting(name: string, given: unknown, scope: Scope): { readonly value: unknown; readonly isOpen: boolean } {
  const key = name === 'PassableRoleArns' || name === 'GrantableRoleArns' ? 'GrantTo' : name;
  const { properties, left } = settledProperties({ [key]: given }, scope, catalog);
  const value = properties[key];
  const known = Array.isArray(value) ? value.filter((item) => item !== undefined) : value;
  const isOpen = left.length > 0;
  return { value: isOpen && Array.isArray(known) && known.length === 0 ? undefined : known, isOpen };
}
