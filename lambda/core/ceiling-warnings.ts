import type { Issue } from './errors';
import type { Properties } from './properties';
import type { Scope } from './scope';
import type { Catalog } from './catalog';

/**
 * What the properties ask for in vain where the boundary is the ceiling that the provider's stack makes: it holds the actions of the
 * policy templates and nothing else, and a boundary silences what it does not hold.
 */
export function ceilingWarnings(
  { additionalStatements, managedPolicyArns }: Pick<Properties, 'additionalStatements' | 'managedPolicyArns'>,
  boundary: string,
  catalog: Catalog,
  { region }: Scope,
): Issue[] {
  if (additionalStatements.length === 0 && managedPolicyArns.length === 0) return [];
  if (!boundary.endsWith(`-boundary-${region}`)) return [];
  const name = boundary.slice(boundary.lastIndexOf('/') + 1);
  const allowed = additionalStatements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ path, actions }) => actions.map((action) => ({ path: `${path}.Action`, action })));
  const held = allowed.length === 0 ? [] : actionsOf(catalog);
  const silent = allowed.filter(({ action }) => !held.includes(folded(action)));
  return [
    ...silent.map(({ path, action }) => ({
      path,
      message: `${action} is no action of the permissions boundary ${name}: it has no effect`,
    })),
    ...(managedPolicyArns.length === 0
      ? []
      : [{ path: 'ManagedPolicyArns', message: `what these policies allow beyond the permissions boundary ${name} has no effect` }]),
  ];
}

function actionsOf({ activities }: Catalog): string[] {
  return [...activities.values()].flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action.map(folded)));
}

/** Actions are the same without regard to case. */
function folded(action: string): string {
  return action.toLowerCase();
}
