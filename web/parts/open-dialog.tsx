import type { VNode } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Design } from '../design/design';
import { openText } from '../design/open';

export interface OpenDialogProps {
  readonly design: Design;
  readonly open: (design: Design) => void;
}

/** Opens the design of a resource that exists, from its pasted Properties. */
export function OpenDialog({ design, open }: OpenDialogProps): VNode {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const take = (event: SubmitEvent): void => {
    event.preventDefault();
    const result = openText(text, design.place);
    if (result.fault !== undefined) {
      setFault(result.fault);
      return;
    }
    open({ ...design, properties: result.properties, place: { ...design.place, logicalId: result.logicalId ?? design.place.logicalId } });
    dialog.current?.close();
  };
  return (
    <>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          setText('');
          setFault('');
          dialog.current?.showModal();
        }}
      >
        Open …
      </button>
      <dialog ref={dialog} aria-labelledby={`${id}-title`}>
        <form method="dialog" onSubmit={take}>
          <h2 id={`${id}-title`}>Open a design</h2>
          <div class="field">
            <label for={id}>Properties of the resource, or its template</label>
            <p class="hint" id={`${id}-hint`}>
              YAML or JSON. What CloudFormation would fill in from other resources has to be given as a value afterwards.
            </p>
            <textarea
              id={id}
              rows={12}
              value={text}
              spellcheck={false}
              aria-describedby={`${id}-hint${fault === '' ? '' : ` ${id}-fault`}`}
              aria-invalid={fault !== ''}
              placeholder={'Persona: Compute@1\nS3Buckets: [ml-data]'}
              onInput={({ currentTarget }) => {
                setText(currentTarget.value);
              }}
            />
            {fault === '' ? null : (
              <p class="faults" id={`${id}-fault`} role="alert">
                {fault}
              </p>
            )}
          </div>
          <div class="tools">
            <button type="submit">Open</button>
            <button
              type="button"
              class="quiet"
              onClick={() => {
                dialog.current?.close();
              }}
            >
              Cancel
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
