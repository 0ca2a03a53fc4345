import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { canonicalize } from '../../lambda/core/canonical';
import { difference, type Permission } from '../../lambda/core/diff';
import type { Catalog } from '../../lambda/core/catalog';
import type { Design } from '../design/design';
import { evaluate } from '../design/evaluate';
import { statementsOf, type Made } from '../design/made';
import { conditionTexts } from '../design/words';

export interface CompareProps {
  readonly catalog: Catalog;
  readonly opened: Design;
  readonly made: Made;
  /** Takes the present design as the one to compare with. */
  readonly keep: () => void;
}

/** What changed since the design was opened. */
export function Compare({ catalog, opened, made, keep }: CompareProps): VNode {
  const before = useMemo(() => evaluate(opened, catalog).made, [opened, catalog]);
  const changes = useMemo(() => difference(before === undefined ? [] : statementsOf(before), statementsOf(made)), [before, made]);
  const count = changes.added.length + changes.removed.length;
  return (
    <>
      <div class="bar-of-title">
        <h3>Since the design was opened</h3>
        <button type="button" class="quiet" onClick={keep}>
          Compare from here on
        </button>
      </div>
      {count === 0 ? <p class="hint">The permissions are the same.</p> : null}
      <Changes title="Gained" sign="+" permissions={changes.added} />
      <Changes title="Lost" sign="−" permissions={changes.removed} />
    </>
  );
}

interface ChangesProps {
  readonly title: string;
  readonly sign: string;
  readonly permissions: readonly Permission[];
}

/** Permissions that differ in nothing but the action stand together. */
function Changes({ title, sign, permissions }: ChangesProps): VNode | null {
  if (permissions.length === 0) return null;
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const key = canonicalize([permission.effect, permission.resource, permission.condition]);
    groups.set(key, [...(groups.get(key) ?? []), permission]);
  }
  return (
    <section class={`changes ${title.toLowerCase()}`}>
      <h4>
        {title}: {permissions.length}
      </h4>
      <ul class="plain grants">
        {[...groups].map(([key, group]) => (
          <li key={key}>
            <p class="what">
              <span class="sign" aria-hidden="true">
                {sign}
              </span>
              {group[0]?.effect === 'Deny' ? <span>Deny</span> : null}
              {group.map(({ action }) => (
                <code key={action}>{action}</code>
              ))}
            </p>
            <p>
              on <code>{group[0]?.resource}</code>
              {conditionTexts(group[0]?.condition).map((text) => (
                <>
                  {' '}
                  if <code>{text}</code>
                </>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
