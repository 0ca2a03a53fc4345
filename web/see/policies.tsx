import type { VNode } from 'preact';
import { renderedRole } from '../../lambda/core/rendered-role';
import type { DesiredRole } from '../../lambda/core/desired';
import type { PolicyDocument, Statement } from '../../lambda/core/policy';
import type { Origin } from '../design/origin';
import { CopyButton } from '../parts/copy-button';
import { Json } from '../parts/json';
import { originText } from './cell-details';
import { Meter } from './summary';

export type OriginsOf = (statement: Statement) => readonly Origin[];

/** The permission policies of a role as IAM will hold them; above each statement, where it comes from. */
export function Policies({ role, originsOf }: { readonly role: DesiredRole; readonly originsOf: OriginsOf }): VNode {
  const { Sizes } = renderedRole(role);
  return (
    <>
      <Policy title="Inline policy" name={role.inlinePolicy.PolicyName} document={role.inlinePolicy.PolicyDocument} originsOf={originsOf}>
        <Meter label="Size" size={Sizes.Policies} />
      </Policy>
      {role.managedPolicies.map(({ PolicyName, PolicyDocument }, index) => {
        const size = Sizes.ManagedPolicies[index];
        return (
          <Policy key={PolicyName} title="Managed policy" name={PolicyName} document={PolicyDocument} originsOf={originsOf}>
            {size === undefined ? null : <Meter label="Size" size={size} />}
          </Policy>
        );
      })}
    </>
  );
}

interface PolicyProps {
  readonly title: string;
  readonly name: string;
  readonly document: PolicyDocument;
  readonly originsOf: OriginsOf;
  readonly children: VNode | null;
}

function Policy({ title, name, document, originsOf, children }: PolicyProps): VNode {
  const last = document.Statement.length - 1;
  return (
    <section class="policy" aria-label={`${title} ${name}`}>
      <div class="bar-of-title">
        <h3>
          {title} <code>{name}</code>
        </h3>
        <CopyButton text={() => JSON.stringify(document, undefined, 2)} />
      </div>
      {children}
      <pre class="code" tabIndex={0} aria-label={`${title} ${name} as JSON`}>
        {'{\n  '}
        <span class="key">"Version"</span>
        {': '}
        <span class="string">"{document.Version}"</span>
        {',\n  '}
        <span class="key">"Statement"</span>
        {': [\n'}
        {document.Statement.map((statement, index) => (
          <StatementLines key={statement.Sid} statement={statement} origins={originsOf(statement)} isLast={index === last} />
        ))}
        {'  ]\n}'}
      </pre>
    </section>
  );
}

interface StatementProps {
  readonly statement: Statement;
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
