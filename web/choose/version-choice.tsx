import type { VNode } from 'preact';
import { versioned } from '../../lambda/core/catalog';

export interface VersionChoiceProps {
  /** Without a version. */
  readonly name: string;
  readonly versions: readonly { readonly Version: number; readonly Withdrawn?: string | undefined }[];
  readonly reference: string;
  readonly isChosen: boolean;
  readonly take: (reference: string) => void;
}

/** The version, as a choice where something that is chosen has several. */
export function VersionChoice({ name, versions, reference, isChosen, take }: VersionChoiceProps): VNode {
  if (versions.length < 2 || !isChosen) return <code class="version">{reference}</code>;
  return (
    <select
      class="version"
      aria-label={`Version of ${name}`}
      value={reference}
      onChange={({ currentTarget: { value } }) => {
        take(value);
      }}
    >
      {versions.map(({ Version, Withdrawn }) => (
        <option key={Version} value={versioned(name, Version)}>
          {versioned(name, Version)}
          {Withdrawn === undefined ? '' : ' (withdrawn)'}
        </option>
      ))}
    </select>
  );
}
