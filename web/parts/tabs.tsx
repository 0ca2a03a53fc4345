import type { VNode } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

export interface Tab {
  readonly title: string;
  /** Made only while the tab is shown. */
  readonly content: () => VNode;
}

/** Tabs as the ARIA practices describe them: arrows, Home and End move, the tab that has the focus is shown. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }): VNode {
  const id = useId();
  const [shown, setShown] = useState(0);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const show = (index: number): void => {
    setShown(index);
    buttons.current[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targetOf(event.key, shown, tabs.length);
    if (target === undefined) return;
    event.preventDefault();
    show(target);
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ title }, index) => (
          <button
            key={title}
            ref={(button) => {
              buttons.current[index] = button;
            }}
            type="button"
            role="tab"
            id={`${id}-tab-${String(index)}`}
            aria-selected={index === shown}
            aria-controls={`${id}-panel`}
            tabIndex={index === shown ? 0 : -1}
            onClick={() => {
              setShown(index);
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${String(shown)}`} tabIndex={0}>
        {tabs[shown]?.content()}
      </div>
    </>
  );
}

function targetOf(key: string, shown: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (shown + 1) % count;
    case 'ArrowLeft':
      return (shown + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
