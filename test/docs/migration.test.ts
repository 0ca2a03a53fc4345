import { Activity } from '../../infra/index';
import { catalog } from '../../lambda/catalog';
import { startLocalAws, type LocalAws } from '../../local/local-aws';
import { functionName } from '../../scripts/library-code';
import { codeIn, readDocument } from './markdown';

const page = readDocument('docs/migration.md');

it('the functions of the former library are there, each with its activity', () => {
  const rows = [...page.matchAll(/^\| `Activity\.(\w+)` \| `(\w+)@(\d)` \|$/gm)].map(([, name = '', activity = '', version = '']) => ({
    name,
    activity,
    version,
  }));
  expect(rows).toHaveLength(15);
  for (const { name, activity, version } of rows) {
    expect(Activity).toHaveProperty(name);
    expect(catalog.activities.has(`${activity}@${version}`)).toBe(true);
    expect(functionName(activity, Number(version))).toBe(name);
  }
});

it('what the page names is there', () => {
  const methods = ['createRole', 'grantPermissionsTo'];
  expect(methods.filter((method) => !(method in Activity.prototype))).toEqual([]);
  expect(codeIn(page)).toEqual(expect.arrayContaining(['sagemaker-persona-role', 'addToPrincipalPolicy']));
});

describe('an existing stack', () => {
  const template = (suffix: string): string =>
    JSON.stringify({
      Resources: {
        Role: {
          Type: 'Custom::SageMakerPersonaRole',
          Properties: {
            ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' },
            Activities: ['ManageExperiments@1'],
            RoleNameSuffix: suffix,
          },
        },
      },
    });
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
    await aws.iam.call('CreateRole', {
      RoleName: 'SageMaker-analyst',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
  }, 60_000);
  afterAll(async () => {
    await aws.close();
  });

  it('holds the name of the old role: the new one is refused, and the old one is left alone', async () => {
    const { status } = await aws.cloudFormation.createStack({ name: 'same', template: template('analyst') });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(aws.iam.roles.map(({ RoleName }) => RoleName)).toEqual(['SageMaker-analyst']);
  }, 60_000);

  it('takes a new suffix', async () => {
    const { status } = await aws.cloudFormation.createStack({ name: 'suffix', template: template('analyst-2') });
    expect(status).toBe('CREATE_COMPLETE');
  }, 60_000);

  it('takes the same suffix once the old role is gone', async () => {
    await aws.iam.call('DeleteRole', { RoleName: 'SageMaker-analyst' });
    const { status } = await aws.cloudFormation.createStack({ name: 'later', template: template('analyst') });
    expect(status).toBe('CREATE_COMPLETE');
  }, 60_000);
});
