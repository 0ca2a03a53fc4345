/** Where a stack lives: all that a rendered policy may depend on besides the properties. */
export interface Scope {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly stackId: string;
  readonly logicalResourceId: string;
}

/**
 * DNS suffix of service endpoints by partition, as `kms:ViaService` ends in it.
 * Source: botocore `endpoints.json`, `partitions[].dnsSuffix`; service principals do not depend on it.
 */
const URL_SUFFIXES: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
};

export const PARTITIONS: readonly string[] = Object.keys(URL_SUFFIXES);

export function urlSuffix(partition: string): string {
  return URL_SUFFIXES[partition] ?? 'amazonaws.com';
}

const STACK_ID = /^arn:(aws[a-z-]*):cloudformation:([a-z0-9-]+):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]*)\/([A-Za-z0-9-]+)$/;

/** Partition, Region and account of a stack, from its id; `undefined` where it is no stack's ARN. */
export function parseStackId(stackId: string): { partition: string; region: string; accountId: string; stackName: string } | undefined {
  const match = STACK_ID.exec(stackId);
  if (match === null) return undefined;
  const [, partition = '', region = '', accountId = '', stackName = ''] = match;
  return PARTITIONS.includes(partition) ? { partition, region, accountId, stackName } : undefined;
}
