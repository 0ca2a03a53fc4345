import type { VNode } from 'preact';
import type { DesiredRole } from '../../lambda/core/desired';
import { renderedRole } from '../../lambda/core/rendered-role';
import { Meter } from './summary';

/** Sizes beside IAM's quotas, and what each activity adds to them. */
export function Sizes({ role }: { readonly role: DesiredRole }): VNode {
  const { Sizes: sizes } = renderedRole(role);
  const byActivity = Object.entries(sizes.Activities).sort(([, a], [, b]) => b - a);
  const largest = Math.max(1, ...byActivity.map(([, size]) => size));
  return (
    <>
      <Meter label="Inline policy" size={sizes.Policies} />
      {sizes.ManagedPolicies.map((size, index) => (
        <Meter key={index} label={`Managed policy ${String(index + 1)}`} size={size} />
      ))}
      <Meter label="Trust policy" size={sizes.AssumeRolePolicyDocument} />
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
