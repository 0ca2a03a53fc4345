import { ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { startMiniStack, type MiniStack } from '../../local/ministack';
import { iamClient, providerRequest, stacks, type Outputs } from '../../local/ministack-stacks';
import { describeWithPython } from '../python';

const SECONDS = 1000;
const REGIONS = ['us-east-1', 'eu-west-1'] as const;

/** What examples/raw/organisation.yaml gives every account and Region. */
const PARAMETERS = { AllowedBuckets: 'ml-*', DeniedActivities: 'AccessS3AllResources' };

describeWithPython('the provider in several Regions of an account, as a StackSet puts it there, on MiniStack', (python) => {
  let miniStack: MiniStack;
  beforeAll(async () => {
    miniStack = await startMiniStack(python);
  }, 60 * SECONDS);
  afterAll(async () => {
    await miniStack.stop();
  });

  const names = async (): Promise<readonly string[]> => {
    const iam = iamClient(miniStack);
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    return [...Roles.map(({ RoleName = '' }) => RoleName), ...Policies.map(({ PolicyName = '' }) => PolicyName)].sort();
  };

  it(
    'is there at once in all of them: no name of it collides',
    async () => {
      const { parameters = {}, ...request } = await providerRequest(miniStack);
      const deployed: Outputs[] = [];
      for (const region of REGIONS) {
        const there = stacks({ ...miniStack, region });
        deployed.push(await there.create({ ...request, parameters: { ...parameters, ...PARAMETERS } }));
      }
      const tokens = deployed.flatMap((outputs) => Object.values(outputs).filter((value) => value.includes(':function:')));
      expect(tokens).toEqual(REGIONS.map((region) => `arn:aws:lambda:${region}:${miniStack.accountId}:function:sagemaker-persona-role`));
      expect(await names()).toEqual(
        ['sagemaker-persona-role-', 'sagemaker-persona-role-boundary-'].flatMap((name) => REGIONS.map((region) => name + region)).sort(),
      );
      for (const region of REGIONS) await stacks({ ...miniStack, region }).remove(request.stackName);
    },
    120 * SECONDS,
  );
});
