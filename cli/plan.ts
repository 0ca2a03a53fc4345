import { statementsOf, type CurrentRole } from '../lambda/core/current';
import { compare } from '../lambda/core/compare';
import { changeLines } from '../lambda/core/compare-words';
import { stepText, type Step } from '../lambda/core/step';
import type { AnyStatement } from '../lambda/core/policy';
import { jsonText } from './json-text';
import { assertNoFaults, liveSources, type AccountOptions, type LiveSource } from './live-source';
import { stepsOf } from './live-steps';
import { DONE, type Outcome } from './outcome';

/** `persona-role plan`: the ordered calls with which the provider would bring the account to the template. Nothing is written. */
export async function plan(file: string, options: AccountOptions): Promise<Outcome> {
  const sources = await liveSources(file, options);
  assertNoFaults(sources);
  const planned = sources.map((source) => ({ source, steps: stepsOf(source, options) }));
  const count = planned.reduce((sum, { steps }) => sum + steps.length, 0);
  return {
    output: options.json
      ? jsonText(Object.fromEntries(planned.map(({ source, steps }) => [source.logicalId, steps])))
      : planned.map(({ source, steps }) => planText(source, steps)).join(''),
    words: `${sources.map(({ words }) => words).join('')}${String(count)} ${count === 1 ? 'step' : 'steps'}; nothing was written\n`,
    exitCode: DONE,
  };
}

function planText({ logicalId, desired, current, replaced }: LiveSource, steps: readonly Step[]): string {
  const state = current === undefined ? 'does not exist yet' : steps.length === 0 ? 'is as the template says' : 'differs';
  const changes = changeLines(compare(storedStatements(current, desired.mode), desired.statements));
  return [
    `${logicalId}: role ${desired.roleName} ${state}`,
    ...(replaced === undefined ? [] : [`  replaces ${replaced}, which CloudFormation deletes afterwards`]),
    ...steps.map((step, index) => `  ${String(index + 1)}. ${stepText(step)}`),
    ...(steps.length === 0 || current === undefined ? [] : changes.map((line) => `  ${line}`)),
    '',
  ].join('\n');
}

function storedStatements(current: CurrentRole | undefined, mode: 'role' | 'grant'): readonly AnyStatement[] {
  if (current === undefined || mode === 'grant') return [];
  const attached = current.managedPolicies.filter(({ arn }) => current.attachedPolicyArns.includes(arn));
  return [...Object.values(current.inlinePolicies), ...attached.map(({ document }) => document)].flatMap(statementsOf);
}
