import type { VNode } from 'preact';
import type { Made } from '../design/made';
import { Meter } from '../parts/meter';

/** Sizes beside IAM's quotas, and what each activity adds to them. */
export function Sizes({ made }: { readonly made: Made }): VNode {
  const byActivity = Object.entries(made.output.Sizes.Activities).sort(([, a], [, b]) => b - a);
  const largest = Math.max(1, ...byActivity.map(([, size]) => size));
  return (
    <>
      {made.policies.map(({ kind, policy: { PolicyName }, size }) => (
        <Meter key={PolicyName} label={kind === 'inline' ? 'Inline policy' : `Managed policy ${PolicyName}`} size={size} />
      ))}
      {made.mode === 'role' ? <Meter label="Trust policy" size={made.output.Sizes.AssumeRolePolicyDocument} /> : null}
      <p class="hint">
        IAM counts characters without white space. What the inline policy cannot hold goes to managed policies below the role's own path.
      </p>
      <table class="sizes">
        <caption>Characters by activity, before equal statements are merged</caption>
        <tbody>
          {byActivity.map(([owner, size]) => (
            <tr key={owner}>
              <th scope="row">{owner.replace(/V(\d+)$/, '@$1')}</th>
              <td class="share" aria-hidden="true">
                <div class="bar">
                  <div style={{ inlineSize: `${String((size / largest) * 100)}%` }} />
                </div>
              </td>
              <td class="figures">{size.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
