import type { Issue } from '../../lambda/core/errors';
import { PARTITIONS } from '../../lambda/core/scope';
import type { Place } from './design';

/** What is wrong with a place; paths begin with `place.`, since a place is no part of the properties. */
export function placeFaults({ partition, region, account, logicalId }: Place): Issue[] {
  return [
    ...(PARTITIONS.includes(partition) ? [] : [{ path: 'place.partition', message: `is none of ${PARTITIONS.join(', ')}` }]),
    ...(/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region) ? [] : [{ path: 'place.region', message: `"${region}" is no Region, like us-east-1` }]),
    ...(/^\d{12}$/.test(account) ? [] : [{ path: 'place.account', message: `"${account}" is no account number of twelve digits` }]),
    ...(/^[A-Za-z0-9]{1,255}$/.test(logicalId)
      ? []
      : [{ path: 'place.logicalId', message: `"${logicalId}" is no logical id (letters and digits)` }]),
  ];
}
