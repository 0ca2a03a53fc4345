import type { VNode } from 'preact';

/** Key, text, number or word of a JSON text; what lies between stays as it is. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?|\b(?:true|false|null)\b/g;

/** JSON in colours, two blanks a level. Its text is exactly that of `JSON.stringify`. */
export function Json({ value, indent = '' }: { readonly value: unknown; readonly indent?: string }): VNode {
  const text = JSON.stringify(value, undefined, 2).replace(/\n/g, `\n${indent}`);
  return <>{tokens(text)}</>;
}

function tokens(text: string): (string | VNode)[] {
  const parts: (string | VNode)[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string = '', colon = ''] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    if (colon !== '') parts.push(<span class="key">{string}</span>, colon);
    else parts.push(<span class={string === '' ? 'word' : 'string'}>{whole}</span>);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
