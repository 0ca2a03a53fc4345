import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { applySteps, settle } from '../../lambda/apply';
import { catalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import { ownerTags } from '../../lambda/core/current';
import { desiredRole } from '../../lambda/core/desired';
import { plan, type PlanInput } from '../../lambda/core/plan';
import { NOTHING_PREVIOUS } from '../../lambda/core/previous';
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

function reads(): number {
  return iam.calls().filter((call) => call === 'GetRole').length;
}

describe('applying steps', () => {
  it('makes the calls in their order, logs each, and stops at the first that fails', async () => {
    const { log, lines } = recordedLog();
    const put = { call: 'PutRolePolicy', input: { RoleName: 'analyst', PolicyName: 'P', PolicyDocument: '{}' } } as const;
    const remove = { call: 'DeleteRolePolicy', input: { RoleName: 'analyst', PolicyName: 'P' } } as const;
    const missing = { ...put, input: { ...put.input, RoleName: 'other' } };
    await expect(applySteps(session, [put, remove, missing, put], log)).rejects.toThrow('NotFound: PutRolePolicy P');
    expect(iam.calls()).toEqual(['PutRolePolicy', 'DeleteRolePolicy', 'PutRolePolicy']);
    expect(lines.filter((line) => line.includes('"message":"step"'))).toHaveLength(3);
  });
});

describe('waiting until IAM agrees', () => {
  it('takes two consistent reads, half a second apart', async () => {
    expect(await settle(session, INPUT, 0)).toMatchObject({ roleName: 'analyst', arn: ARN, roleId: 'AROAEXAMPLE' });
    expect(reads()).toBe(2);
    expect(clock.pauses).toEqual([500]);
  });

  it('then takes the settle time, where there is one', async () => {
    await settle(session, INPUT, 10);
    expect(clock.pauses).toEqual([500, 10_000]);
  });

  it('never writes', async () => {
    lag(stale, withoutArn);
    await settle(session, INPUT, 10);
    expect(iam.writes()).toEqual([]);
  });

  it.each([
    ['a stale role', [stale], 3],
    ['the id in place of the ARN', [withoutArn, withoutArn], 4],
    ['no role', [noSuchRole('other')], 3],
  ])('waits on after %s', async (_, answers, expected) => {
    lag(...answers);
    expect(await settle(session, INPUT, 0)).toMatchObject({ arn: ARN });
    expect(reads()).toBe(expected);
  });

  it('begins to count again where a stale read follows a good one', async () => {
    lag(
      (Role) => Role,
      stale,
      (Role) => Role,
    );
    await settle(session, INPUT, 0);
    expect(reads()).toBe(4);
    expect(clock.pauses).toEqual([500, 500, 500]);
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
    await expect(settle(session, INPUT, 0)).rejects.toMatchObject({
      code: 'NotStabilized',
      message: `NotStabilized: role analyst is written but not yet consistent in IAM (${words})`,
    });
    expect(session.remaining()).toBeGreaterThan(0);
    expect(session.remaining()).toBeLessThanOrEqual(500);
  });

  it('says so where the settle time does not fit into what is left', async () => {
    clock.advance(285_000);
    await expect(settle(session, INPUT, 10)).rejects.toThrow(
      'NotStabilized: role analyst is written but not yet consistent in IAM (the settle time does not fit into what is left)',
    );
    expect(clock.pauses).toEqual([500]);
  });
});
