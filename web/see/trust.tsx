import type { VNode } from 'preact';
import type { Made } from '../design/made';
import { conditionTexts } from '../design/words';
import { CopyButton } from '../parts/copy-button';
import { Json } from '../parts/json';
import { Meter } from '../parts/meter';

/** Who may take the role on, in words and as the trust policy. */
export function Trust({ made }: { readonly made: Made }): VNode {
  if (made.mode === 'grant') {
    return <p class="hint">The role {made.output.GrantTo} keeps the trust policy that it has.</p>;
  }
  const { AssumeRolePolicyDocument: trust, Sizes } = made.output;
  return (
    <>
      <ul class="trusted">
        {trust.Statement.map((statement, index) => (
          <li key={statement.Sid ?? index}>
            {Object.values(statement.Principal).flat().join(', ')} may call {statement.Action.join(', ')}
            {statement.Condition === undefined ? ', under no condition.' : ', if '}
            {conditionTexts(statement.Condition).map((text) => (
              <code key={text}>{text}</code>
            ))}
          </li>
        ))}
      </ul>
      <div class="bar-of-title">
        <h3>Trust policy</h3>
        <CopyButton text={() => JSON.stringify(trust, undefined, 2)} />
      </div>
      <Meter label="Size" size={Sizes.AssumeRolePolicyDocument} />
      <pre class="code" tabIndex={0} aria-label="Trust policy as JSON">
        <Json value={trust} />
      </pre>
    </>
  );
}
