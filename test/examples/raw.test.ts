import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providerTemplate } from '../../infra/provider-template';
import type { StackDescription } from '../../local/cloudformation';
import { startLocalAws, type LocalAws } from '../../local/local-aws';
import { startMiniStack, type MiniStack } from '../../local/ministack';
import { stacks } from '../../local/ministack-stacks';
import { describeWithPython } from '../python';
import cases from './cases.json';
import { standIn, STAND_IN_TOKEN, withStandIns } from './stand-ins';

const FOLDER = join(__dirname, '..', '..', 'examples', 'raw');
const ACCOUNT = '111122223333';

interface Case {
  readonly provider?: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly update: Readonly<Record<string, string>>;
  /** How many persona roles there are. */
  readonly roles: number;
  /** What resources of other types get, by their logical ids; `{ ArnOf: … }` is the ARN that IAM gave a role. */
  readonly gets?: Readonly<Record<string, object>>;
}

const text = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const DEPLOYED = Object.entries(cases) as [string, Case][];
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

it('every example is tested', () => {
  expect(files).toEqual([...DEPLOYED.map(([file]) => file), 'ml-administrator.yaml'].sort());
});

it.each(files)('%s gives CloudFormation twenty minutes and writes the versions', (file) => {
  const roles = text(file).split('Type: Custom::SageMakerPersonaRole').slice(1);
  for (const role of roles) {
    expect(role).toContain('ServiceTimeout: 1200');
    expect(role).toMatch(/Persona: \w+@\d|Activities: \[\w+@\d/);
    expect(role).not.toMatch(/Persona: \w+\n|Activities: \[\w+[,\]]/);
  }
});

it.each(DEPLOYED)(
  '%s is deployed, updated and deleted, persona roles by the provider and all else by stand-ins, which get what the roles are',
  async (file, { provider, parameters, update, roles, gets = {} }) => {
    const aws = await startLocalAws({ parameters: provider ?? {}, otherFunctions: new Map([[STAND_IN_TOKEN, standIn]]) });
    try {
      const template = withStandIns(text(file));
      const created = await aws.cloudFormation.createStack({ name: 'example', template, parameters });
      expect(created).toMatchObject({ status: 'CREATE_COMPLETE' });
      expect(aws.iam.roles).toHaveLength(roles);
      expect(sentToStandIns(aws)).toMatchObject(withArns(gets, created, aws));
      const updated = await aws.cloudFormation.updateStack({ name: 'example', template, parameters: { ...parameters, ...update } });
      expect(updated).toMatchObject({ status: 'UPDATE_COMPLETE' });
      expect(aws.iam.roles).toHaveLength(roles);
      expect(await aws.cloudFormation.deleteStack('example')).toMatchObject({ status: 'DELETE_COMPLETE' });
      expect(aws.iam.roles).toEqual([]);
      expect(aws.cloudFormation.violations).toEqual([]);
    } finally {
      await aws.close();
    }
  },
  60_000,
);

/** Properties that resources of other types got, by their logical ids. */
function sentToStandIns({ cloudFormation }: LocalAws): Readonly<Record<string, object>> {
  const requests = cloudFormation.requests.filter(({ ServiceToken }) => ServiceToken === STAND_IN_TOKEN);
  return Object.fromEntries(requests.map(({ LogicalResourceId, ResourceProperties }) => [LogicalResourceId, ResourceProperties]));
}

/** The ARNs are IAM's own, not those that the stack tells. */
function withArns(value: object, { resources }: StackDescription, aws: LocalAws): object {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !('ArnOf' in item)) return item;
    return aws.iam.role(resources.find(({ logicalId }) => logicalId === item.ArnOf)?.physicalId ?? '')?.Arn;
  }) as object;
}

it('the organisation gives the provider parameters that its template has', () => {
  const given = [...text('organisation.yaml').matchAll(/ParameterKey: (\w+)/g)].map(([, name]) => name);
  expect(given.length).toBeGreaterThan(0);
  expect(Object.keys(providerTemplate().Parameters)).toEqual(expect.arrayContaining(given));
});

describeWithPython('the ML administrator', (python) => {
  const SECONDS = 1000;
  let miniStack: MiniStack;
  beforeAll(async () => {
    miniStack = await startMiniStack(python);
  }, 60 * SECONDS);
  afterAll(async () => {
    await miniStack.stop();
  });

  it(
    'is a role that a stack makes, changes and deletes',
    async () => {
      const cloudFormation = stacks(miniStack);
      const stackName = 'ml-administrator';
      const template = text('ml-administrator.yaml');
      const parameters = { AdministratorArn: `arn:aws:iam::${ACCOUNT}:role/ml-lead` };
      const created = await cloudFormation.create({ stackName, template, parameters });
      expect(created['AdministratorRoleArn']).toContain(`arn:aws:iam::${ACCOUNT}:role/`);
      await cloudFormation.update({ stackName, template, parameters: { ...parameters, StackNamePrefix: 'ml-team-a-' } });
      await cloudFormation.remove(stackName);
    },
    90 * SECONDS,
  );
});
