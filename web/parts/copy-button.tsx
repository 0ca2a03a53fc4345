import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How long the button says that it has copied. */
const SAID_MS = 2000;

/** Puts a text on the clipboard, and says so to eyes and ears. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: () => string; readonly label?: string }): VNode {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(setSaid, SAID_MS, '');
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  return (
    <>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          copy(text()).then(setSaid, () => {
            setSaid('Copying was refused');
          });
        }}
      >
        {said === '' ? label : said}
      </button>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

/** The clipboard needs a secure context, which a page on plain http elsewhere than on this machine is not. */
async function copy(text: string): Promise<string> {
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  if (clipboard === undefined) throw new Error('no clipboard');
  await clipboard.writeText(text);
  return 'Copied';
}
