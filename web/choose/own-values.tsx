import type { VNode } from 'preact';
import type { Issue } from '../../lambda/core/errors';
import type { JsonSchema } from '../../lambda/core/json-schema';
import { LIMIT_LISTS } from '../../lambda/core/limit';
import type { Catalog } from '../../lambda/core/catalog';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { valueAt, withValueAt, type Place, type PropertyMap } from '../design/design';
import { propertyField } from '../design/property-form';
import { selectedActivities, nameOf, withOwnValues } from '../design/selection';
import { exampleOf, typeOfList } from '../design/stand-ins';
import { Disclosure } from '../parts/disclosure';
import { faultsAt } from '../parts/faults';
import { PropertyInput } from '../parts/property-input';

export interface OwnValuesProps {
  readonly catalog: Catalog;
  readonly schema: JsonSchema;
  readonly properties: PropertyMap;
  readonly place: Place;
  readonly faults: readonly Issue[];
  readonly choose: (properties: PropertyMap) => void;
  readonly template: ActivityTemplate;
}

/** Values that hold for one ticked activity alone, in place of the role's. */
export function OwnValues({ catalog, schema, properties, place, faults, choose, template }: OwnValuesProps): VNode | null {
  const { Activity, Title, Parameters } = template;
  const selected = selectedActivities(properties, catalog);
  const index = selected.findIndex(({ reference }) => nameOf(reference) === Activity);
  const own = selected[index]?.own ?? {};
  const lists = [...Object.keys(Parameters), ...supportedLimits(template, catalog).flatMap((limit) => Object.keys(LIMIT_LISTS[limit]))];
  if (lists.length === 0) return null;
  const count = lists.filter((list) => valueAt(own, list) !== undefined).length;
  return (
    <Disclosure
      summary={
        <>
          Values of its own{count === 0 ? '' : ` (${String(count)})`}
          <span class="visually-hidden"> for {Title}</span>
        </>
      }
      content={() => (
        <>
          <p class="hint">They replace those of the role for this activity.</p>
          {lists.map((list) => {
            const type = typeOfList(list, catalog);
            return (
              <PropertyInput
                key={list}
                field={{ ...propertyField(schema, list), words: '', example: type === undefined ? '' : exampleOf(type, place) }}
                value={valueAt(own, list)}
                faults={faultsAt(faults, `Activities[${String(index)}].${list}`)}
                onChange={(value) => {
                  choose(withOwnValues(properties, Activity, withValueAt(own, list, value), catalog));
                }}
              />
            );
          })}
        </>
      )}
    />
  );
}
