import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalAws } from '../../local/local-aws';
import { startMiniStack, type MiniStack } from '../../local/ministack';
import { stacks } from '../../local/ministack-stacks';
import { describeWithPython } from '../python';
import cases from './cases.json';
import { personaResources } from './persona-resources';

const FOLDER = join(__dirname, '..', '..', 'examples', 'raw');
const ACCOUNT = '111122223333';

interface Case {
  readonly provider?: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly update: Readonly<Record<string, string>>;
  readonly roles: number;
}

const text = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const DEPLOYED = Object.entries(cases) as [string, Case][];
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

it('every example is tested', () => {
  expect(files).toEqual([...DEPLOYED.map(([file]) => file), 'ml-administrator.yaml', 'organisation.yaml'].sort());
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
  'the persona roles of %s are created, updated and deleted without a trace',
  async (file, { provider, parameters, update, roles }) => {
    const aws = await startLocalAws({ parameters: provider ?? {} });
    try {
      const template = personaResources(text(file));
      const created = await aws.cloudFormation.createStack({ name: 'example', template, parameters });
      expect(created).toMatchObject({ status: 'CREATE_COMPLETE' });
      expect(aws.iam.roles).toHaveLength(roles);
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
