import type { VNode } from 'preact';
import type { Issue } from '../../lambda/core/errors';
import type { JsonSchema } from '../../lambda/core/json-schema';
import { parameterType } from '../../lambda/core/parameter-types';
import { parameterNames, type Catalog } from '../../lambda/core/catalog';
import { textsOf, valueAt, withValueAt, type Design, type PropertyMap } from '../design/design';
import { neededParameters } from '../design/selection';
import { exampleOf, typeOfList } from '../design/stand-ins';
import { propertyWords } from '../design/words';
import { faultsAt } from '../parts/faults';
import { ListField } from '../parts/list-field';

export interface ValuesProps {
  readonly catalog: Catalog;
  /** Of the Properties. */
  readonly schema: JsonSchema;
  readonly design: Design;
  readonly faults: readonly Issue[];
  readonly edit: (properties: PropertyMap) => void;
}

/** The parameters of the ticked activities, each once. */
export function Values({ catalog, design, faults, edit }: ValuesProps): VNode {
  const { properties, place } = design;
  const needed = neededParameters(properties, catalog);
  const unused = parameterNames(catalog).filter((name) => name in properties && !needed.some((parameter) => parameter.name === name));
  return (
    <section aria-labelledby="values-heading">
      <h3 id="values-heading">What it may reach</h3>
      {needed.length + unused.length === 0 ? <p class="hint">The ticked activities ask for nothing.</p> : null}
      {needed.map(({ name, required, uses }) => {
        const type = uses[0]?.parameter.Type;
        return type === undefined ? null : (
          <ListField
            key={name}
            label={propertyWords(name)}
            name={name}
            hint={`${[...new Set(uses.map(({ parameter }) => parameter.Description))].join(' ')} Each is the ${parameterType(type).description}.`}
            example={exampleOf(type, place)}
            required={required}
            values={textsOf(valueAt(properties, name))}
            faults={faultsAt(faults, name)}
            onChange={(values) => {
              edit(withValueAt(properties, name, values));
            }}
          />
        );
      })}
      {unused.map((name) => (
        <ListField
          key={name}
          label={propertyWords(name)}
          name={name}
          hint="No ticked activity uses it: empty it, or tick an activity that does."
          example={exampleOf(typeOfList(name, catalog) ?? 'BucketName', place)}
          required={false}
          values={textsOf(valueAt(properties, name))}
          faults={faultsAt(faults, name)}
          onChange={(values) => {
            edit(withValueAt(properties, name, values));
          }}
        />
      ))}
    </section>
  );
}
