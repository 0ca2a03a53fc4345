import type { VNode } from 'preact';

/** A text in which backticks stand around code. */
export function Words({ text }: { readonly text: string }): VNode {
  return <>{text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}</>;
}
