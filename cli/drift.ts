import { driftOf, driftOfGrant, type Drift } from '../lambda/core/drift';
import { grantPolicy } from '../lambda/core/grant';
import { stepText } from '../lambda/core/step';
import { jsonText } from './json-text';
import { assertNoFaults, liveSources, type AccountOptions, type LiveSource } from './live-source';
import { stepsOf } from './live-steps';
import { DONE, FOUND, type Outcome } from './outcome';

/** How a role is not as its template asks for. */
interface Drifted {
  readonly drift: readonly Drift[];
  /** The calls with which an Update repairs what it repairs. */
  readonly repair: readonly string[];
}

/**
 * `persona-role drift`: what the account has otherwise than the template asks for, as the provider's log says it; exit code 1 where
 * anything differs.
 */
export async function drift(file: string, options: AccountOptions): Promise<Outcome> {
  const sources = await liveSources(file, options);
  assertNoFaults(sources);
  const compared = sources.map((source): [string, Drifted] => [
    source.logicalId,
    { drift: driftOfSource(source), repair: stepsOf(source, options).map(stepText) },
  ]);
  const differing = compared.filter(([, role]) => role.drift.length > 0 || role.repair.length > 0);
  return {
    output: options.json ? jsonText(Object.fromEntries(compared)) : differing.map(driftText).join(''),
    words: `${sources.map(({ words }) => words).join('')}${String(differing.length)} of ${String(sources.length)} roles differ; nothing was written\n`,
    exitCode: differing.length > 0 ? FOUND : DONE,
  };
}

function driftOfSource({ desired, current }: LiveSource): readonly Drift[] {
  if (desired.mode === 'role') return driftOf(desired, current);
  const role = current ?? { inlinePolicies: {} };
  return driftOfGrant(grantPolicy(desired, role), role);
}

function driftText([logicalId, { drift: found, repair }]: readonly [string, Drifted]): string {
  const lines = [
    ...found.map(({ of, message }) => (of === 'role' ? message : `${of}: ${message}`)),
    ...(repair.length === 0 ? [] : [`an update repairs it by ${repair.join(', ')}`]),
  ];
  return `${logicalId}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
