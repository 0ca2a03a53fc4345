import { guardStatements } from '../../lambda/core/guard';
import { FILE_LIMITS, type FileLimit, LIMIT_LISTS, LIMITS } from '../../lambda/core/limit';
import { isAmong, unlimitedActions } from '../../lambda/core/limit-reach';
import type { KeyLimit } from '../../lambda/core/limit-template';
import { varied, withoutPart, withPart, type Values } from './limited-requests';
import { limitNamed, resourceOf, sageMakerActions, sageMakerTypes, typesOf } from './limit-reference';
import { catalog } from './policy-files';
import { referenceAction, referenceKey } from './reference';
import { sampleLists, SCOPE } from './samples';
import { isAllowed } from './simulate';

const keyLimits = catalog.limits.filter((limit): limit is KeyLimit => limit.Kind === 'keys');
const guards = keyLimits.flatMap(({ Limit, Guards }) => Guards.map((guard) => ({ limit: Limit, ...guard })));
const TYPE_WORDS = { arns: 'ARN', strings: 'ArrayOfString', truth: 'Bool' } as const;

it('every limit is there, in order, with guards over exactly its own lists', () => {
  expect(catalog.limits.map(({ Limit }) => Limit)).toEqual(LIMITS);
  const lists = keyLimits.map(({ Limit, Guards }) => [Limit, [...new Set(Guards.map(({ List }) => List))]]);
  expect(lists).toEqual(keyLimits.map(({ Limit }) => [Limit, Object.keys(LIMIT_LISTS[Limit])]));
});

it('only a limit of the activity files has guards of parts: for others the conditions would not tell requests apart', () => {
  const parted = keyLimits.filter(({ Guards }) => Guards.some((guard) => guard.Type === 'arns' && guard.Part !== undefined));
  expect(parted.map(({ Limit }) => Limit).filter((name) => !FILE_LIMITS.some((limit) => limit === name))).toEqual([]);
});

describe.each(guards)('$Sid', (guard) => {
  const { Key, List, Type, Actions, ActionsIfPresent } = guard;
  const KEY = `arn:aws:kms:${SCOPE.region}:${SCOPE.accountId}:key/99999999-9999-9999-9999-999999999999`;
  const foreign = { arns: [KEY], strings: ['foreign-0'], truth: ['false'] }[Type];
  const admitted = sampleLists(SCOPE)[List] ?? [];
  const statements = guardStatements({ limitLists: { [List]: admitted } }, catalog, SCOPE).filter(({ Sid }) => Sid.startsWith(guard.Sid));

  /** Asks with a role that is allowed everything else. */
  async function allowed(action: string, values: readonly string[] | undefined, part: Values): Promise<boolean> {
    const everything = { Sid: 'Everything', Effect: 'Allow', Action: [action], Resource: ['*'] } as const;
    const value = Type === 'strings' ? values : values?.[0];
    const { context } = varied({ action, resource: '', context: {} }, { [Key]: value, ...part });
    return isAllowed([everything, ...statements], { Action: action, Resource: await resourceOf(action), Context: context });
  }

  it('names every action that sends its key, and no other', async () => {
    const patterns = [...Actions, ...Object.keys(ActionsIfPresent)];
    const actions = await sageMakerActions();
    const senders = actions.filter(({ conditionKeys }) => conditionKeys.includes(Key)).map(({ name }) => name);
    expect(actions.map(({ name }) => name).filter((name) => isAmong(name, patterns))).toEqual(senders);
    expect(patterns.filter((pattern) => !actions.some(({ name }) => isAmong(name, [pattern])))).toEqual([]);
  });

  it('is of the kind that the reference gives the key', async () => {
    expect((await referenceKey(Key))?.type).toBe(TYPE_WORDS[Type]);
  });

  it('lets an admitted value through, no other, and none only where that leaves what was limited before', async () => {
    const actions = (await sageMakerActions()).map(({ name }) => name);
    const rows = actions
      .filter((name) => isAmong(name, [...Actions, ...Object.keys(ActionsIfPresent)]))
      .flatMap((action) => withPart(guard).map((part) => ({ action, part })));
    const results = await Promise.all(
      rows.map(async ({ action, part }) => [
        action,
        await allowed(action, admitted, part),
        await allowed(action, foreign, part),
        await allowed(action, undefined, part),
      ]),
    );
    expect(results).toEqual(rows.map(({ action }) => [action, true, false, !isAmong(action, Actions)]));
  });
});

