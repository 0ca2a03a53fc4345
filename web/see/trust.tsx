import type { VNode } from 'preact';
import type { DesiredRole } from '../../lambda/core/desired';
import { renderedRole } from '../../lambda/core/rendered-role';
import { conditionTexts } from '../design/words';
import { CopyButton } from '../parts/copy-button';
import { Json } from '../parts/json';
import { Meter } from './summary';

/** Who may take the role on, in words and as the trust policy. */
export function Trust({ role }: { readonly role: DesiredRole }): VNode {
  return (
    <>
      <ul>
        {role.trustPolicy.Statement.map((statement, index) => (
          <li key={statement.Sid ?? index}>
            {Object.values(statement.Principal).flat().join(', ')} may call {statement.Action.join(', ')}
            {statement.Condition === undefined ? ', under no condition.' : ' if '}
            {conditionTexts(statement.Condition).map((text) => (
              <code key={text}>{text}</code>
            ))}
          </li>
        ))}
      </ul>
      <Meter label="Trust policy" size={renderedRole(role).Sizes.AssumeRolePolicyDocument} />
      <div class="bar-of-title">
        <h3>Trust policy</h3>
        <CopyButton text={() => JSON.stringify(role.trustPolicy, undefined, 2)} />
      </div>
      <pre class="code" tabIndex={0} aria-label="Trust policy as JSON">
        <Json value={role.trustPolicy} />
      </pre>
    </>
  );
}
