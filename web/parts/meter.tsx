import type { VNode } from 'preact';
import type { Size } from '../../lambda/core/rendered-role';

const number = new Intl.NumberFormat('en');

/** Share of a quota from which on a bar warns, in per cent. */
const TIGHT = 90;

/** A size beside its quota, as a bar and in figures. */
export function Meter({ label, size: { Characters, Quota } }: { readonly label: string; readonly size: Size }): VNode {
  const share = Math.min(100, (Characters / Quota) * 100);
  const words = `${number.format(Characters)} of ${number.format(Quota)} characters`;
  return (
    <div class="meter">
      <span class="label">{label}</span>
      <span class="figures">{words}</span>
      <div
        class={`bar${share > TIGHT ? ' tight' : ''}`}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Quota}
        aria-valuenow={Characters}
        aria-valuetext={words}
      >
        <div style={{ inlineSize: `${String(share)}%` }} />
      </div>
    </div>
  );
}