const parts = guards.filter((guard) => guard.Type === 'arns' && guard.Part !== undefined);
it.each(parts)('$Sid lets a request through that has no such part', async (guard) => {
  const lists = { [guard.List]: sampleLists(SCOPE)[guard.List] ?? [] };
  const statements = guardStatements({ limitLists: lists }, catalog, SCOPE).filter(({ Sid }) => Sid === guard.Sid);
  const everything = { Sid: 'Everything', Effect: 'Allow', Action: guard.Actions, Resource: ['*'] } as const;
  for (const action of guard.Actions) {
    const { context } = varied({ action, resource: '', context: {} }, withoutPart(guard));
    const request = { Action: action, Resource: await resourceOf(action), Context: context };
    expect(await isAllowed([everything, ...statements], request)).toBe(true);
  }
});

it('what a limit names as unreached sends none of its keys', async () => {
  const actions = await sageMakerActions();
  const wrong = keyLimits.flatMap(({ Guards, Unreached = {} }) =>
    Object.keys(Unreached).filter((pattern) => {
      const named = actions.filter(({ name }) => isAmong(name, [pattern]));
      return named.length === 0 || named.some(({ conditionKeys }) => Guards.some(({ Key }) => conditionKeys.includes(Key)));
    }),
  );
  expect(wrong).toEqual([]);
});

describe('ResourceNamePrefix', () => {
  const { Actions, Types, OtherTypes, RefusedTypes } = limitNamed('names');
  const others = Object.keys(OtherTypes);

  it('knows every type of resource of SageMaker', async () => {
    const known = [...Types, ...others, ...RefusedTypes].sort();
    expect(known).toEqual([...new Set(await sageMakerTypes())].sort());
  });

  it('reaches every action on a resource with a name, and beside these only policies of what has no name', async () => {
    const actions = await sageMakerActions();
    const named = actions.filter((action) => typesOf(action).some((type) => !others.includes(type))).map(({ name }) => name);
    const reached = actions.filter(({ name }) => isAmong(name, Actions)).map(({ name }) => name);
    expect(named.filter((name) => !reached.includes(name))).toEqual([]);
    const beside = actions.filter(({ name }) => reached.includes(name) && !named.includes(name));
    const typeless = beside.filter((action) => typesOf(action).length === 0).map(({ name }) => name);
    expect(typeless.filter((name) => !/:(Create|Put|Delete)\w*Policy$/.test(name))).toEqual([]);
    expect(beside.filter((action) => typesOf(action).some((type) => !others.includes(type)))).toEqual([]);
  });
});

describe('ResourceTags', () => {
  const { Creating, Inheriting, Retagging, Untaggable } = limitNamed('tags');
  const untaggable = Object.keys(Untaggable);

  it('takes an action for one that makes a resource, or gives tags to what exists, if the reference says that it sends tags', async () => {
    const actions = await sageMakerActions();
    const tagging = actions.filter(({ conditionKeys }) => conditionKeys.includes('aws:RequestTag/${TagKey}')).map(({ name }) => name);
    expect(actions.map(({ name }) => name).filter((name) => isAmong(name, [...Creating, ...Retagging]))).toEqual(tagging);
    expect(tagging.filter((name) => /:(Add|Update|Delete)/.test(name) && !isAmong(name, Retagging))).toEqual([]);
  });

  it('takes an action for one that makes what has the tags of its group only if it makes something whose tags IAM gets to see', async () => {
    const inheriting = Object.keys(Inheriting);
    expect(inheriting.filter((name) => !isAmong(name, Creating) || isAmong(name, Retagging))).toEqual([]);
    const seen = (await sageMakerActions()).filter(({ resourceTypes }) =>
      resourceTypes.every(({ conditionKeys }) => conditionKeys.includes('aws:ResourceTag/${TagKey}')),
    );
    expect(seen.map(({ name }) => name)).toEqual(expect.arrayContaining(inheriting));
  });

  it('reaches what exists where IAM gets to see the tags of all types of an action', async () => {
    const actions = await sageMakerActions();
    const isTagged = (keys: readonly string[]): boolean => keys.includes('aws:ResourceTag/${TagKey}');
    const unseen = actions
      .filter(({ resourceTypes }) => resourceTypes.some(({ conditionKeys }) => !isTagged(conditionKeys)))
      .map(({ name }) => name)
      // Of these, that work on any type, only tracking servers are without: they keep their tags.
      .filter((name) => !/:(Add|Delete|List)Tags$/.test(name) && !isAmong(name, Creating));
    const withTypes = actions.filter(({ resourceTypes }) => resourceTypes.length > 0).map(({ name }) => name);
    expect(withTypes.filter((name) => isAmong(name, untaggable) && !isAmong(name, Creating))).toEqual(unseen);
  });
});

