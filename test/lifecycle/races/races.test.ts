import type { LocalIam } from '../../../local/iam';
import { startAnswerServer, type AnswerServer } from '../../lambda/answer-server';
import { COMPUTE, TOKEN } from '../harness';
import { explore, type Ending, type Event, type Race, type Racer } from './explore';

const STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/team/0b8e2f10-0000-4000-8000-000000000001';
const ROLE = { ...COMPUTE, ServiceToken: TOKEN, RoleName: 'team' };
const GRANT = { ...COMPUTE, ServiceToken: TOKEN, GrantTo: 'arn:aws:iam::111122223333:role/service/training' };
const INVENTED = 'team-Role-1A2B3C4D5E6F';

let server: AnswerServer;
beforeAll(async () => {
  server = await startAnswerServer();
});
afterAll(async () => {
  await server.close();
  console.log(`races: ${totals.join('; ')}`);
});

const totals: string[] = [];

function racer(stackStatus: string, more: Event): Racer {
  return {
    stackStatus,
    event: () => ({
      ServiceToken: TOKEN,
      StackId: STACK_ID,
      RequestId: 'request-of-the-create',
      LogicalResourceId: 'Role',
      ResourceType: 'Custom::SageMakerPersonaRole',
      ResourceProperties: ROLE,
      ...more,
    }),
  };
}

const create = racer('CREATE_IN_PROGRESS', { RequestType: 'Create' });
const createGrant = racer('CREATE_IN_PROGRESS', { RequestType: 'Create', ResourceProperties: GRANT });
const deleteOf = (PhysicalResourceId: string, stackStatus = 'ROLLBACK_IN_PROGRESS', more: Event = {}): Racer =>
  racer(stackStatus, { RequestType: 'Delete', RequestId: 'request-of-the-delete', PhysicalResourceId, ...more });
const update = racer('UPDATE_IN_PROGRESS', {
  RequestType: 'Update',
  RequestId: 'request-of-the-update',
  PhysicalResourceId: 'team',
  OldResourceProperties: ROLE,
  ResourceProperties: { ...ROLE, S3Buckets: ['another-bucket'], Description: 'new' },
});

/** The role as a Create leaves it. */
async function made(iam: LocalIam): Promise<void> {
  let result: LocalIam | undefined;
  const alone: Race = { racers: [create, racer('CREATE_IN_PROGRESS', { RequestType: 'None' })] };
  if (contentsOfMade === undefined)
    await explore(alone, server, ({ iam: ended }) => {
      result ??= ended;
    });
  contentsOfMade ??= result?.role('team');
  const role = contentsOfMade;
  if (role === undefined) throw new Error('a Create alone makes no role');
  const { RoleName, Path, AssumeRolePolicyDocument, Description, MaxSessionDuration, PermissionsBoundary, Tags } = role;
  await iam.call('CreateRole', { RoleName, Path, AssumeRolePolicyDocument, Description, MaxSessionDuration, PermissionsBoundary, Tags });
  for (const [PolicyName, PolicyDocument] of role.inlinePolicies) await iam.call('PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
}
let contentsOfMade: ReturnType<LocalIam['role']>;

async function training(iam: LocalIam): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await iam.call('CreateRole', { RoleName: 'training', Path: '/service/', AssumeRolePolicyDocument });
}

function nothingLeft({ iam, answers }: Ending): void {
  expect(iam.roles.filter(({ RoleName }) => RoleName !== 'training')).toEqual([]);
  expect(iam.role('training')?.inlinePolicies.size ?? 0).toBe(0);
  expect(iam.policies).toHaveLength(1);
  expect([answers[1]?.Status, answers[1]?.Reason]).toEqual(['SUCCESS', '']);
}

function bothTheSame({ iam, answers: [first, second] }: Ending): void {
  expect(first).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'team' });
  expect(second).toEqual(first);
  expect(iam.roles.map(({ RoleName }) => RoleName)).toEqual(['team']);
  expect([...(iam.role('team')?.inlinePolicies.keys() ?? [])]).toEqual(['SageMakerPersona']);
}

const GRANTABLE = { GRANTABLE_ROLE_ARNS: 'arn:aws:iam::111122223333:role/service/*' };

const RACES: readonly (readonly [name: string, race: Race, judge: (ending: Ending) => void])[] = [
  ['two deliveries of one Create', { racers: [create, create] }, bothTheSame],
  ['a Create and the Delete of its cancellation, with an invented id', { racers: [create, deleteOf(INVENTED)] }, nothingLeft],
  ['a Create and a Delete that knows its role', { racers: [create, deleteOf('team')] }, nothingLeft],
  [
    'a Create and its cancellation while a stack is updated',
    { racers: [{ ...create, stackStatus: 'UPDATE_IN_PROGRESS' }, deleteOf(INVENTED, 'UPDATE_ROLLBACK_IN_PROGRESS')] },
    nothingLeft,
  ],
  [
    'a grant and the Delete of its cancellation',
    {
      racers: [createGrant, deleteOf(INVENTED, 'ROLLBACK_IN_PROGRESS', { ResourceProperties: GRANT })],
      there: training,
      environment: GRANTABLE,
    },
    nothingLeft,
  ],
  ['an Update and the Delete of the stack', { racers: [update, deleteOf('team', 'DELETE_IN_PROGRESS')], there: made }, nothingLeft],
  [
    'two deliveries of one Delete',
    { racers: [deleteOf('team', 'DELETE_IN_PROGRESS'), deleteOf('team', 'DELETE_IN_PROGRESS')], there: made },
    nothingLeft,
  ],
];

it.each(RACES)(
  '%s: every interleaving keeps the invariants',
  async (name, race, judge) => {
    const { schedules, states } = await explore(race, server, judge);
    totals.push(`${name}: ${String(schedules)} schedules, ${String(states)} states`);
    expect(schedules).toBeGreaterThan(5);
  },
  300_000,
);
