import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';

export interface DisclosureProps {
  readonly summary: ComponentChildren;
  /** Made when it is opened for the first time. */
  readonly content: () => ComponentChildren;
}

/** Something that is folded in, and costs nothing until someone wants to see it. */
export function Disclosure({ summary, content }: DisclosureProps): VNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      onToggle={({ currentTarget: { open } }) => {
        setOpen(open);
      }}
    >
      <summary>{summary}</summary>
      {isOpen ? <div>{content()}</div> : null}
    </details>
  );
}
