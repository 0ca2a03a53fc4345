import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { Issue } from '../../lambda/core/errors';
import { textsOf } from '../design/design';
import type { PropertyField } from '../design/property-form';
import { propertyWords } from '../design/words';
import { FieldFaults } from './faults';
import { ListField } from './list-field';
import { StructureField } from './structure-field';
import { Words } from './words';

export interface PropertyInputProps {
  readonly field: PropertyField;
  readonly label?: string;
  readonly value: unknown;
  readonly faults: readonly Issue[];
  readonly onChange: (value: unknown) => void;
}

/** The field that fits a property. */
export function PropertyInput(props: PropertyInputProps): VNode {
  const { field, value, faults, onChange } = props;
  const label = props.label ?? propertyWords(field.path.split('.').at(-1) ?? field.path);
  switch (field.form.kind) {
    case 'list':
      return (
        <ListField
          label={label}
          name={field.path}
          hint={<Words text={field.words} />}
          example={field.example}
          required={false}
          values={textsOf(value)}
          faults={faults}
          onChange={onChange}
        />
      );
    case 'structure':
      return <StructureField label={label} field={field} value={value} faults={faults} onChange={onChange} />;
    case 'choice':
    case 'text':
    case 'number':
      return <LineField {...props} label={label} />;
  }
}

/** A value of one line, or one of a few. */
function LineField({ field: { path, form, words, example }, label, value, faults, onChange }: PropertyInputProps): VNode {
  const id = useId();
  const shared = {
    id,
    'aria-describedby': `${id}-hint${faults.length === 0 ? '' : ` ${id}-faults`}`,
    'aria-invalid': faults.length > 0,
    class: faults.length === 0 ? '' : 'wrong',
    value: textsOf(value)[0] ?? '',
  };
  const take = (text: string): void => {
    onChange(text === '' ? undefined : text);
  };
  return (
    <div class="field">
      <label for={id}>
        {label} <code>{path}</code>
      </label>
      <p class="hint" id={`${id}-hint`}>
        <Words text={words} />
      </p>
      {form.kind === 'choice' ? (
        <select
          {...shared}
          onChange={({ currentTarget }) => {
            take(currentTarget.value);
          }}
        >
          <option value="">not set</option>
          {form.values.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={form.kind === 'number' ? 'numeric' : 'text'}
          placeholder={example}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            take(currentTarget.value);
          }}
        />
      )}
      <FieldFaults id={`${id}-faults`} faults={faults} tone="wrong" />
    </div>
  );
}
