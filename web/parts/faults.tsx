import type { VNode } from 'preact';
import { issueText, type Issue } from '../../lambda/core/errors';

/** The faults of a property and of everything below it. */
export function faultsAt(faults: readonly Issue[], path: string): Issue[] {
  return faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}[`) || fault.path.startsWith(`${path}.`));
}

/** Whether a value is wrong, or only not there yet. */
export type FaultTone = 'wrong' | 'needed';

/** Faults below the field that they are about, in the words of a deploy. */
export function FieldFaults({ id, faults, tone }: { id: string; faults: readonly Issue[]; tone: FaultTone }): VNode | null {
  if (faults.length === 0) return null;
  return (
    <ul id={id} class={`faults ${tone}`}>
      {faults.map((fault) => (
        <li key={issueText(fault)}>{issueText(fault)}</li>
      ))}
    </ul>
  );
}
