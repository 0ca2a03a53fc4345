import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { Issue } from '../../lambda/core/errors';
import { FieldFaults } from './faults';

export interface ListFieldProps {
  readonly label: string;
  /** Name of the property, as it stands in a template. */
  readonly name: string;
  readonly hint: ComponentChildren;
  readonly example: string;
  readonly required: boolean;
  readonly values: readonly string[];
  readonly faults: readonly Issue[];
  readonly onChange: (values: readonly string[] | undefined) => void;
}

/** A list of values, one in each line; several lines can be pasted at once. */
export function ListField({ label, name, hint, example, required, values, faults, onChange }: ListFieldProps): VNode {
  const id = useId();
  const isEmpty = values.every((value) => value === '');
  const tone = isEmpty ? 'needed' : 'wrong';
  return (
    <div class="field">
      <label for={id}>
        {label} <code>{name}</code> {required ? null : <span class="optional">optional</span>}
      </label>
      <p class="hint" id={`${id}-hint`}>
        {hint} One in each line.
      </p>
      <textarea
        id={id}
        rows={Math.max(1, values.length)}
        value={values.join('\n')}
        placeholder={example}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        aria-describedby={`${id}-hint${faults.length === 0 ? '' : ` ${id}-faults`}`}
        aria-invalid={faults.length > 0 && !isEmpty}
        aria-required={required}
        class={faults.length === 0 ? '' : tone}
        onInput={({ currentTarget: { value } }) => {
          onChange(value === '' ? undefined : value.split('\n').map((line) => line.trimStart()));
        }}
      />
      <FieldFaults id={`${id}-faults`} faults={faults} tone={tone} />
    </div>
  );
}
