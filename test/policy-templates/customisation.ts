import { explain } from '../../lambda/core/explain';
import { readPolicy, type PolicyStatement } from '../../lambda/core/foreign-policy';
import { policyDocument, type Statement } from '../../lambda/core/policy';
import { matchesPattern } from '../../lambda/core/parameter-types';
import type { Scope } from '../../lambda/core/scope';
import { LIMIT_LISTS, type Limit } from '../../lambda/core/limit';
import type { ActivityTemplate } from '../../lambda/core/template';
import { listReferences } from '../../lambda/core/template-checks';
import { PERSON } from './access-cases';
import { renderedSample } from './rendered';

/** The services of whose actions a limit may add some: those that the work needs because of the limit. */
const NEEDED_BY: Readonly<Partial<Record<Limit, string>>> = { Vpc: 'ec2', 'Kms.DataKeys': 'kms', 'Kms.VolumeKeys': 'kms' };

/** Actions that are granted only with a limit, although the limit does not need them: the variant without it lacks them. */
export function customisationFindings({ Statements }: ActivityTemplate): string[] {
  const base = Statements.filter(({ When }) => When === undefined).flatMap(({ Action }) => Action);
  return Statements.flatMap(({ Sid, When, Action }) =>
    When === undefined
      ? []
      : Action.filter((action) => !base.includes(action) && action.split(':')[0] !== NEEDED_BY[When]).map(
          (action) => `${Sid}: ${action} is granted only with ${When}`,
        ),
  );
}

/**
 * Limits that change an activity while the values which the author gives with them are used nowhere, and no statement says why: the
 * author believes in a limit that does not hold.
 */
export function unusedValueFindings({ Statements }: ActivityTemplate): string[] {
  const used = listReferences(JSON.stringify(Statements));
  return Object.entries(LIMIT_LISTS).flatMap(([limit, lists]) => {
    const changed = Statements.filter(({ When, ConditionsWhen = {} }) => When === limit || limit in ConditionsWhen);
    if (changed.every(({ Reason }) => Reason !== undefined)) return [];
    const unused = Object.keys(lists).filter((list) => !used.includes(list));
    return unused.map((list) => `${limit} changes what is granted, but no statement uses the values of ${list}, and none says why`);
  });
}

/**
 * What the variant without limits grants and the one with these limits does not: each as its statement, action and resource. For
 * every action and resource of the former some request that it allows has to stay allowed.
 */
export function lostActions(activity: ActivityTemplate, limits: readonly Limit[], scope: Scope): string[] {
  const base = renderedSample(activity, [], scope);
  const limited = renderedSample(activity, limits, scope).map(({ statement }) => statement);
  const before = evaluated(base.map(({ statement }) => statement));
  const after = evaluated(limited);
  return base.flatMap(({ statement, template }) =>
    statement.Action.flatMap((action) =>
      statement.Resource.filter((resource) => {
        const candidates = limited.filter(({ Action }) => Action.includes(action));
        return !candidates.some((candidate) =>
          candidate.Resource.some((narrowed) => {
            const request = requestFor(action, narrowed, candidate);
            return matchesPattern(request.resource, concrete(resource)) && isAllowed(request, before) && isAllowed(request, after);
          }),
        );
      }).map((resource) => `${template.Sid}: ${action} on ${resource}`),
    ),
  );
}

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

function evaluated(statements: readonly Statement[]): readonly PolicyStatement[] {
  return readPolicy('SageMakerPersona', policyDocument(statements));
}

function isAllowed(request: Request, identity: readonly PolicyStatement[]): boolean {
  return explain(request, { identity }).decision === 'allowed';
}

/** A request that the statement is about and whose context meets its conditions. */
function requestFor(action: string, resource: string, { Condition }: Statement): Request {
  const entries = Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  const present = entries.filter(({ operator, values }) => operator === 'Null' && values.includes('false')).map(({ key }) => [key, 'x']);
  const named = entries.filter(({ operator }) => operator !== 'Null').map(({ operator, key, values }) => [key, valueFor(operator, values)]);
  const context = { ...PERSON, ...(Object.fromEntries([...present, ...named]) as Request['context']) };
  return { action, resource: concrete(resource).replaceAll('*', 'x'), context };
}

function valueFor(operator: string, values: readonly string[]): string | readonly string[] {
  const texts = values.map((value) => concrete(value).replaceAll('*', 'x'));
  return operator.startsWith('For') ? texts : (texts[0] ?? '');
}

/** The text with the values of the person who asks in place of policy variables. */
function concrete(text: string): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => PERSON[name] ?? 'x');
}
