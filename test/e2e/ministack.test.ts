import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetRoleCommand, GetRolePolicyCommand, ListRolesCommand, type IAMClient } from '@aws-sdk/client-iam';
import { startMiniStack, type MiniStack } from '../../local/ministack';
import { iamClient, providerRequest, stacks, type Outputs, type Stacks } from '../../local/ministack-stacks';
import { describeWithPython } from '../python';

const EXAMPLES = join(__dirname, '..', '..', 'examples', 'raw');
const SECONDS = 1000;

/** An example as it is shipped, but for a timeout that a test can wait for. */
function example(file: string): string {
  return readFileSync(join(EXAMPLES, file), 'utf8').replaceAll('ServiceTimeout: 1200', 'ServiceTimeout: 20');
}

// MiniStack does not take stacks back as AWS does, so only what succeeds is compared here; failures are the lifecycle suite's.
describeWithPython('the provider and the examples on MiniStack', (python) => {
  let miniStack: MiniStack;
  let cloudFormation: Stacks;
  let iam: IAMClient;
  let provider: Outputs;

  const role = async (roleName: string | undefined): Promise<unknown> => (await iam.send(new GetRoleCommand({ RoleName: roleName }))).Role;
  const permissions = async (roleName: string | undefined): Promise<string> => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: 'SageMakerPersona' }));
    return decodeURIComponent(PolicyDocument);
  };
  const personaRoles = async (): Promise<(string | undefined)[]> =>
    ((await iam.send(new ListRolesCommand({ PathPrefix: '/sagemaker-persona/' }))).Roles ?? []).map(({ RoleName }) => RoleName);

  beforeAll(async () => {
    miniStack = await startMiniStack(python);
    cloudFormation = stacks(miniStack);
    iam = iamClient(miniStack);
    provider = await cloudFormation.create(await providerRequest(miniStack));
  }, 60 * SECONDS);
  afterAll(async () => {
    await miniStack.stop();
  });

  it('has a ServiceToken that is the function, and a ceiling that is a policy', () => {
    expect(provider).toMatchObject({
      ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:sagemaker-persona-role',
      CeilingArn: 'arn:aws:iam::111122223333:policy/sagemaker-persona-role-boundary-eu-west-1',
    });
  });

  describe('the data scientist example', () => {
    const stackName = 'ml-team';
    let created: Outputs;
    beforeAll(async () => {
      created = await cloudFormation.create({ stackName, template: example('data-scientist.yaml') });
    }, 60 * SECONDS);

    it('finds the provider by its export', () => {
      expect(created).toMatchObject({
        DataScientistRoleName: expect.stringMatching(/^ml-team-DataScientistRole-[0-9a-f]{12}$/) as string,
        DataScientistRoleArn: `arn:aws:iam::111122223333:role/sagemaker-persona/${String(created['DataScientistRoleName'])}`,
        ComputeRoleArn: `arn:aws:iam::111122223333:role/sagemaker-persona/${String(created['ComputeRoleName'])}`,
        DataScientistActivities: expect.stringContaining('ManageJobs@1') as string,
      });
    });

    it('makes roles with a trust policy, the ceiling and the owner tags', async () => {
      expect(await role(created['DataScientistRoleName'])).toMatchObject({
        Path: '/sagemaker-persona/',
        AssumeRolePolicyDocument: expect.stringContaining('sagemaker.amazonaws.com') as string,
        PermissionsBoundary: { PermissionsBoundaryArn: provider['CeilingArn'] },
        Tags: expect.arrayContaining([
          { Key: 'sagemaker-persona:provider', Value: 'eu-west-1/sagemaker-persona-role' },
          { Key: 'sagemaker-persona:logical-id', Value: 'DataScientistRole' },
        ]) as unknown[],
      });
    });

    it('lets the data scientist pass the compute role', async () => {
      const statements = (
        JSON.parse(await permissions(created['DataScientistRoleName'])) as { Statement: { Action: string[]; Resource: string[] }[] }
      ).Statement;
      const passes = statements.filter(({ Action }) => Action.includes('iam:PassRole'));
      expect([...new Set(passes.flatMap(({ Resource }) => Resource))]).toEqual([created['ComputeRoleArn']]);
    });

    it(
      'is updated in place',
      async () => {
        const before = await role(created['DataScientistRoleName']);
        const parameters = { DataBucket: 'another-bucket' };
        const updated = await cloudFormation.update({ stackName, template: example('data-scientist.yaml'), parameters });
        expect(updated).toEqual(created);
        expect(await role(updated['DataScientistRoleName'])).toEqual(before);
        expect(await permissions(updated['DataScientistRoleName'])).toContain('arn:aws:s3:::another-bucket');
        expect(await permissions(updated['ComputeRoleName'])).not.toContain('my-ml-data');
      },
      60 * SECONDS,
    );

    it(
      'leaves no role when it is deleted',
      async () => {
        await cloudFormation.remove(stackName);
        expect(await personaRoles()).toEqual([]);
      },
      60 * SECONDS,
    );
  });

  it(
    'takes the ServiceToken as a parameter too',
    async () => {
      const parameters = { ServiceToken: String(provider['ServiceToken']), RepositoryName: 'images/training' };
      const { ComputeRoleName } = await cloudFormation.create({ stackName: 'compute', template: example('compute.yaml'), parameters });
      expect(await permissions(ComputeRoleName)).toContain('arn:aws:ecr:eu-west-1:111122223333:repository/images/training');
      await cloudFormation.remove('compute');
      expect(await personaRoles()).toEqual([]);
    },
    60 * SECONDS,
  );

  it(
    "shows the template's faults in the stack's events",
    async () => {
      const template = example('compute.yaml').replace('Compute@1', 'Computer@1');
      await expect(cloudFormation.create({ stackName: 'faulty', template })).rejects.toThrow('did you mean "Compute');
    },
    60 * SECONDS,
  );
});
