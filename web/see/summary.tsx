import type { VNode } from 'preact';
import { issueText, type Issue } from '../../lambda/core/errors';
import type { Evaluation } from '../design/evaluate';
import { Meter } from '../parts/meter';

/** The state of the design in a few words, its faults, and what is worth knowing. */
export function Summary({ evaluation, warnings }: { readonly evaluation: Evaluation; readonly warnings: readonly Issue[] }): VNode {
  const { faults, made } = evaluation;
  return (
    <div class={`summary ${evaluation.kind}`}>
      <p class="state" role="status">
        <span class="mark" aria-hidden="true" />
        {stateWords(evaluation)}
      </p>
      {made === undefined ? null : <Meter label="Inline policy" size={made.output.Sizes.Policies} />}
      {faults.length === 0 ? null : <Lines class="faults" issues={faults} />}
      {warnings.length === 0 ? null : (
        <details class="warnings">
          <summary>{warnings.length === 1 ? '1 thing' : `${String(warnings.length)} things`} to know</summary>
          <Lines class="" issues={warnings} />
        </details>
      )}
    </div>
  );
}

function Lines({ class: name, issues }: { readonly class: string; readonly issues: readonly Issue[] }): VNode {
  return (
    <ul class={name}>
      {issues.map((issue) => (
        <li key={issueText(issue)}>{issueText(issue)}</li>
      ))}
    </ul>
  );
}

function stateWords({ kind, faults, made }: Evaluation): string {
  const count = faults.length === 1 ? '1 fault' : `${String(faults.length)} faults`;
  switch (kind) {
    case 'complete': {
      const { activities } = made.desired;
      return `Complete: ${activities.length === 1 ? '1 activity' : `${String(activities.length)} activities`}`;
    }
    case 'preview':
      return `${count}; shown with examples in their place`;
    case 'faulty':
      return `${count}; there is nothing to see before they are mended`;
  }
}
