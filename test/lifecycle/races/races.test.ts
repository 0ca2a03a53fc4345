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
const CHANGED = { ...ROLE, S3Buckets: ['another-bucket'], Description: 'new' };
const updateOf = (stackStatus: string, OldResourceProperties: Event, ResourceProperties: Event): Racer =>
  racer(stackStatus, {
    RequestType: 'Update',
    RequestId: `request-of-the-update-${stackStatus}`,
    PhysicalResourceId: 'team',
    OldResourceProperties,
    ResourceProperties,
  });
const update = updateOf('UPDATE_IN_PROGRESS', ROLE, CHANGED);
const rollback = updateOf('UPDATE_ROLLBACK_IN_PROGRESS', CHANGED, ROLE);
const regrant = racer('UPDATE_IN_PROGRESS', {
  RequestType: 'Update',
  PhysicalResourceId: 'training',
  OldResourceProperties: GRANT,
  ResourceProperties: { ...GRANT, S3Buckets: ['another-bucket'] },
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

async function madeBesideAnother(iam: LocalIam): Promise<void> {
  await made(iam);
  await training(iam);
}

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

/**
 * The role is whole, nothing else is touched, and each part of it is what one of the two updates asks for. Which one is not said: IAM holds
 * what was written last, and whoever waits for the other part gives up.
 */
function eachPartOfOne({ iam, answers }: Ending): void {
  for (const answer of answers) if (answer?.Status === 'FAILED') expect(answer.Reason).toMatch(/^NotStabilized: /);
  expect(answers.map((answer) => answer?.PhysicalResourceId ?? 'team')).toEqual(['team', 'team']);
  expect(iam.roles.map(({ RoleName }) => RoleName)).toEqual(['team', 'training']);
  expect([iam.role('training')?.inlinePolicies.size, iam.policies.length]).toEqual([0, 1]);
  const { inlinePolicies, Description, PermissionsBoundary, Tags } = iam.role('team') ?? {};
  expect([...(inlinePolicies?.keys() ?? [])]).toEqual(['SageMakerPersona']);
  expect(inlinePolicies?.get('SageMakerPersona')).toMatch(/arn:aws:s3:::(another-bucket|ml-data-bucket)\b/);
  expect(['new', contentsOfMade?.Description]).toContain(Description);
  expect([PermissionsBoundary, Tags]).toEqual([contentsOfMade?.PermissionsBoundary, contentsOfMade?.Tags]);
}

function bothUpdated(ending: Ending): void {
  const [first, second] = ending.answers;
  expect(first).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'team' });
  expect(second).toEqual(first);
  eachPartOfOne(ending);
  expect(ending.iam.role('team')).toMatchObject({ Description: 'new' });
  expect(ending.iam.role('team')?.inlinePolicies.get('SageMakerPersona')).toContain('another-bucket');
}

/** What is left, if anything, says whose it is, so that it can be found, and has its boundary. */
function onlyOwnLeft({ iam, answers }: Ending): void {
  for (const { Tags, PermissionsBoundary } of iam.roles) {
    expect(Tags).toContainEqual({ Key: 'sagemaker-persona:stack-id', Value: STACK_ID });
    expect(Tags).toContainEqual({ Key: 'sagemaker-persona:logical-id', Value: 'Role' });
    expect(PermissionsBoundary).toContain('boundary');
  }
  expect(iam.policies).toHaveLength(1);
  expect([answers[1]?.Status, answers[1]?.Reason]).toEqual(['SUCCESS', '']);
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
    'an Update of a grant and the Delete of the stack',
    {
      racers: [regrant, deleteOf('training', 'DELETE_IN_PROGRESS', { ResourceProperties: GRANT })],
      there: training,
      environment: GRANTABLE,
    },
    nothingLeft,
  ],
  ['two deliveries of one Update', { racers: [update, update], there: madeBesideAnother }, bothUpdated],
  ['an Update that goes on and its rollback', { racers: [update, rollback], there: madeBesideAnother, seconds: 40 }, eachPartOfOne],
  [
    'a Create and the Delete of its cancellation, without asking CloudFormation',
    { racers: [create, deleteOf(INVENTED)], environment: { VERIFY_STACK: 'false' } },
    onlyOwnLeft,
  ],
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
