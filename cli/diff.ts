import { compareRoles, hasGains, isSame, type RoleComparison } from '../lambda/core/compare-roles';
import { changeLines } from '../lambda/core/compare-words';
import { rolesOf } from './diff-sources';
import { jsonText } from './json-text';
import { DONE, FOUND, type Outcome } from './outcome';
import type { SourceOptions } from './role-source';

export interface DiffOptions extends SourceOptions {
  readonly json?: true;
  readonly failOnGain?: true;
}

/** `persona-role diff`: what roles gain and lose between two states, role by role. */
export function diff(before: string, after: string, options: DiffOptions): Outcome {
  const [old, now] = [rolesOf(before, options), rolesOf(after, options)];
  const names = [...new Set([...old.roles.keys(), ...now.roles.keys()])];
  const comparisons = names
    .map((name) => ({ name, comparison: compareRoles(old.roles.get(name), now.roles.get(name)) }))
    .filter(({ comparison }) => !isSame(comparison));
  const gains = comparisons.some(({ comparison }) => hasGains(comparison));
  const summary =
    comparisons.length === 0 ? 'nothing differs' : gains ? 'somebody may do more than before' : 'nobody may do more than before';
  return {
    output: options.json
      ? jsonText(Object.fromEntries(comparisons.map(({ name, comparison }) => [name, comparison])))
      : comparisons.map(text).join(''),
    words: `${old.words}${now.words}${summary}\n`,
    exitCode: gains && options.failOnGain ? FOUND : DONE,
  };
}

function text({
  name,
  comparison: { permissions, trust, settings },
}: {
  readonly name: string;
  readonly comparison: RoleComparison;
}): string {
  const lines = [
    ...changeLines(permissions),
    ...(trust.length === 0 ? [] : ['who may assume the role', ...changeLines(trust).map((line) => `  ${line}`)]),
    ...settings.map(
      ({ setting, before, after }) => `${setting}: ${before === '' ? '(none)' : before} -> ${after === '' ? '(none)' : after}`,
    ),
  ];
  const title = name === '' ? [] : [name];
  return [...title, ...lines.map((line) => (name === '' ? line : `  ${line}`)), ''].join('\n');
}
