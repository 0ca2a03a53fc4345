import type { Scope } from '../../lambda/core/scope';
import type { Limit } from '../../lambda/core/limit';
import type { ActivityTemplate } from '../../lambda/core/template';
import { customisationFindings, unusedValueFindings } from './customisation';
import { activityFindings, descriptionFindings } from './lint-activity';
import { conditionFindings } from './lint-conditions';
import { powerFindings } from './lint-powers';
import { allResourceFindings } from './lint-resources';
import { referenceAction } from './reference';
import { renderedSample, type Rendered } from './rendered';

/**
 * Everything that is wrong with an activity in one combination of limits and one partition. Findings about a statement begin with
 * its Sid. Empty where nothing is wrong.
 */
export async function lintActivity(activity: ActivityTemplate, limits: readonly Limit[], scope: Scope): Promise<string[]> {
  const rendered = renderedSample(activity, limits, scope);
  const findings = await Promise.all(rendered.map(async (pair) => lintStatement(pair, activity, scope)));
  const statements = rendered.map(({ statement }) => statement);
  return [
    ...findings.flat(),
    ...descriptionFindings(activity),
    ...(await activityFindings(activity, statements)),
    ...customisationFindings(activity),
    ...unusedValueFindings(activity),
  ];
}

async function lintStatement(rendered: Rendered, activity: ActivityTemplate, scope: Scope): Promise<string[]> {
  const { statement, template } = rendered;
  const known = await Promise.all(statement.Action.map(async (name) => ({ name, action: await referenceAction(name) })));
  const actions = known.flatMap(({ action }) => (action === undefined ? [] : [action]));
  const placeholders = [...JSON.stringify(statement).matchAll(/\[\[[^\]]*\]\]|\{\{[^}]*\}\}/g)];
  const findings = [
    ...known.filter(({ action }) => action === undefined).map(({ name }) => `${name} does not exist`),
    ...placeholders.map(([placeholder]) => `${placeholder} was not replaced`),
    ...allResourceFindings(rendered, actions, scope),
    ...(await powerFindings(rendered, activity, actions)),
    ...(await conditionFindings(statement, actions)),
  ];
  return findings.map((finding) => `${template.Sid}: ${finding}`);
}
