import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole } from '../../lambda/core/desired';
import { assertNoIssues, toPersonaRoleError, type Issue } from '../../lambda/core/errors';
import { desiredGrant } from '../../lambda/core/grant';
import { grantTarget } from '../../lambda/core/mode-properties';
import { newlyWritten } from '../../lambda/core/permitted';
import type { Catalog } from '../../lambda/core/catalog';
import { scopeOf, writtenProperties, type Design, type PropertyMap } from './design';
import { made, type Made } from './made';
import { placeFaults } from './place-faults';
import { withStandIns } from './stand-ins';

/** What a design comes to. `properties` are those that `made` was made from. */
export type Evaluation =
  /** As the provider would make it. */
  | { readonly kind: 'complete'; readonly properties: PropertyMap; readonly made: Made; readonly faults: readonly [] }
  /** As it would be with examples where values are missing or wrong. */
  | { readonly kind: 'preview'; readonly properties: PropertyMap; readonly made: Made; readonly faults: readonly Issue[] }
  | { readonly kind: 'faulty'; readonly properties: PropertyMap; readonly made: undefined; readonly faults: readonly Issue[] };

/** What a design makes, by the same steps and with the same messages as at deploy. */
export function evaluate(design: Design, catalog: Catalog): Evaluation {
  const properties = writtenProperties(design.properties);
  const strict = attempted(() => {
    assertNoIssues(placeFaults(design.place));
    const result = rendered(properties, design, catalog);
    // As for a role that does not exist yet: everything would be written anew.
    assertNoIssues([...result.desired.withdrawn, ...newlyWritten(result.desired.disallowed, undefined)]);
    return result;
  });
  if (strict.made !== undefined) return { kind: 'complete', properties, made: strict.made, faults: [] };
  const { faults } = strict;
  return preview(properties, design, faults, catalog) ?? { kind: 'faulty', properties, made: undefined, faults };
}

/** What the provider does not permit can be seen all the same; what is missing or wrong is replaced. */
function preview(properties: PropertyMap, design: Design, faults: readonly Issue[], catalog: Catalog): Evaluation | undefined {
  const candidates = [() => properties, () => withStandIns(properties, faults, catalog, design.place)];
  for (const candidate of candidates) {
    const filled = candidate();
    const result = filled === undefined ? undefined : attempted(() => rendered(filled, design, catalog)).made;
    if (filled !== undefined && result !== undefined) return { kind: 'preview', properties: filled, made: result, faults };
  }
  return undefined;
}

function rendered(properties: PropertyMap, { place, provider }: Design, catalog: Catalog): Made {
  const desire = grantTarget(properties) === undefined ? desiredRole : desiredGrant;
  return made(desire(properties, { catalog, configuration: parseConfiguration(provider), scope: scopeOf(place) }));
}

type Attempt = { readonly made: Made } | { readonly made: undefined; readonly faults: readonly Issue[] };

function attempted(make: () => Made): Attempt {
  try {
    return { made: make() };
  } catch (error) {
    return { made: undefined, faults: toPersonaRoleError(error).issues };
  }
}
