import type { VNode } from 'preact';
import { PARTITIONS } from '../../lambda/core/scope';
import { valueAt, withValueAt, type Place } from '../design/design';
import { settingFields, type PropertyField } from '../design/property-form';
import { Disclosure } from '../parts/disclosure';
import { faultsAt } from '../parts/faults';
import { PropertyInput } from '../parts/property-input';
import type { ValuesProps } from './values';

/** Everything else that the resource can have, as the schema says it. */
export function Settings({ catalog, schema, design, faults, edit }: ValuesProps): VNode {
  const { properties } = design;
  const fields = settingFields(schema, catalog);
  const set = fields.filter(({ path }) => valueAt(properties, path) !== undefined).length;
  return (
    <section aria-labelledby="settings-heading">
      <h3 id="settings-heading">The role itself</h3>
      <Disclosure
        summary={`Name, session, tags, trust and more${set === 0 ? '' : ` (${String(set)} set)`}`}
        content={() =>
          fields.map((field) => (
            <PropertyInput
              key={field.path}
              field={field}
              value={valueAt(properties, field.path)}
              faults={faultsAt(faults, field.path)}
              onChange={(value) => {
                edit(withValueAt(properties, field.path, value));
              }}
            />
          ))
        }
      />
    </section>
  );
}

export interface PlaceProps extends Omit<ValuesProps, 'edit' | 'catalog' | 'schema'> {
  readonly move: (place: Place) => void;
  readonly configure: (provider: Readonly<Record<string, unknown>>) => void;
}

const PLACE_FIELDS: readonly (PropertyField & { readonly path: keyof Place; readonly label: string })[] = [
  {
    path: 'account',
    label: 'Account',
    form: { kind: 'text' },
    words: 'Twelve digits; the one here is an example.',
    example: '111122223333',
  },
  { path: 'region', label: 'Region', form: { kind: 'text' }, words: 'Of the stack.', example: 'us-east-1' },
  { path: 'partition', label: 'Partition', form: { kind: 'choice', values: PARTITIONS }, words: 'What ARNs begin with.', example: 'aws' },
  { path: 'logicalId', label: 'Logical id', form: { kind: 'text' }, words: 'Name of the resource in its template.', example: 'Role' },
];

/** The stack and the provider that the role is looked at for. They are no part of the resource. */
export function PlaceFields({ design: { place, provider }, faults, move, configure }: PlaceProps): VNode {
  return (
    <section aria-labelledby="place-heading">
      <h3 id="place-heading">Where it will be</h3>
      <details open={faults.some(({ path }) => path.startsWith('place.') || path.startsWith('provider configuration'))}>
        <summary>
          {place.account}, {place.region}
        </summary>
        {PLACE_FIELDS.map((field) => (
          <PropertyInput
            key={field.path}
            field={field}
            label={field.label}
            value={place[field.path]}
            faults={faultsAt(faults, `place.${field.path}`)}
            onChange={(value) => {
              move({ ...place, [field.path]: typeof value === 'string' ? value : '' });
            }}
          />
        ))}
        <PropertyInput
          label="The provider's settings"
          field={{
            path: 'provider',
            form: { kind: 'structure' },
            words: 'What the provider of your account allows, such as `AllowedBuckets: [team-*]`; without them, its defaults.',
            example: '',
          }}
          value={Object.keys(provider).length === 0 ? undefined : provider}
          faults={faults.filter(({ path }) => path.startsWith('provider configuration'))}
          onChange={(value) => {
            configure(typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});
          }}
        />
      </details>
    </section>
  );
}
