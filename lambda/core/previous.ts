/** What an earlier template asked for and may have to be taken off again. */
export interface Previous {
  readonly tagKeys: readonly string[];
  readonly managedPolicyArns: readonly string[];
}

export const NOTHING_PREVIOUS: Previous = { tagKeys: [], managedPolicyArns: [] };

/** Reads OldResourceProperties of any shape: an older provider may have accepted what this one would not. */
export function previousOf(oldProperties: Readonly<Record<string, unknown>>): Previous {
  return {
    tagKeys: listOf(oldProperties['Tags']).flatMap((tag) => {
      const key = typeof tag === 'object' && tag !== null && 'Key' in tag ? tag.Key : undefined;
      return typeof key === 'string' || typeof key === 'number' ? [String(key)] : [];
    }),
    managedPolicyArns: listOf(oldProperties['ManagedPolicyArns']).filter((arn) => typeof arn === 'string'),
  };
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === '' ? [] : [value];
}
