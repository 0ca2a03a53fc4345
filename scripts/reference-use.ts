import { isAmong } from '../lambda/core/limit-reach';
import type { LimitTemplate } from '../lambda/core/limit-template';
import type { Conditions } from '../lambda/core/policy';
import type { Catalog } from '../lambda/core/catalog';
import type { ActivityTemplate } from '../lambda/core/template';

/** Which files of `policy-templates/` have to do with something of the reference. */
export interface CatalogueUse {
  /** Prefixes of the services whose actions are granted, sorted. */
  readonly services: readonly string[];
  /** Files that grant the action (`sagemaker:CreateModel`), and that of the limits where one names it. */
  filesOfAction(action: string): readonly string[];
  /** Files with a condition on the key, and that of the limits where one compares it. Keys of tags are one key, whichever the tag. */
  filesOfKey(key: string): readonly string[];
  /** The file of the limits where a limit compares this key of the service's requests: then it has to say which actions send it. */
  limitsOnKey(service: string, key: string): readonly string[];
  /** The file of the limits where limits reach actions and resources of the service by patterns: then what is new may be theirs. */
  limitsOnService(service: string): readonly string[];
}

const LIMITS_FILE = 'limits.json';

/** Keys that a limit on tags compares. */
const TAG_KEYS = ['aws:RequestTag/', 'aws:ResourceTag/'];

export function catalogueUse({ activities, limits }: Pick<Catalog, 'activities' | 'limits'>): CatalogueUse {
  const files = [...activities.values()].map((activity) => ({ name: fileOf(activity), activity }));
  const granted = files.flatMap(({ activity }) => activity.Statements.flatMap(({ Action }) => Action));
  const patterns = limits.flatMap(patternsOf);
  const limited = new Set(patterns.map(serviceOf));
  const keys = limits.flatMap(keysOf);
  const limitsIf = (concerned: boolean): readonly string[] => (concerned ? [LIMITS_FILE] : []);
  return {
    services: [...new Set(granted.map(serviceOf))].sort(),
    filesOfAction: (action) => [
      ...files.filter(({ activity }) => activity.Statements.some(({ Action }) => Action.includes(action))).map(({ name }) => name),
      ...limitsIf(isAmong(action, patterns)),
    ],
    filesOfKey: (key) => [
      ...files.filter(({ activity }) => conditionKeysOf(activity).includes(keyFamily(key))).map(({ name }) => name),
      ...limitsIf(keys.includes(keyFamily(key))),
    ],
    limitsOnKey: (service, key) => limitsIf(limited.has(service) && [...keys, ...TAG_KEYS].includes(keyFamily(key))),
    limitsOnService: (service) => limitsIf(limited.has(service)),
  };
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

function fileOf({ Activity, Version }: ActivityTemplate): string {
  return `activities/${Activity}.v${String(Version)}.json`;
}

function conditionKeysOf({ Statements }: ActivityTemplate): string[] {
  return Statements.flatMap(({ Condition = {}, ConditionsWhen = {} }) => [Condition, ...Object.values(ConditionsWhen)]).flatMap(keysIn);
}

function keysIn(conditions: Conditions): string[] {
  return Object.values(conditions).flatMap((keys) => Object.keys(keys).map(keyFamily));
}

/** Keys of tags end in the tag's own name, for which the reference has a placeholder: `aws:RequestTag/${TagKey}`. */
function keyFamily(key: string): string {
  return key.replace(/\/.*$/, '/');
}

/** Actions that a limit names. */
function patternsOf(limit: LimitTemplate): readonly string[] {
  switch (limit.Kind) {
    case 'keys':
      return limit.Guards.flatMap(({ Actions, ActionsIfPresent }) => [...Actions, ...Object.keys(ActionsIfPresent)]);
    case 'names':
      return limit.Actions;
    case 'tags':
      return [...limit.Creating, ...Object.keys(limit.Inheriting), ...limit.Retagging, ...Object.keys(limit.Untaggable)];
  }
}

function keysOf(limit: LimitTemplate): readonly string[] {
  if (limit.Kind !== 'keys') return [];
  return limit.Guards.flatMap((guard) => [keyFamily(guard.Key), ...(guard.Type === 'arns' ? keysIn(guard.Part ?? {}) : [])]);
}