describe.each([...catalog.activities])('%s', (_, activity) => {
  const granted = activity.Statements.flatMap(({ Action }) => Action);
  const guarded = guards.flatMap((guard) =>
    FILE_LIMITS.filter((name) => name === guard.limit).flatMap((name) =>
      granted.filter((action) => isAmong(action, guard.Actions)).map((action) => ({ limit: name, guard, action })),
    ),
  );
  const unlimited = Object.entries(activity.Unlimited ?? {}).flatMap(([limit, actions]) =>
    actions.map((action) => ({ limit: limit as FileLimit, action })),
  );

  it('sets a limit itself on what the guards would deny, so that explanations name the activity', () => {
    const open = guarded.filter(({ limit, guard, action }) =>
      activity.Statements.some(({ Action, When, Condition = {}, ConditionsWhen }) => {
        const set = [ConditionsWhen?.[limit] ?? {}, When === limit ? Condition : {}].flatMap((block) => Object.values(block));
        const told = [guard.Key, ...Object.keys(withoutPart(guard))];
        return Action.includes(action) && !set.some((keys) => told.some((key) => key in keys));
      }),
    );
    expect(open).toEqual([]);
  });

  it('calls unlimited what any other activity calls so and it grants too', () => {
    const elsewhere = [...catalog.activities.values()].flatMap(({ Unlimited = {} }) =>
      Object.entries(Unlimited).flatMap(([limit, actions]) => actions.map((action) => ({ limit: limit as FileLimit, action }))),
    );
    const told = elsewhere.filter(
      ({ limit, action }) => granted.includes(action) && activity.Unlimited?.[limit]?.includes(action) !== true,
    );
    expect([...new Set(told.map(({ limit, action }) => `${limit}: ${action}`))].sort()).toEqual([]);
  });

  it('calls unlimited only what it grants and what sends no key of the limit', async () => {
    const keys = (limit: FileLimit): string[] => guards.filter((guard) => guard.limit === limit).map(({ Key }) => Key);
    const wrong = await Promise.all(
      unlimited.map(async ({ limit, action }) => {
        const sends = (await referenceAction(action))?.conditionKeys ?? [];
        return granted.includes(action) && !keys(limit).some((key) => sends.includes(key)) ? [] : [`${limit}: ${action}`];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });
});

it.each(catalog.limits.filter(({ Kind }) => Kind === 'keys'))(
  '$Limit says whether it reaches work that is changed as it says of work that is made',
  (limit) => {
    const unreached = Object.keys((limit.Kind === 'keys' ? limit.Unreached : undefined) ?? {});
    const named = [...unreached, ...[...catalog.activities.values()].flatMap((activity) => unlimitedActions(activity, limit))];
    const granted = [...catalog.activities.values()].flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action));
    const changing = named
      .filter((action) => /:Create(Pipeline|Application)$/.test(action))
      .map((action) => action.replace(':Create', ':Update'));
    expect(changing.filter((action) => granted.includes(action) && !isAmong(action, named))).toEqual([]);
  },
);
