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

/**
 * The provider's configuration from the function's environment. A variable that is set to an empty text means the empty list.
 * @throws PersonaRoleError `InvalidRequest`, naming the setting
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const settings = CONFIGURATION_NAMES.flatMap((name) => {
    const value = environment[environmentName(name)];
    return value === undefined ? [] : [[name, value] as const];
  });
  return parseConfiguration(Object.fromEntries(settings));
}
