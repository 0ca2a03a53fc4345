import type { VNode } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { parseDocument, stringify } from 'yaml';
import type { Issue } from '../../lambda/core/errors';
import type { PropertyField } from '../design/property-form';
import { FieldFaults } from './faults';
import { Words } from './words';

export interface StructureFieldProps {
  readonly label: string;
  readonly field: Pick<PropertyField, 'path' | 'words'>;
  readonly value: unknown;
  readonly faults: readonly Issue[];
  readonly onChange: (value: unknown) => void;
}

/** A map, or a list of maps, as YAML or JSON. What cannot be read stays in the field and changes nothing. */
export function StructureField({ label, field: { path, words }, value, faults, onChange }: StructureFieldProps): VNode {
  const id = useId();
  const [text, setText] = useState(() => textOf(value));
  const [syntax, setSyntax] = useState<readonly Issue[]>([]);
  const taken = useRef(value);
  // The value was changed elsewhere: a design was opened.
  if (taken.current !== value) {
    taken.current = value;
    setText(textOf(value));
    setSyntax([]);
  }
  const all = [...syntax, ...faults];
  return (
    <div class="field">
      <label for={id}>
        {label} <code>{path}</code>
      </label>
      <p class="hint" id={`${id}-hint`}>
        <Words text={words} /> As YAML or JSON.
      </p>
      <textarea
        id={id}
        rows={2}
        value={text}
        spellcheck={false}
        autocomplete="off"
        aria-describedby={`${id}-hint${all.length === 0 ? '' : ` ${id}-faults`}`}
        aria-invalid={all.length > 0}
        class={all.length === 0 ? '' : 'wrong'}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          const document = parseDocument(currentTarget.value);
          const [fault] = document.errors;
          setSyntax(fault === undefined ? [] : [{ path, message: fault.message.split('\n')[0] ?? fault.message }]);
          if (fault !== undefined) return;
          const read: unknown = document.toJS();
          taken.current = read === null ? undefined : read;
          onChange(taken.current);
        }}
      />
      <FieldFaults id={`${id}-faults`} faults={all} tone="wrong" />
    </div>
  );
}

function textOf(value: unknown): string {
  return value === undefined ? '' : stringify(value);
}
