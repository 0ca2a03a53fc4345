import { CONFIGURATION_NAMES, parseConfiguration, type Configuration } from './core/configuration';

/** `PassableRoleArns` -> `PASSABLE_ROLE_ARNS` */
export function environmentName(setting: string): string {
  return setting.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** Local ResponseURL hosts, read apart from the rest: even a faulty configuration must be reported to somebody. */
export function allowedResponseHosts(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const hosts = (environment[environmentName('AllowedResponseHosts')] ?? '').split(',');
  return hosts.map((host) => host.trim()).filter((host) => host !== '');
}

/** Each setting with its variable. */
const VARIABLES = CONFIGURATION_NAMES.map((name) => [name, environmentName(name)] as const);

/** What was read last, and from what: in Lambda a process sees one environment for life. */
let last: { readonly settings: string; readonly configuration: Configuration } | undefined;

/**
 * The provider's configuration from the function's environment. A variable that is set to an empty text means the empty list.
 * @throws PersonaRoleError `InvalidRequest`, naming the setting
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const given = Object.fromEntries(
    VARIABLES.flatMap(([name, variable]) => (environment[variable] === undefined ? [] : [[name, environment[variable]]])),
  );
  const settings = JSON.stringify(given);
  if (last?.settings !== settings) last = { settings, configuration: parseConfiguration(given) };
  return last.configuration;
}
