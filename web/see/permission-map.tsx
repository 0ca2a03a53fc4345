import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { REACHES, type Cell, type Reach, type ServiceRow } from '../design/permission-map';
import { REACH_WORDS } from '../design/words';
import { CellDetails } from './cell-details';

/** Short forms of access levels for narrow screens. */
const SHORT: Readonly<Record<Cell['level'], string>> = {
  List: 'List',
  Read: 'Read',
  Write: 'Write',
  Tagging: 'Tag',
  'Permissions management': 'Perm.',
  Unknown: 'Other',
};

/** Services by access levels. The cell that has the focus or the pointer is explained below. */
export function PermissionMap({ rows }: { readonly rows: readonly ServiceRow[] }): VNode {
  const [shown, setShown] = useState({ service: '', level: '' });
  const row = rows.find(({ service }) => service === shown.service);
  const cell = row?.cells.find(({ level, actions }) => level === shown.level && actions > 0);
  return (
    <>
      <Legend />
      <div
        role="table"
        class="map"
        style={{ '--levels': rows[0]?.cells.length ?? 1 }}
        aria-label="What the role may do, by service and access level"
      >
        <div role="row" class="row head">
          <span role="columnheader">Service</span>
          {(rows[0]?.cells ?? []).map(({ level }) => (
            <span role="columnheader" key={level}>
              <abbr class="short" title={level}>
                {SHORT[level]}
              </abbr>
              <span class="long">{level === 'Permissions management' ? 'Permissions' : level}</span>
            </span>
          ))}
        </div>
        {rows.map(({ service, title, cells }) => (
          <div role="row" class="row" key={service}>
            <span role="rowheader">
              {title} <code>{service}</code>
            </span>
            {cells.map((candidate) => (
              <span role="cell" key={candidate.level}>
                {candidate.actions === 0 ? (
                  <span class="none">
                    <span aria-hidden="true">·</span>
                    <span class="visually-hidden">none</span>
                  </span>
                ) : (
                  <CellButton
                    cell={candidate}
                    title={title}
                    isShown={candidate === cell}
                    show={() => {
                      setShown({ service, level: candidate.level });
                    }}
                  />
                )}
              </span>
            ))}
          </div>
        ))}
      </div>
      <section id="cell-details" class="cell-details" aria-label="The chosen cell">
        {row === undefined || cell === undefined ? (
          <p class="hint">Point at a cell, or move the focus there: it tells actions, resources, conditions and activities.</p>
        ) : (
          <CellDetails title={row.title} cell={cell} />
        )}
      </section>
    </>
  );
}

interface CellButtonProps {
  readonly cell: Cell;
  readonly title: string;
  readonly isShown: boolean;
  readonly show: () => void;
}

function CellButton({ cell: { level, actions, reaches }, title, isShown, show }: CellButtonProps): VNode {
  const parts = reaches.map(({ reach, actions: count }) => `${String(count)} ${REACH_WORDS[reach].short}`).join(', ');
  return (
    <button
      type="button"
      class="cell"
      aria-pressed={isShown}
      aria-controls="cell-details"
      aria-label={`${title}, ${level}: ${String(actions)} ${actions === 1 ? 'action' : 'actions'} (${parts})`}
      onFocus={show}
      onMouseEnter={show}
      onClick={show}
    >
      <span class="count" aria-hidden="true">
        {actions}
      </span>
      <span class="dots" aria-hidden="true">
        {reaches.flatMap(({ reach, actions: count }) =>
          Array.from({ length: count }, (_, index) => <i key={`${reach}${String(index)}`} class={reach} />),
        )}
      </span>
    </button>
  );
}

function Legend(): VNode {
  return (
    <dl class="legend" aria-label="Legend: how far an action reaches">
      {REACHES.map((reach: Reach) => (
        <div key={reach}>
          <dt>
            <i class={`swatch ${reach}`} aria-hidden="true" />
            {REACH_WORDS[reach].short}
          </dt>
          <dd>{REACH_WORDS[reach].long}</dd>
        </div>
      ))}
    </dl>
  );
}
