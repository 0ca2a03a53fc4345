import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { JsonSchema } from '../lambda/core/json-schema';
import type { Catalog } from '../lambda/core/catalog';
import { Activities } from './choose/activities';
import { LimitFields } from './choose/limits';
import { Personas } from './choose/personas';
import { PlaceFields, Settings } from './choose/settings';
import { Values } from './choose/values';
import type { PropertyMap } from './design/design';
import { evaluate } from './design/evaluate';
import { fromFragment, toFragment } from './design/fragment';
import type { Reference } from './design/reference';
import { CopyButton } from './parts/copy-button';
import { See } from './see/see';
import { OpenDialog } from './parts/open-dialog';
import { firstDesign, opened, sessionOf, withChoice, withPlace, withProperties, withProvider } from './session';

export interface AppProps {
  readonly catalog: Catalog;
  readonly reference: Reference;
  /** Of the Properties. */
  readonly schema: JsonSchema;
}

/** How long the link waits for the next key before it follows. */
const LINK_DELAY_MS = 200;

export function App({ catalog, reference, schema }: AppProps): VNode {
  const [session, setSession] = useState(() => sessionOf(location.hash, catalog));
  const { design } = session;
  const evaluation = useMemo(() => evaluate(design, catalog), [design, catalog]);
  const choose = (properties: PropertyMap): void => {
    setSession((before) => withChoice(before, properties, catalog));
  };
  const edit = (properties: PropertyMap): void => {
    setSession((before) => withProperties(before, properties));
  };

  useEffect(() => {
    const timer = setTimeout(() => {
      history.replaceState(null, '', `#${toFragment(design)}`);
    }, LINK_DELAY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [design]);

  useEffect(() => {
    const follow = (): void => {
      const linked = fromFragment(location.hash);
      if (linked !== undefined) setSession(opened(linked));
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);

  return (
    <>
      <a class="skip" href="#see" onClick={skip}>
        Skip to the role
      </a>
      <header class="top">
        <div class="mark" aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </div>
        <div class="name">
          <h1>Role designer</h1>
          <p>Least-privilege IAM roles for Amazon SageMaker AI. Nothing leaves this page.</p>
        </div>
        <div class="tools">
          <OpenDialog
            design={design}
            open={(other) => {
              setSession(opened(other));
            }}
          />
          <CopyButton label="Copy link" text={() => `${location.href.split('#')[0] ?? ''}#${toFragment(design)}`} />
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setSession(opened(firstDesign(catalog)));
            }}
          >
            Start over
          </button>
        </div>
      </header>
      <main>
        <section class="column choose" aria-labelledby="choose-heading">
          <h2 id="choose-heading">Choose</h2>
          <Personas catalog={catalog} properties={design.properties} choose={choose} />
          <Activities
            catalog={catalog}
            schema={schema}
            properties={design.properties}
            place={design.place}
            faults={evaluation.faults}
            choose={choose}
          />
        </section>
        <section class="column values" aria-labelledby="values-column">
          <h2 id="values-column">Fill in</h2>
          <Values catalog={catalog} schema={schema} design={design} faults={evaluation.faults} edit={edit} />
          <LimitFields catalog={catalog} schema={schema} design={design} faults={evaluation.faults} edit={edit} />
          <Settings catalog={catalog} schema={schema} design={design} faults={evaluation.faults} edit={edit} />
          <PlaceFields
            design={design}
            faults={evaluation.faults}
            move={(place) => {
              setSession((before) => withPlace(before, place));
            }}
            configure={(provider) => {
              setSession((before) => withProvider(before, provider));
            }}
          />
        </section>
        <section class="column see" id="see" aria-labelledby="see-heading" tabIndex={-1}>
          <h2 id="see-heading">See</h2>
          <See
            catalog={catalog}
            reference={reference}
            session={session}
            evaluation={evaluation}
            keep={() => {
              setSession((before) => ({ ...before, opened: before.design }));
            }}
          />
        </section>
      </main>
    </>
  );
}

/** The fragment belongs to the design, so the link moves the focus itself. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('see')?.focus();
}
