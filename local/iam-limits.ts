import { fault, integer, text, textFaults, type Kind } from './iam-parameters';
import type { Tag } from './iam-state';

/**
 * What an account may hold. Adjustable ones are settable, so that a test can use small numbers or an account's raised ones.
 * Source of the defaults: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export interface Quotas {
  readonly rolesPerAccount: number;
  readonly policiesPerAccount: number;
  readonly attachmentsPerRole: number;
  readonly versionsPerPolicy: number;
  readonly tagsPerResource: number;
  /** Sizes are characters without white space. */
  readonly trustPolicySize: number;
  readonly inlinePoliciesSize: number;
  readonly managedPolicySize: number;
}

export const DEFAULT_QUOTAS: Quotas = {
  rolesPerAccount: 1000,
  policiesPerAccount: 1500,
  attachmentsPerRole: 10,
  versionsPerPolicy: 5,
  tagsPerResource: 50,
  trustPolicySize: 2048,
  inlinePoliciesSize: 10_240,
  managedPolicySize: 6144,
};

/** "IAM does not count white space when calculating the size of a policy": the page above. */
export function chargedSize(document: string): number {
  return document.replace(/\s/g, '').length;
}

// Patterns and lengths as the API reference gives them for each member, for instance
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const NAME = '[\\w+=,.@-]+';

export const roleName = text({ min: 1, max: 64, pattern: NAME });
export const policyName = text({ min: 1, max: 128, pattern: NAME });
export const instanceProfileName = text({ min: 1, max: 128, pattern: NAME });
export const path = text({ min: 1, max: 512, pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)' });
export const policyPath = text({ min: 1, max: 512, pattern: '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/' });
export const pathPrefix = text({ min: 1, max: 512, pattern: '\\u002F[\\u0021-\\u007F]*' });
export const description = text({ max: 1000, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*' });
export const policyDescription = text({ max: 1000 });
export const policyDocument = text({ min: 1, max: 131_072, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' });
export const policyArn = text({ min: 20, max: 2048 });
export const versionId = text({ pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9\\-]*)?' });
export const maxSessionDuration = integer(3600, 43_200);
export const maxItems = integer(1, 1000);
export const marker = text({ min: 1, pattern: '[\\u0020-\\u00FF]+' });
export const scope = text({ values: ['All', 'AWS', 'Local'] });
export const entityFilter = text({ values: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] });
export const policyUsage = text({ values: ['PermissionsPolicy', 'PermissionsBoundary'] });
export const serviceName = text({ min: 1, max: 128, pattern: NAME });

const KEY = { min: 1, max: 128, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' };
const VALUE = { max: 256, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' };
const LIST_LENGTH = 50;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
export const tags: Kind<readonly Tag[]> = {
  wire: 'tags',
  check: (value, member) =>
    listFaults(value, member, (item, at) => {
      const { Key, Value } = typeof item === 'object' && item !== null ? (item as Partial<Tag>) : {};
      return [...textFaults(Key, `${at}.key`, KEY), ...textFaults(Value, `${at}.value`, VALUE)];
    }),
};

export const tagKeys: Kind<readonly string[]> = {
  wire: 'strings',
  check: (value, member) => listFaults(value, member, (item, at) => textFaults(item, at, KEY)),
};

function listFaults(value: unknown, member: string, check: (item: unknown, at: string) => readonly string[]): readonly string[] {
  if (!Array.isArray(value)) return [fault(value, member, 'Member must be a list')];
  const tooLong = `Member must have length less than or equal to ${String(LIST_LENGTH)}`;
  return [
    ...(value.length > LIST_LENGTH ? [fault(value, member, tooLong)] : []),
    ...value.flatMap((item: unknown, index) => check(item, `${member}.${String(index + 1)}.member`)),
  ];
}
