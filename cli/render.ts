import { parseDocument } from 'yaml';
import { catalog } from '../lambda/catalog';
import { parseConfiguration, type Configuration } from '../lambda/core/configuration';
import { desiredRole } from '../lambda/core/desired';
import { assertNoIssues, PersonaRoleError } from '../lambda/core/errors';
import { newlyWritten } from '../lambda/core/permitted';
import { parseStackId, PARTITIONS, type Scope } from '../lambda/core/scope';
import { renderedRole } from '../lambda/core/rendered-role';
import { readTextFile } from './text-file';

/** Options of `persona-role render`. */
export interface RenderOptions {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Default: a made-up stack of that account and Region. */
  readonly stackId?: string;
  readonly logicalId: string;
  /** A file with the provider's configuration as JSON. */
  readonly provider?: string;
}

/**
 * The text that `persona-role render` prints: what a provider would put into IAM for these Properties, as JSON.
 * @param file a JSON or YAML map of the resource's Properties, `-` for standard input
 * @throws PersonaRoleError with every fault
 */
export function render(file: string, options: RenderOptions): string {
  const scope = scopeOf(options);
  const configuration = options.provider === undefined ? parseConfiguration({}) : readConfigurationFile(options.provider);
  const desired = desiredRole(readMap(file), { catalog, configuration, scope });
  assertNoIssues([...desired.withdrawn, ...newlyWritten(desired.disallowed, undefined)]);
  return `${JSON.stringify(renderedRole(desired), undefined, 2)}\n`;
}

function scopeOf({ partition, region, account, stackId, logicalId }: RenderOptions): Scope {
  const madeUp = `arn:${partition}:cloudformation:${region}:${account}:stack/stack/00000000-0000-0000-0000-000000000000`;
  const stack = parseStackId(stackId ?? madeUp);
  assertNoIssues([
    ...(PARTITIONS.includes(partition) ? [] : [{ path: '--partition', message: `"${partition}" is none of ${PARTITIONS.join(', ')}` }]),
    ...(/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region) ? [] : [{ path: '--region', message: `"${region}" is no Region, like us-east-1` }]),
    ...(/^\d{12}$/.test(account) ? [] : [{ path: '--account', message: `"${account}" is no account number of twelve digits` }]),
    ...(/^[A-Za-z0-9]{1,255}$/.test(logicalId)
      ? []
      : [{ path: '--logical-id', message: `"${logicalId}" is no logical id (letters and digits)` }]),
    ...(stack === undefined && stackId !== undefined ? [{ path: '--stack-id', message: `"${stackId}" is not the ARN of a stack` }] : []),
  ]);
  const place = stack ?? { partition, region, accountId: account };
  return { ...place, stackId: stackId ?? madeUp, logicalResourceId: logicalId };
}

function readConfigurationFile(file: string): Configuration {
  const settings = readMap(file);
  return parseConfiguration(settings);
}

/** Reads a JSON or YAML map. YAML's syntax faults come with line and column. */
function readMap(file: string): Record<string, unknown> {
  const name = file === '-' ? 'standard input' : file;
  const document = parseDocument(readTextFile(file), { version: '1.2' });
  const faults = document.errors.map(({ message }) => ({ path: name, message: message.split('\n')[0]?.replace(/:$/, '') ?? message }));
  if (faults.length > 0) throw new PersonaRoleError('InvalidRequest', faults);
  const value: unknown = document.toJS();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new PersonaRoleError('InvalidRequest', [{ path: name, message: 'must be a map of properties, JSON or YAML' }]);
}
