import { canonicalize } from '../../lambda/core/canonical';
import type { VNode } from 'preact';
import { versioned } from '../../lambda/core/catalog';
import type { Origin } from '../design/origin';
import type { Cell, Grant } from '../design/permission-map';
import { conditionTexts, limitName, REACH_WORDS } from '../design/words';

/** The grants of a cell; those that one statement makes stand together. */
export function CellDetails({ title, cell }: { readonly title: string; readonly cell: Cell }): VNode {
  return (
    <>
      <h3>
        {title}: {cell.level}
      </h3>
      <ul class="plain grants">
        {together(cell.grants).map((grants) => (
          <GrantDetails key={grants.map(({ action }) => action).join() + canonicalize(grants[0]?.resources)} grants={grants} />
        ))}
      </ul>
    </>
  );
}

function together(grants: readonly Grant[]): Grant[][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const { resources, condition, guards, origins } = grant;
    const key = canonicalize([resources, condition ?? {}, guards, origins.map(originText)]);
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()];
}

function GrantDetails({ grants }: { readonly grants: readonly Grant[] }): VNode | null {
  const [first] = grants;
  if (first === undefined) return null;
  const conditions = conditionTexts(first.condition);
  return (
    <li>
      <p class="what">
        {grants.map(({ action }) => (
          <code key={action}>{action}</code>
        ))}
      </p>
      <dl>
        <div>
          <dt>on</dt>
          <dd>
            <i class={`swatch ${first.reach}`} aria-hidden="true" /> {REACH_WORDS[first.reach].long}:{' '}
            {first.resources.map((resource) => (
              <code key={resource}>{resource}</code>
            ))}
          </dd>
        </div>
        {conditions.length === 0 ? null : (
          <div>
            <dt>if</dt>
            <dd>
              {conditions.map((text) => (
                <code key={text}>{text}</code>
              ))}
            </dd>
          </div>
        )}
        {first.guards.length === 0 ? null : (
          <div>
            <dt>denied if</dt>
            <dd>
              {first.guards.flatMap(conditionTexts).map((text) => (
                <code key={text}>{text}</code>
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>from</dt>
          <dd>{[...new Set(first.origins.map(originText))].join(', ')}</dd>
        </div>
      </dl>
    </li>
  );
}

/** `Manage ML Jobs (ManageJobs@1)` */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'activity':
      return `${origin.activity.Title} (${versioned(origin.activity.Activity, origin.activity.Version)})`;
    case 'guard':
      return `Guard of the limit ${limitName(origin.limit)}`;
    case 'own':
      return 'Statement of your own';
  }
}
