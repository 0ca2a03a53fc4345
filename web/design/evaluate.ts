import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { assertNoIssues, toPersonaRoleError, type Issue } from '../../lambda/core/errors';
import { newlyWritten } from '../../lambda/core/permitted';
import type { Catalog } from '../../lambda/core/template';
import { scopeOf, writtenProperties, type Design, type PropertyMap } from './design';
import { placeFaults } from './place-faults';
import { withStandIns } from './stand-ins';

/** What a design comes to. */
export type Evaluation =
  /** The role as the provider would make it. */
  | { readonly kind: 'complete'; readonly properties: PropertyMap; readonly role: DesiredRole; readonly faults: readonly [] }
  /** The role as it would be with examples where values are missing or wrong. */
  | { readonly kind: 'preview'; readonly properties: PropertyMap; readonly role: DesiredRole; readonly faults: readonly Issue[] }
  | { readonly kind: 'faulty'; readonly properties: PropertyMap; readonly role: undefined; readonly faults: readonly Issue[] };

/** The role of a design, by the same steps and with the same messages as at deploy. */
export function evaluate(design: Design, catalog: Catalog): Evaluation {
  const properties = writtenProperties(design.properties);
  const attempt = attempted(() => {
    assertNoIssues(placeFaults(design.place));
    const role = rendered(properties, design, catalog);
    // As for a role that does not exist yet: everything would be written anew.
    assertNoIssues([...role.withdrawn, ...newlyWritten(role.disallowed, undefined)]);
    return role;
  });
  if (attempt.role !== undefined) return { kind: 'complete', properties, role: attempt.role, faults: [] };
  const { faults } = attempt;
  // What the provider does not permit can be seen all the same.
  const filled =
    attempted(() => rendered(properties, design, catalog)).role === undefined
      ? withStandIns(properties, faults, catalog, design.place)
      : properties;
  const preview = filled === undefined ? undefined : attempted(() => rendered(filled, design, catalog)).role;
  return preview === undefined
    ? { kind: 'faulty', properties, role: undefined, faults }
    : { kind: 'preview', properties: filled ?? properties, role: preview, faults };
}

function rendered(properties: PropertyMap, { place, provider }: Design, catalog: Catalog): DesiredRole {
  return desiredRole(properties, { catalog, configuration: parseConfiguration(provider), scope: scopeOf(place) });
}

type Attempt = { readonly role: DesiredRole } | { readonly role: undefined; readonly faults: readonly Issue[] };

function attempted(make: () => DesiredRole): Attempt {
  try {
    return { role: make() };
  } catch (error) {
    return { role: undefined, faults: toPersonaRoleError(error).issues };
  }
}
