import { OWNER_TAG_PREFIX } from './names';
import { matchesPattern } from './parameter-types';

/** What an earlier template asked for and may have to be taken off again. */
export interface Previous {
  readonly tagKeys: readonly string[];
  readonly managedPolicyArns: readonly string[];
}

export const NOTHING_PREVIOUS: Previous = { tagKeys: [], managedPolicyArns: [] };

/**
 * Reads OldResourceProperties of any shape: an older provider may have accepted what this one would not. In a rollback they are the
 * properties of the update that failed, perhaps because they were refused: keys that no template may set were never set by one.
 * @param protectedTagKeys patterns of the keys that the provider's configuration keeps from templates
 */
export function previousOf(oldProperties: Readonly<Record<string, unknown>>, protectedTagKeys: readonly string[] = []): Previous {
  const isKept = (key: string): boolean =>
    isReserved(key) || protectedTagKeys.some((pattern) => matchesPattern(key.toLowerCase(), pattern.toLowerCase()));
  return {
    tagKeys: listOf(oldProperties['Tags']).flatMap((tag) => {
      const key = typeof tag === 'object' && tag !== null && 'Key' in tag ? tag.Key : undefined;
      return typeof key === 'string' || typeof key === 'number' ? [String(key)].filter((text) => !isKept(text)) : [];
    }),
    managedPolicyArns: listOf(oldProperties['ManagedPolicyArns']).filter((arn) => typeof arn === 'string'),
  };
}

function isReserved(tagKey: string): boolean {
  return /^aws:/i.test(tagKey) || tagKey.toLowerCase().startsWith(OWNER_TAG_PREFIX);
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === '' ? [] : [value];
}
