import { catalog } from '../../lambda/catalog';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import type { Variant } from './variant';

/** The limits of a variant that at least one of the activities can honour: the others would be faults. */
export function limitsOf(
  activities: readonly ActivityTemplate[],
  variant: Variant,
  { Vpc, Kms }: { readonly Vpc: object; readonly Kms: object },
): Readonly<Record<string, object>> {
  const supported = new Set(activities.flatMap((activity) => [...supportedLimits(activity, catalog)]));
  const keys = Object.fromEntries(Object.entries(Kms).filter(([list]) => supported.has(`Kms.${list}` as never)));
  return {
    ...(variant.startsWith('Vpc') && supported.has('Vpc') ? { Vpc } : {}),
    ...(variant.endsWith('Kms') && Object.keys(keys).length > 0 ? { Kms: keys } : {}),
  };
}
