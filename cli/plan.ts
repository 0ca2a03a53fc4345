import { foreignPolicies, ownerTags, statementsOf, type CurrentRole } from '../lambda/core/current';
import { compare } from '../lambda/core/compare';
import { changeLines } from '../lambda/core/compare-words';
import { grantPolicy, planGrant } from '../lambda/core/grant';
import { OWNER_TAGS } from '../lambda/core/names';
import { plan as planRole } from '../lambda/core/plan';
import { NOTHING_PREVIOUS } from '../lambda/core/previous';
import { stepText, type Step } from '../lambda/core/step';
import type { AnyStatement } from '../lambda/core/policy';
import { jsonText } from './json-text';
import { assertNoFaults, liveSources, type AccountOptions, type LiveSource } from './live-source';
import { DONE, FOUND, type Outcome } from './outcome';
import { configurationOf } from './surroundings';

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

/**
 * `persona-role drift`: what the account has otherwise than the template asks for, in words; exit code 1 where anything differs. The
 * template is what was before, the account what is now.
 */
export async function drift(file: string, options: AccountOptions): Promise<Outcome> {
  const sources = await liveSources(file, options);
  assertNoFaults(sources);
  const drifted = sources.map((source) => ({ logicalId: source.logicalId, lines: driftLines(source, stepsOf(source, options)) }));
  const differing = drifted.filter(({ lines }) => lines.length > 0);
  return {
    output: options.json
      ? jsonText(Object.fromEntries(drifted.map(({ logicalId, lines }) => [logicalId, lines])))
      : differing.map(({ logicalId, lines }) => [logicalId, ...lines.map((line) => `  ${line}`), ''].join('\n')).join(''),
    words: `${sources.map(({ words }) => words).join('')}${String(differing.length)} of ${String(sources.length)} roles differ; nothing was written\n`,
    exitCode: differing.length > 0 ? FOUND : DONE,
  };
}

function driftLines({ desired, current }: LiveSource, steps: readonly Step[]): readonly string[] {
  if (current === undefined) return [`role ${desired.roleName} does not exist`];
  const isOwn = desired.mode === 'role' && !desired.adopt;
  const foreign = isOwn ? foreignPolicies(current, desired.managedPolicyArns) : { inlinePolicyNames: [], attachedPolicyArns: [] };
  return [
    ...(steps.length === 0 ? [] : changeLines(compare(desired.statements, storedStatements(current, desired.mode)))),
    ...[...foreign.inlinePolicyNames, ...foreign.attachedPolicyArns].map((name) => `has the policy ${name} of somebody else's`),
    ...(steps.length === 0 ? [] : [`an update repairs it by ${steps.map(stepText).join(', ')}`]),
  ];
}

function stepsOf({ desired, current, scope }: LiveSource, options: AccountOptions): readonly Step[] {
  if (desired.mode === 'grant') {
    const role = current ?? { inlinePolicies: {} };
    return planGrant(desired, grantPolicy(desired, role), role);
  }
  return planRole({
    desired,
    current,
    // What an earlier template asked for is known to CloudFormation alone.
    previous: NOTHING_PREVIOUS,
    scope,
    attachmentQuota: configurationOf(options).ManagedPoliciesPerRole,
    ownerTags: { ...ownerTags(scope, '(the provider)', '(the event)'), ...ownTags(current) },
  });
}

/** The tags that the role has already: which provider and which event made it. */
function ownTags(current: CurrentRole | undefined): Readonly<Record<string, string>> {
  const keys: readonly string[] = Object.values(OWNER_TAGS);
  return Object.fromEntries(Object.entries(current?.tags ?? {}).filter(([key]) => keys.includes(key)));
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
