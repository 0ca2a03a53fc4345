import { catalog } from '../lambda/catalog';
import { parseConfiguration, type Configuration } from '../lambda/core/configuration';
import { deniedActivityIssues } from '../lambda/core/denied-activities';
import { assertNoIssues, type Issue } from '../lambda/core/errors';
import { parseStackId, PARTITIONS, type Scope } from '../lambda/core/scope';
import { readMapFile } from './properties-file';
import { assertUsage } from './wrong-usage';

/** Options that say for which stack, and under which provider, a command works. */
export interface SurroundingsOptions {
  /** Default: aws. */
  readonly partition?: string;
  /** Default: us-east-1. */
  readonly region?: string;
  /** Default: 111122223333. */
  readonly account?: string;
  /** Default: a made-up stack of that account and Region. */
  readonly stackId?: string;
  /** Default: Role. */
  readonly logicalId?: string;
  /** A file with the provider's configuration as JSON. */
  readonly provider?: string;
}

const DEFAULT = { partition: 'aws', region: 'us-east-1', account: '111122223333' } as const;

/**
 * The stack that the options describe.
 * @throws WrongUsage with every option that is wrong
 */
export function scopeOf({
  partition = DEFAULT.partition,
  region = DEFAULT.region,
  account = DEFAULT.account,
  stackId,
  logicalId = 'Role',
}: Omit<SurroundingsOptions, 'provider'>): Scope {
  const madeUp = `arn:${partition}:cloudformation:${region}:${account}:stack/stack/00000000-0000-0000-0000-000000000000`;
  const stack = parseStackId(stackId ?? madeUp);
  assertUsage([
    ...placeIssues({ partition, region, account }),
    ...(/^[A-Za-z0-9]{1,255}$/.test(logicalId)
      ? []
      : [{ path: '--logical-id', message: `"${logicalId}" is no logical id (letters and digits)` }]),
    ...(stack === undefined && stackId !== undefined ? [{ path: '--stack-id', message: `"${stackId}" is not the ARN of a stack` }] : []),
  ]);
  const place = stack ?? { partition, region, accountId: account };
  return { ...place, stackId: stackId ?? madeUp, logicalResourceId: logicalId };
}

/** What is wrong with the place of a stack, as far as it is given. */
export function placeIssues({
  partition = DEFAULT.partition,
  region = DEFAULT.region,
  account = DEFAULT.account,
}: Pick<SurroundingsOptions, 'partition' | 'region' | 'account'>): Issue[] {
  return [
    ...(PARTITIONS.includes(partition) ? [] : [{ path: '--partition', message: `"${partition}" is none of ${PARTITIONS.join(', ')}` }]),
    ...(/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region) ? [] : [{ path: '--region', message: `"${region}" is no Region, like us-east-1` }]),
    ...(/^\d{12}$/.test(account)
      ? []
      : [{ path: '--account', message: `"${account}" is no account number of twelve digits, like 111122223333` }]),
  ];
}

/**
 * The configuration of the file, or that of a provider with all defaults.
 * @throws PersonaRoleError `InvalidRequest`, naming the setting
 */
export function configurationOf({ provider }: Pick<SurroundingsOptions, 'provider'>): Configuration {
  const configuration = parseConfiguration(provider === undefined ? {} : readMapFile(provider));
  assertNoIssues(deniedActivityIssues(configuration, catalog));
  return configuration;
}
