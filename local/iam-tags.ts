import { IamError, limitExceeded } from './iam-error';
import type { Account } from './iam-operation';
import { nameKey, type Tag } from './iam-state';

/**
 * Whether tag keys that differ only in case are the same: "not case sensitive" on roles, "case sensitive" on customer managed
 * policies and instance profiles. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export type KeyCase = 'ignored' | 'distinguished';

/**
 * The tags of a resource after some are set.
 * @throws IamError `InvalidInput` for reserved or repeated keys, `LimitExceeded` above the quota
 */
export function withTags(present: readonly Tag[], added: readonly Tag[], keyCase: KeyCase, { quotas }: Account): readonly Tag[] {
  const reserved = added.find(({ Key, Value }) => [Key, Value].some((text) => nameKey(text).startsWith('aws:')));
  if (reserved !== undefined) {
    throw new IamError('InvalidInput', `Tag keys and values that begin with "aws:" are reserved for AWS: ${reserved.Key}`);
  }
  const keys = added.map(({ Key }) => comparable(Key, keyCase));
  if (new Set(keys).size < keys.length) {
    throw new IamError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const kept = present.filter(({ Key }) => !keys.includes(comparable(Key, keyCase)));
  const tags = [...kept, ...added.map(({ Key, Value }) => ({ Key, Value }))];
  if (tags.length > quotas.tagsPerResource) throw limitExceeded('The number of tags has reached the maximum limit.');
  return tags;
}

/** The tags of a resource after some are removed; a key that it has not is no error. */
export function withoutTags(present: readonly Tag[], removed: readonly string[], keyCase: KeyCase): readonly Tag[] {
  const keys = removed.map((key) => comparable(key, keyCase));
  return present.filter(({ Key }) => !keys.includes(comparable(Key, keyCase)));
}

function comparable(key: string, keyCase: KeyCase): string {
  return keyCase === 'ignored' ? key.toLowerCase() : key;
}
