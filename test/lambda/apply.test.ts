import { CreatePolicyCommand, GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { applySteps, settle } from '../../lambda/apply';
import { catalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import { ownerTags, type CurrentRole } from '../../lambda/core/current';
import { desiredRole } from '../../lambda/core/desired';
import { plan, type PlanInput } from '../../lambda/core/plan';
import { NOTHING_PREVIOUS } from '../../lambda/core/previous';
import type { Step } from '../../lambda/core/step';
import { IamSession } from '../../lambda/iam-session';
import { PROPERTIES, REQUEST_ID, SCOPE } from './events';
import { iamError, noSuchRole } from './iam-error';
import { mockedIam, roleOutput, type MockedIam, type StoredRole } from './mocked-iam';
import { recordedLog } from './recorded-log';
import { virtualClock, type VirtualClock } from './virtual-clock';

const INPUT: PlanInput = {
  desired: desiredRole(PROPERTIES, { catalog, configuration: parseConfiguration({}), scope: SCOPE }),
  current: undefined,
  previous: NOTHING_PREVIOUS,
  scope: SCOPE,
  attachmentQuota: 10,
  ownerTags: ownerTags(SCOPE, 'eu-west-1/sagemaker-persona-role', REQUEST_ID),
};

const ARN = 'arn:aws:iam::111122223333:role/sagemaker-persona/analyst';

let iam: MockedIam;
let clock: VirtualClock;
let session: IamSession;

beforeEach(async () => {
  iam = mockedIam();
  clock = virtualClock();
  session = new IamSession(iam.client, clock, recordedLog().log, 290_000);
  await applySteps(session, plan(INPUT), recordedLog().log);
  iam.clear();
});

type Answer = Error | ((role: object) => object);

/** Makes the next GetRole calls answer something else than what is stored, or all of them. */
function lag(...answers: readonly Answer[]): void {
  const queue = [...answers];
  iam.mock.on(GetRoleCommand).callsFake(() => answerOf(queue.shift() ?? ((Role) => Role)));
}

function alwaysLag(answer: Answer): void {
  iam.mock.on(GetRoleCommand).callsFake(() => answerOf(answer));
}

function answerOf(answer: Answer): object {
  if (answer instanceof Error) throw answer;
  return { Role: answer(roleOutput(role()).Role ?? {}) };
}

function role(): StoredRole {
  const found = iam.roles.get('analyst');
  if (found === undefined) throw new Error('the role is not there');
  return found;
}

const stale = (Role: object): object => ({ ...Role, Description: 'as before' });
const withoutArn = (Role: object): object => ({ ...Role, Arn: 'AROAEXAMPLE' });

function settled(settleSeconds: number): Promise<CurrentRole> {
  return settle(session, INPUT, plan(INPUT), settleSeconds);
}

function reads(): number {
  return iam.calls().filter((call) => call === 'GetRole').length;
}

describe('applying steps', () => {
  it('makes the calls in their order, logs each, and stops where one fails', async () => {
    const { log, lines } = recordedLog();
    const put = { call: 'PutRolePolicy', input: { RoleName: 'analyst', PolicyName: 'P', PolicyDocument: '{}' } } as const;
    const remove = { call: 'DeleteRolePolicy', input: { RoleName: 'analyst', PolicyName: 'P' } } as const;
    const missing = { ...put, input: { ...put.input, RoleName: 'other' } };
    await expect(applySteps(session, [put, remove, missing, put], log)).rejects.toThrow('NotFound: PutRolePolicy P');
    expect(iam.calls()).toEqual(['PutRolePolicy', 'DeleteRolePolicy', 'PutRolePolicy']);
    expect(lines.filter((line) => line.includes('"message":"step"'))).toHaveLength(3);
  });

  it('makes those side by side whose order does not matter, and has none under way any more when it fails', async () => {
    const { log } = recordedLog();
    let made = 0;
    iam.mock.on(CreatePolicyCommand).callsFake(async ({ PolicyName }: { PolicyName: string }) => {
      if (PolicyName === 'bad') throw iamError('MalformedPolicyDocument', 'words');
      await new Promise((resolve) => setTimeout(resolve, 20));
      made += 1;
    });
    const policy = (PolicyName: string): Step => ({
      call: 'CreatePolicy',
      input: { PolicyName, Path: '/sagemaker-persona/analyst/', PolicyDocument: '{}', Tags: [] },
    });
    const steps = [policy('bad'), policy('good'), { call: 'DeleteRole', input: { RoleName: 'analyst' } } as const];
    await expect(applySteps(session, steps, log)).rejects.toThrow('InvalidRequest: CreatePolicy bad');
    expect([made, iam.calls()]).toEqual([1, ['CreatePolicy', 'CreatePolicy']]);
  });
});

describe('waiting until IAM agrees', () => {
  it('takes two consistent reads side by side, of what was written alone', async () => {
    expect(await settled(0)).toMatchObject({ roleName: 'analyst', arn: ARN, roleId: 'AROAEXAMPLE' });
    expect(iam.calls()).toEqual(['GetRole', 'GetRolePolicy', 'GetRole', 'GetRolePolicy']);
    expect(clock.pauses).toEqual([]);
  });

  it('reads all policies again where the steps were about others than the own', async () => {
    const detach: Step = { call: 'DetachRolePolicy', input: { RoleName: 'analyst', PolicyArn: 'arn:aws:iam::aws:policy/A' } };
    await settle(session, INPUT, [...plan(INPUT), detach], 0);
    expect(iam.calls().filter((call) => call === 'ListAttachedRolePolicies' || call === 'ListPolicies')).toHaveLength(4);
  });

  it('takes what no step concerned for as it was read before', async () => {
    const current = { ...(await settled(0)), attachedPolicyArns: ['arn:aws:iam::aws:policy/A'], inlinePolicies: { 'by-hand': {} } };
    const role = await settle(session, { ...INPUT, current }, plan({ ...INPUT, current }), 0);
    expect(role.attachedPolicyArns).toEqual(current.attachedPolicyArns);
    expect(Object.keys(role.inlinePolicies)).toEqual(['by-hand', 'SageMakerPersona']);
  });

  it('then takes the settle time, where there is one', async () => {
    await settled(10);
    expect(clock.pauses).toEqual([10_000]);
  });

  it('never writes', async () => {
    lag(stale, withoutArn);
    await settled(10);
    expect(iam.writes()).toEqual([]);
  });

  it.each([
    ['a stale role', [stale], 4],
    ['the id in place of the ARN', [withoutArn, withoutArn, withoutArn], 6],
    ['no role', [noSuchRole('other')], 4],
  ])('waits on after %s', async (_, answers, expected) => {
    lag(...answers);
    expect(await settled(0)).toMatchObject({ arn: ARN });
    expect(reads()).toBe(expected);
    expect(clock.pauses).toHaveLength(expected / 2 - 1);
  });

  it('takes two again where one of two is stale, and pauses before', async () => {
    lag((Role) => Role, stale);
    await settled(10);
    expect(reads()).toBe(4);
    expect(clock.pauses).toEqual([500, 10_000]);
  });

  it.each<[string, () => void, string]>([
    [
      'the role',
      () => {
        alwaysLag(noSuchRole('other'));
      },
      'still different: GetRole finds no role',
    ],
    [
      'its ARN',
      () => {
        alwaysLag(withoutArn);
      },
      'still different: its ARN reads AROAEXAMPLE',
    ],
    [
      'its description',
      () => {
        alwaysLag(stale);
      },
      'still different: UpdateRole analyst',
    ],
    [
      'its policy',
      () => {
        iam.mock.on(GetRolePolicyCommand).rejects(iamError('NoSuchEntity', 'words', 404));
      },
      'still different: PutRolePolicy SageMakerPersona',
    ],
    [
      'several things',
      () => {
        role().inline.clear();
        alwaysLag((Role) => withoutArn(stale(Role)));
      },
      'still different: its ARN reads AROAEXAMPLE, PutRolePolicy SageMakerPersona, UpdateRole analyst',
    ],
  ])('names %s where that stays different until the deadline', async (_, make, words) => {
    clock.advance(280_000);
    make();
    await expect(settled(0)).rejects.toMatchObject({
      code: 'NotStabilized',
      message: `NotStabilized: role analyst is written but not yet consistent in IAM (${words}); deploy again, which goes on from there`,
    });
    expect(session.remaining()).toBeGreaterThan(0);
    expect(session.remaining()).toBeLessThanOrEqual(500);
  });

  it('says so where the settle time does not fit into what is left', async () => {
    clock.advance(285_000);
    await expect(settled(10)).rejects.toThrow(
      'NotStabilized: role analyst is written but not yet consistent in IAM (the settle time does not fit into what is left); deploy again, which goes on from there',
    );
    expect(clock.pauses).toEqual([]);
  });
});
