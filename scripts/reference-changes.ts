import type { Reference, ReferenceAction, ReferenceKey, ReferenceType, ServiceReference } from './reference-package';
import type { CatalogueUse } from './reference-use';

/** One difference between two versions of the reference. */
export interface ReferenceChange {
  /** What has changed: `sagemaker:CreateModel`, `sagemaker:VpcSubnets`, or a service by its prefix. */
  readonly about: string;
  /** How, as the end of a sentence that begins with it. */
  readonly text: string;
  /** Files below `policy-templates/` that have to do with it, sorted; none where it does not concern the catalogue. */
  readonly files: readonly string[];
}

/**
 * What has changed for the services that the catalogue uses: actions, the types of resources that they work on, the condition keys that
 * they send. By service, what the catalogue has to do with first. Descriptions may change without a word, unless they tell of a deprecation.
 */
export function referenceChanges(before: Reference, after: Reference, use: CatalogueUse): readonly ReferenceChange[] {
  return use.services.flatMap((service) => {
    const [old, now] = [before.get(service), after.get(service)];
    const changes = serviceChanges(service, old, now, use).map((change) => ({ ...change, files: [...new Set(change.files)].sort() }));
    return [...changes.filter(({ files }) => files.length > 0), ...changes.filter(({ files }) => files.length === 0)];
  });
}

function serviceChanges(
  service: string,
  old: ServiceReference | undefined,
  now: ServiceReference | undefined,
  use: CatalogueUse,
): readonly ReferenceChange[] {
  if (old === undefined && now === undefined) return [];
  if (now === undefined) {
    const files = (old?.actions ?? []).flatMap(({ name }) => use.filesOfAction(`${service}:${name}`));
    return [{ about: service, text: 'is no service of the reference any more', files }];
  }
  if (old === undefined) return [{ about: service, text: 'is new in the reference', files: [] }];
  return [
    ...actionChanges(service, old, now, use),
    ...typeChanges(service, old, now, use),
    ...keyChanges(old.conditionKeys, now.conditionKeys, use),
  ];
}

function actionChanges(service: string, old: ServiceReference, now: ServiceReference, use: CatalogueUse): readonly ReferenceChange[] {
  return pairs(old.actions, now.actions, ({ name }) => name).flatMap(([name, before, after]) => {
    const about = `${service}:${name}`;
    const files = use.filesOfAction(about);
    if (after === undefined) return [{ about, text: 'is gone', files }];
    if (before === undefined) {
      const keyed = after.conditionKeys.filter((key) => use.limitsOnKey(service, key).length > 0);
      const sends = keyed.length === 0 ? '' : `, and sends ${keyed.join(', ')}`;
      return [{ about, text: `is new (${after.accessLevel})${sends}`, files: [...files, ...use.limitsOnService(service)] }];
    }
    return actionTexts(before, after).map(({ text, key }) => ({
      about,
      text,
      files: [...files, ...(key === undefined ? [] : use.limitsOnKey(service, key))],
    }));
  });
}

/** How an action has changed; `key` where that is about a condition key. */
function actionTexts(before: ReferenceAction, after: ReferenceAction): readonly { readonly text: string; readonly key?: string }[] {
  const keysOf = (action: ReferenceAction): string[] => [
    ...action.conditionKeys,
    ...action.resourceTypes.flatMap((type) => type.conditionKeys.map((key) => `${key} for ${type.name}`)),
  ];
  const types = pairs(before.resourceTypes, after.resourceTypes, ({ name }) => name).flatMap(([name, old, now]) => {
    if (old === undefined) return [{ text: `works on ${name}${now?.required === true ? ', which it requires' : ''}` }];
    if (now === undefined) return [{ text: `works on ${name} no longer` }];
    if (old.required === now.required) return [];
    return [{ text: now.required ? `requires a resource of type ${name}` : `requires no resource of type ${name} any more` }];
  });
  const keys = pairs(keysOf(before), keysOf(after), (key) => key).flatMap(([key, old, now]) => {
    const [plain = ''] = key.split(' ');
    if (old === undefined) return [{ text: `sends ${key}`, key: plain }];
    return now === undefined ? [{ text: `sends ${key} no longer`, key: plain }] : [];
  });
  return [
    ...deprecation(before, after),
    ...(before.accessLevel === after.accessLevel ? [] : [{ text: `is ${after.accessLevel}, and was ${before.accessLevel}` }]),
    ...types,
    ...keys,
  ];
}

function typeChanges(service: string, old: ServiceReference, now: ServiceReference, use: CatalogueUse): readonly ReferenceChange[] {
  const users = (name: string): readonly string[] =>
    [...old.actions, ...now.actions]
      .filter(({ resourceTypes }) => resourceTypes.some((type) => type.name === name))
      .flatMap((action) => use.filesOfAction(`${service}:${action.name}`));
  return pairs(old.resourceTypes, now.resourceTypes, ({ key }) => key).flatMap(([name, before, after]) =>
    typeTexts(before, after).map((text) => ({
      about: `${service}, type ${name},`,
      text,
      files: [...users(name), ...(before?.arn === after?.arn ? [] : use.limitsOnService(service))],
    })),
  );
}

function typeTexts(before: ReferenceType | undefined, after: ReferenceType | undefined): readonly string[] {
  if (after === undefined) return ['is gone'];
  if (before === undefined) return [`is new: ${after.arn}`];
  const keys = pairs(before.conditionKeys, after.conditionKeys, (key) => key).flatMap(([key, old, now]) => {
    if (old === undefined) return [`carries ${key}`];
    return now === undefined ? [`carries ${key} no longer`] : [];
  });
  return [...(before.arn === after.arn ? [] : [`is ${after.arn}, and was ${before.arn}`]), ...keys];
}

function keyChanges(old: readonly ReferenceKey[], now: readonly ReferenceKey[], use: CatalogueUse): readonly ReferenceChange[] {
  return pairs(old, now, ({ key }) => key).flatMap(([key, before, after]) => {
    const texts = (): readonly { readonly text: string }[] => {
      if (after === undefined) return [{ text: 'is gone' }];
      if (before === undefined) return [{ text: `is new, a key of type ${after.type}` }];
      return [
        ...deprecation(before, after),
        ...(before.type === after.type ? [] : [{ text: `is of type ${after.type}, and was of type ${before.type}` }]),
      ];
    };
    return texts().map(({ text }) => ({ about: key, text, files: use.filesOfKey(key) }));
  });
}

/** The reference tells in words, within a description, that something is deprecated. */
function deprecation(
  before: { readonly description: string },
  after: { readonly description: string },
): readonly { readonly text: string }[] {
  const [was, is] = [before, after].map(({ description }) => /\bdeprecated\b/i.test(description));
  if (was === is) return [];
  return [{ text: is === true ? `is deprecated: ${after.description}` : 'is no longer called deprecated' }];
}

/** Entries of the same name, sorted by it. */
function pairs<T>(
  old: readonly T[],
  now: readonly T[],
  nameOf: (entry: T) => string,
): readonly (readonly [name: string, before: T | undefined, after: T | undefined])[] {
  const [before, after] = [old, now].map((entries) => new Map(entries.map((entry) => [nameOf(entry), entry])));
  const names = [...new Set([...old, ...now].map(nameOf))].sort();
  return names.map((name) => [name, before?.get(name), after?.get(name)]);
}
