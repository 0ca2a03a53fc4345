import type { VNode } from 'preact';
import type { AnyStatement } from '../../lambda/core/policy';
import type { Made, SizedPolicy } from '../design/made';
import type { Origin } from '../design/origin';
import { CopyButton } from '../parts/copy-button';
import { Json } from '../parts/json';
import { Meter } from '../parts/meter';
import { originText } from './cell-details';

export type OriginsOf = (statement: AnyStatement) => readonly Origin[];

/** The permission policies as IAM will hold them; above each statement, where it comes from. */
export function Policies({ made, originsOf }: { readonly made: Made; readonly originsOf: OriginsOf }): VNode {
  return (
    <>
      {made.policies.map((sized) => (
        <Policy key={sized.policy.PolicyName} {...sized} originsOf={originsOf} />
      ))}
    </>
  );
}

function Policy({ kind, policy: { PolicyName, PolicyDocument }, size, originsOf }: SizedPolicy & { readonly originsOf: OriginsOf }): VNode {
  const title = kind === 'inline' ? 'Inline policy' : 'Managed policy';
  const last = PolicyDocument.Statement.length - 1;
  return (
    <section class="policy" aria-label={`${title} ${PolicyName}`}>
      <div class="bar-of-title">
        <h3>
          {title} <code>{PolicyName}</code>
        </h3>
        <CopyButton text={() => JSON.stringify(PolicyDocument, undefined, 2)} />
      </div>
      <Meter label="Size" size={size} />
      <pre class="code" tabIndex={0} aria-label={`${title} ${PolicyName} as JSON`}>
        {'{\n  '}
        <span class="key">"Version"</span>
        {': '}
        <span class="string">"{PolicyDocument.Version}"</span>
        {',\n  '}
        <span class="key">"Statement"</span>
        {': [\n'}
        {PolicyDocument.Statement.map((statement, index) => (
          <StatementLines key={statement.Sid} statement={statement} origins={originsOf(statement)} isLast={index === last} />
        ))}
        {'  ]\n}'}
      </pre>
    </section>
  );
}

interface StatementProps {
  readonly statement: AnyStatement;
  readonly origins: readonly Origin[];
  readonly isLast: boolean;
}

function StatementLines({ statement, origins, isLast }: StatementProps): VNode {
  return (
    <span class={`statement ${statement.Effect.toLowerCase()}`}>
      <span class="origin">{[...new Set(origins.map(originText))].join(', ')}</span>
      {'    '}
      <Json value={statement} indent="    " />
      {isLast ? '\n' : ',\n'}
    </span>
  );
}
