import type { Catalog } from '../lambda/core/catalog';
import { EXAMPLE_PLACE, type Design, type Place, type PropertyMap } from './design/design';
import { fromFragment } from './design/fragment';
import { parkUnused, withPersona } from './design/selection';

/** What the page works on. */
export interface Session {
  readonly design: Design;
  /** Values of parameters that nothing uses for now. */
  readonly parked: PropertyMap;
  /** The design as it was opened, to compare with. */
  readonly opened: Design;
}

/** Opens a design: it is compared with itself from now on. */
export function opened(design: Design): Session {
  return { design, parked: {}, opened: design };
}

/** The session of a link; without a design in it, the one that a first visit begins with. */
export function sessionOf(fragment: string, catalog: Catalog): Session {
  return opened(fromFragment(fragment) ?? firstDesign(catalog));
}

/** Something to look at from the start: the persona that most come for, if the catalogue has it. */
export function firstDesign(catalog: Catalog): Design {
  const persona = ['DataScientist@1', ...catalog.personas.keys()].find((reference) => catalog.personas.has(reference));
  return { properties: withPersona({}, persona, catalog), place: EXAMPLE_PLACE, provider: {} };
}

/** Another choice of persona or activities: values that it does not use are taken aside, others come back. */
export function withChoice({ design, parked, opened: before }: Session, properties: PropertyMap, catalog: Catalog): Session {
  const next = parkUnused({ properties, parked }, catalog);
  return { design: { ...design, properties: next.properties }, parked: next.parked, opened: before };
}

export function withProperties(session: Session, properties: PropertyMap): Session {
  return { ...session, design: { ...session.design, properties } };
}

export function withPlace(session: Session, place: Place): Session {
  return { ...session, design: { ...session.design, place } };
}

export function withProvider(session: Session, provider: PropertyMap): Session {
  return { ...session, design: { ...session.design, provider } };
}
