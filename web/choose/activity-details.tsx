import type { VNode } from 'preact';
import { parameterType } from '../../lambda/core/parameter-types';
import type { Catalog } from '../../lambda/core/catalog';
import { supportedLimits } from '../../lambda/core/limit-reach';
import type { ActivityTemplate } from '../../lambda/core/template';
import { limitName } from '../design/words';
import { Disclosure } from '../parts/disclosure';

/** The limits that an activity can honour. */
export function LimitBadges({ template, catalog }: { readonly template: ActivityTemplate; readonly catalog: Catalog }): VNode | null {
  const limits = supportedLimits(template, catalog);
  if (limits.length === 0) return null;
  return (
    <>
      <span class="visually-hidden">Can be limited by: </span>
      {limits.map((limit) => (
        <span key={limit} class="badge">
          {limitName(limit)}
        </span>
      ))}
    </>
  );
}

export interface DetailsProps {
  readonly template: ActivityTemplate;
  /** What the description says behind its first sentence. */
  readonly rest: string;
}

/** Everything that an activity's file says, folded in. */
export function ActivityDetails(props: DetailsProps): VNode {
  return (
    <Disclosure
      summary={
        <>
          Details<span class="visually-hidden"> of {props.template.Title}</span>
        </>
      }
      content={() => <Details {...props} />}
    />
  );
}

function Details({ template, rest }: DetailsProps): VNode {
  const { Parameters, Unlimited = {}, Statements, Source } = template;
  const actions = [...new Set(Statements.flatMap(({ Action }) => Action))].sort();
  return (
    <>
      {rest === '' ? null : <p>{rest}</p>}
      {Object.keys(Parameters).length === 0 ? null : (
        <dl>
          {Object.entries(Parameters).map(([name, { Type, Required, Description }]) => (
            <div key={name}>
              <dt>
                <code>{name}</code> {Required ? '' : '(optional)'}
              </dt>
              <dd>
                {Description} Each is the {parameterType(Type).description}.
              </dd>
            </div>
          ))}
        </dl>
      )}
      {Object.entries(Unlimited).map(([limit, unreached]) => (
        <p key={limit}>
          {limitName(limit as keyof typeof Unlimited)} cannot limit {unreached.join(', ')}: the request carries no such key.
        </p>
      ))}
      <p>
        {actions.length} actions: <span class="actions">{actions.join(', ')}</span>
      </p>
      <ul class="sources">
        {Source.map((url) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              {url.split('/').at(-1)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
