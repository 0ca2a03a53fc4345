import { parameterNames, versioned, type Catalog } from '../../lambda/core/catalog';
import type { Limit } from '../../lambda/core/limit';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate, PersonaTemplate } from '../../lambda/core/template';
import { isMap, textsOf, type PropertyMap } from './design';

/** A ticked activity. */
export interface Selected {
  /** `ManageJobs@1` */
  readonly reference: string;
  /** Values that hold for this activity only. */
  readonly own: PropertyMap;
}

/** `ManageJobs` of `ManageJobs@1` */
export function nameOf(reference: string): string {
  return reference.split('@')[0] ?? reference;
}

/** Names without a version mean version 1. */
export function withVersion(reference: string): string {
  return reference.includes('@') ? reference : versioned(reference, 1);
}

export function personaOf(properties: PropertyMap, catalog: Catalog): PersonaTemplate | undefined {
  const { Persona } = properties;
  return typeof Persona === 'string' ? catalog.personas.get(withVersion(Persona)) : undefined;
}

/** What is ticked: the activities that are named, else those that the persona preselects, less what is excluded. */
export function selectedActivities(properties: PropertyMap, catalog: Catalog): Selected[] {
  const { Activities } = properties;
  if (Activities !== undefined) return (Array.isArray(Activities) ? Activities : [Activities]).flatMap(selectedOf);
  const excluded = textsOf(properties['ExcludeActivities']).map(nameOf);
  const preselected = personaOf(properties, catalog)?.Activities ?? [];
  return preselected.filter((reference) => !excluded.includes(nameOf(reference))).map((reference) => ({ reference, own: {} }));
}

function selectedOf(entry: unknown): Selected[] {
  if (typeof entry === 'string') return entry === '' ? [] : [{ reference: withVersion(entry), own: {} }];
  if (!isMap(entry) || typeof entry['Activity'] !== 'string') return [];
  const { Activity, ...own } = entry;
  return [{ reference: withVersion(Activity), own }];
}

/**
 * The properties for a selection, in the shortest form that says it: the persona less what is unticked while that suffices, else the
 * exact activities.
 */
export function withSelection(properties: PropertyMap, selected: readonly Selected[], catalog: Catalog): PropertyMap {
  const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => !['Activities', 'ExcludeActivities'].includes(name)));
  const preselected = personaOf(properties, catalog)?.Activities ?? [];
  const isPreselection = selected.every(({ reference, own }) => preselected.includes(reference) && Object.keys(own).length === 0);
  if (isPreselection && preselected.length > 0) {
    const excluded = preselected.filter((reference) => !selected.some((chosen) => chosen.reference === reference));
    return excluded.length === 0 ? rest : { ...rest, ExcludeActivities: excluded.map(nameOf) };
  }
  const entries = selected.map(({ reference, own }) => (Object.keys(own).length === 0 ? reference : { Activity: reference, ...own }));
  return { ...rest, Activities: entries };
}

/** Ticks an activity, or takes another version of one that is ticked. */
export function withActivity(properties: PropertyMap, reference: string, catalog: Catalog): PropertyMap {
  const selected = selectedActivities(properties, catalog);
  const isTicked = selected.some((chosen) => nameOf(chosen.reference) === nameOf(reference));
  const next = isTicked
    ? selected.map((chosen) => (nameOf(chosen.reference) === nameOf(reference) ? { ...chosen, reference } : chosen))
    : [...selected, { reference, own: {} }];
  return withSelection(properties, next, catalog);
}

export function withoutActivity(properties: PropertyMap, name: string, catalog: Catalog): PropertyMap {
  const selected = selectedActivities(properties, catalog);
  return withSelection(
    properties,
    selected.filter(({ reference }) => nameOf(reference) !== name),
    catalog,
  );
}

/** Values that hold for one activity only. */
export function withOwnValues(properties: PropertyMap, name: string, own: PropertyMap, catalog: Catalog): PropertyMap {
  const selected = selectedActivities(properties, catalog);
  return withSelection(
    properties,
    selected.map((chosen) => (nameOf(chosen.reference) === name ? { ...chosen, own } : chosen)),
    catalog,
  );
}

/** Another persona with its preselection; no persona keeps what is ticked. */
export function withPersona(properties: PropertyMap, reference: string | undefined, catalog: Catalog): PropertyMap {
  const selected = selectedActivities(properties, catalog);
  const rest = Object.fromEntries(
    Object.entries(properties).filter(([name]) => !['Persona', 'Activities', 'ExcludeActivities'].includes(name)),
  );
  return reference === undefined ? withSelection(rest, selected, catalog) : { Persona: reference, ...rest };
}

/** The templates of what is ticked; names that the catalogue does not have are left to the faults. */
export function selectedTemplates(properties: PropertyMap, catalog: Catalog): ActivityTemplate[] {
  return selectedActivities(properties, catalog).flatMap(({ reference }) => catalog.activities.get(reference) ?? []);
}

/** A parameter of the role, with everything that its activities say of it. */
export interface NeededParameter {
  readonly name: string;
  readonly required: boolean;
  readonly uses: readonly { readonly activity: ActivityTemplate; readonly parameter: ActivityTemplate['Parameters'][string] }[];
}

/** The parameters that the ticked activities declare, required ones first, each once. */
export function neededParameters(properties: PropertyMap, catalog: Catalog): NeededParameter[] {
  const templates = selectedTemplates(properties, catalog);
  const names = [...new Set(templates.flatMap(({ Parameters }) => Object.keys(Parameters)))];
  const needed = names.map((name) => {
    const uses = templates.flatMap((activity) => {
      const parameter = activity.Parameters[name];
      return parameter === undefined ? [] : [{ activity, parameter }];
    });
    return { name, required: uses.some(({ parameter }) => parameter.Required), uses };
  });
  return [...needed.filter(({ required }) => required), ...needed.filter(({ required }) => !required)];
}

/** The limits that some ticked activity can honour. */
export function honouredLimits(properties: PropertyMap, catalog: Catalog): Limit[] {
  return [...new Set(selectedTemplates(properties, catalog).flatMap((activity) => supportedLimits(activity, catalog)))];
}

/** Properties, and values of parameters that nothing uses for now: ticking an activity again brings them back. */
export interface Parked {
  readonly properties: PropertyMap;
  readonly parked: PropertyMap;
}

/** Takes the values of unused parameters aside, and takes back what is used again. */
export function parkUnused({ properties, parked }: Parked, catalog: Catalog): Parked {
  const needed = neededParameters(properties, catalog).map(({ name }) => name);
  const unused = parameterNames(catalog).filter((name) => name in properties && !needed.includes(name));
  const back = needed.filter((name) => name in parked && !(name in properties));
  const pick = (source: PropertyMap, names: readonly string[]): PropertyMap =>
    Object.fromEntries(names.map((name) => [name, source[name]]));
  const without = (source: PropertyMap, names: readonly string[]): PropertyMap =>
    Object.fromEntries(Object.entries(source).filter(([name]) => !names.includes(name)));
  return {
    properties: { ...without(properties, unused), ...pick(parked, back) },
    parked: { ...without(parked, back), ...pick(properties, unused) },
  };
}
