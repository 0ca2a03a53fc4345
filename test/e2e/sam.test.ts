import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListRolePoliciesCommand, type IAMClient } from '@aws-sdk/client-iam';
import { startMiniStack, type MiniStack } from '../../local/ministack';
import { iamClient, providerRequest, stacks } from '../../local/ministack-stacks';
import { describeWithPython } from '../python';

const SECONDS = 1000;
const EXAMPLE = join(__dirname, '..', '..', 'examples', 'sam', 'application.yaml');

describeWithPython('the SAM application on MiniStack', (python) => {
  let miniStack: MiniStack;
  let iam: IAMClient;
  beforeAll(async () => {
    miniStack = await startMiniStack(python);
    iam = iamClient(miniStack);
    const { parameters = {}, ...request } = await providerRequest(miniStack);
    const GrantableRoleArns = `arn:aws:iam::${miniStack.accountId}:role/*`;
    await stacks(miniStack).create({ ...request, parameters: { ...parameters, GrantableRoleArns } });
  }, 120 * SECONDS);
  afterAll(async () => {
    await miniStack.stop();
  });

  it(
    'has a function with the permissions of the activity, as long as the stack is there',
    async () => {
      const cloudFormation = stacks(miniStack);
      const stackName = 'ml-trainer';
      const template = readFileSync(EXAMPLE, 'utf8').replaceAll('ServiceTimeout: 1200', 'ServiceTimeout: 20');
      const { TrainerRoleName, PipelineRoleArn } = await cloudFormation.create({ stackName, template });
      expect(PipelineRoleArn).toContain(':role/sagemaker-persona/');
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: TrainerRoleName }));
      expect(PolicyNames.filter((name) => /^SageMakerPersona-/.test(name))).toHaveLength(1);
      await cloudFormation.update({ stackName, template, parameters: { DataBucket: 'other-ml-data' } });
      await cloudFormation.remove(stackName);
    },
    120 * SECONDS,
  );
});
