import type { VNode } from 'preact';
import { issueText, type Issue } from '../../lambda/core/errors';
import { renderedRole, type Size } from '../../lambda/core/rendered-role';
import type { Evaluation } from '../design/evaluate';

/** The state of the design in a few words, its faults, and what is worth knowing. */
export function Summary({ evaluation, warnings }: { readonly evaluation: Evaluation; readonly warnings: readonly Issue[] }): VNode {
  const { faults, role } = evaluation;
  return (
    <div class={`summary ${evaluation.kind}`}>
      <p class="state" role="status">
        <span class="mark" aria-hidden="true" />
        {stateWords(evaluation)}
      </p>
      {role === undefined ? null : <Meter label="Inline policy" size={renderedRole(role).Sizes.Policies} />}
      {faults.length === 0 ? null : (
        <ul class="faults">
          {faults.map((fault) => (
            <li key={issueText(fault)}>{issueText(fault)}</li>
          ))}
        </ul>
      )}
      {warnings.length === 0 ? null : (
        <details class="warnings">
          <summary>{warnings.length === 1 ? '1 thing' : `${String(warnings.length)} things`} to know</summary>
          <ul>
            {warnings.map((warning) => (
              <li key={issueText(warning)}>{issueText(warning)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function stateWords({ kind, faults, role }: Evaluation): string {
  const count = faults.length === 1 ? '1 fault' : `${String(faults.length)} faults`;
  switch (kind) {
    case 'complete':
      return `Complete: ${role.activities.length === 1 ? '1 activity' : `${String(role.activities.length)} activities`}`;
    case 'preview':
      return `${count}; shown with examples in their place`;
    case 'faulty':
      return `${count}; there is nothing to see before they are mended`;
  }
}

const number = new Intl.NumberFormat('en');

/** A size beside its quota, as a bar and in figures. */
export function Meter({ label, size: { Characters, Quota } }: { readonly label: string; readonly size: Size }): VNode {
  const share = Math.min(100, (Characters / Quota) * 100);
  return (
    <div class="meter">
      <span class="label">{label}</span>
      <span class="figures">
        {number.format(Characters)} of {number.format(Quota)} characters
      </span>
      <div
        class={`bar${share > 90 ? ' tight' : ''}`}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Quota}
        aria-valuenow={Characters}
        aria-valuetext={`${number.format(Characters)} of ${number.format(Quota)} characters`}
      >
        <div style={{ inlineSize: `${String(share)}%` }} />
      </div>
    </div>
  );
}
