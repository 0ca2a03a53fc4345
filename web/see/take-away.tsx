import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Catalog } from '../../lambda/core/catalog';
import type { Design } from '../design/design';
import type { Evaluation } from '../design/evaluate';
import { CopyButton } from '../parts/copy-button';
import { takeAways } from '../take-away/take-aways';

export interface TakeAwayProps {
  readonly catalog: Catalog;
  readonly design: Design;
  readonly evaluation: Evaluation;
}

/** The design as files. Examples never get into them: with faults there is nothing to take. */
export function TakeAway({ catalog, design, evaluation }: TakeAwayProps): VNode {
  const id = useId();
  const [chosen, setChosen] = useState('');
  if (evaluation.kind !== 'complete') return <p class="hint">There is something to take away when the faults above are mended.</p>;
  const files = takeAways(design, evaluation.made, catalog);
  const file = files.find(({ title }) => title === chosen) ?? files[0];
  if (file === undefined) return <p class="hint">Nothing.</p>;
  return (
    <>
      <label for={id} class="label">
        Take it away as
      </label>
      <select
        id={id}
        value={file.title}
        onChange={({ currentTarget }) => {
          setChosen(currentTarget.value);
        }}
      >
        {files.map(({ title }) => (
          <option key={title} value={title}>
            {title}
          </option>
        ))}
      </select>
      <p class="hint">{file.words}</p>
      <div class="bar-of-title">
        <code>{file.file}</code>
        <span class="tools">
          <CopyButton text={() => file.text} />
          <button
            type="button"
            class="quiet"
            onClick={() => {
              download(file.file, file.text);
            }}
          >
            Download
          </button>
        </span>
      </div>
      <pre class="code as-it-is" tabIndex={0} aria-label={file.file}>
        {file.text}
      </pre>
    </>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
