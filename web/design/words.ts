import type { Conditions } from '../../lambda/core/policy';
import type { Limit } from '../../lambda/core/limit';
import type { Reach } from './permission-map';

/** How far a permission reaches, in words. */
export const REACH_WORDS: Readonly<Record<Reach, { readonly short: string; readonly long: string }>> = {
  named: { short: 'named', long: 'Only the resources that you name' },
  kind: { short: 'a kind', long: 'Every resource of its kind in this account and Region' },
  conditional: { short: 'conditions', long: 'Any resource, under conditions' },
  any: { short: 'any', long: 'Any resource of the service' },
};

/** `sagemaker:VpcSubnets is one of subnet-1, subnet-2 (StringEquals)`, one text for each key. */
export function conditionTexts(conditions: Conditions | undefined): string[] {
  return Object.entries(conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key}: ${values.join(', ')}`),
  );
}

/** Limits as they are called where there is no room for their properties. */
const LIMIT_NAMES: Readonly<Record<string, string>> = { Vpc: 'Network', 'Kms.DataKeys': 'Data keys', 'Kms.VolumeKeys': 'Volume keys' };

/** `Network` for `Vpc`; for limits without such a name the property itself, in words. */
export function limitName(limit: Limit): string {
  return LIMIT_NAMES[limit] ?? propertyWords(limit);
}

/** `S3 buckets` for `S3Buckets`, `Roles to pass` for `RolesToPass`. */
export function propertyWords(name: string): string {
  const words = name
    .replace(/\./g, ' ')
    .replace(/([a-z])(\d|[A-Z])/g, '$1 $2')
    .replace(/(\d)([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))
    .join(' ')
    .replace(/\bS 3\b/, 'S3');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Up to the first full stop that ends a sentence. */
export function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/s.exec(text)?.[0] ?? text;
}
