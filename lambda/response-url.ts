import { urlSuffix, type Scope } from './core/scope';

/** What a ResponseURL tells. The URL itself is a credential and is never logged. */
export interface ResponseUrl {
  readonly url: URL;
  /** Milliseconds since the epoch when CloudFormation sent the event; `undefined` where the URL does not say. */
  readonly sentAt: number | undefined;
  /** Milliseconds since the epoch after which S3 takes no answer; `undefined` where the URL does not say. */
  readonly expiresAt: number | undefined;
}

/** Where the function runs: it has business with CloudFormation of this partition and Region only. */
export type Place = Pick<Scope, 'partition' | 'region'>;

/**
 * Reads a ResponseURL and checks where it leads: https to CloudFormation's own response bucket of the Region, or plain http to a host that
 * the configuration lists for local use. Anything else gets neither an IAM call nor an answer.
 * @param place `undefined` where the function does not know it, as on an emulator: then the listed hosts are all
 */
export function parseResponseUrl(text: string, place: Place | undefined, allowedHosts: readonly string[]): ResponseUrl | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  const isLocal = allowedHosts.includes(url.host);
  const isBucket = url.protocol === 'https:' && url.port === '' && place !== undefined && bucketHosts(place).includes(url.hostname);
  if (!isBucket && !(isLocal && (url.protocol === 'http:' || url.protocol === 'https:'))) return undefined;
  return { url, ...timesOf(url.searchParams) };
}

/**
 * The hosts of CloudFormation's response bucket of a Region, `cloudformation-custom-resource-response-useast1.s3.amazonaws.com`. Anybody may
 * own a bucket that is named nearly so, or one of the same name in another partition: GovCloud's hosts end as those of the commercial
 * Regions do, so they are told apart by the Region, which stands in all of GovCloud's.
 * Bucket names: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 * Hosts of S3: https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
function bucketHosts({ partition, region }: Place): string[] {
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  const services = [`s3.${region}`, `s3-${region}`, ...(partition === 'aws-us-gov' ? [] : ['s3'])];
  return services.map((service) => `${bucket}.${service}.${urlSuffix(partition)}`);
}

/** Signature version 4 carries a date and a duration, version 2 the second of its end. */
function timesOf(query: URLSearchParams): Pick<ResponseUrl, 'sentAt' | 'expiresAt'> {
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
  if (date === null) return { sentAt: undefined, expiresAt: milliseconds(query.get('Expires')) };
  const [, year, month, day, hour, minute, second] = date.map(Number) as [number, number, number, number, number, number, number];
  const sentAt = Date.UTC(year, month - 1, day, hour, minute, second);
  const duration = milliseconds(query.get('X-Amz-Expires'));
  return { sentAt, expiresAt: duration === undefined ? undefined : sentAt + duration };
}

/** Seconds in decimal digits; whatever else a URL says counts as nothing said, since an answer refused by mistake hangs a stack for an hour. */
function milliseconds(seconds: string | null): number | undefined {
  return seconds !== null && /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

/** CloudFormation's default of ServiceTimeout, seconds. */
const SERVICE_TIMEOUT = 3600;

/**
 * Milliseconds since the epoch after which nothing may be written for a Create or Update any more: CloudFormation has given the
 * resource up. Infinite where the URL does not tell when it was sent.
 */
export function lastWrite({ sentAt, expiresAt }: ResponseUrl, properties: Readonly<Record<string, unknown>>): number {
  const seconds = Number(properties['ServiceTimeout'] ?? SERVICE_TIMEOUT);
  const timeout = sentAt === undefined ? Infinity : sentAt + (seconds >= 1 && seconds <= 3600 ? seconds : SERVICE_TIMEOUT) * 1000;
  return Math.min(timeout, expiresAt ?? Infinity);
}
