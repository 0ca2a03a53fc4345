// `npm run start:cloudformation`: deploys the shipped templates to an emulated CloudFormation, and shows what came of it.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetRolePolicyCommand, ListRolePoliciesCommand, ListRolesCommand, type IAMClient } from '@aws-sdk/client-iam';
import { makePython } from '../scripts/python.cjs';
import { startMiniStack, type MiniStack } from './ministack';
import { iamClient, providerRequest, stacks, type Outputs } from './ministack-stacks';

const ROOT = join(__dirname, '..');
const EXAMPLE = join('examples', 'raw', 'data-scientist.yaml');
const STACK_NAME = 'ml-team';

/** The part of a statement that is shown. */
interface ShownStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

async function main(): Promise<void> {
  // Node 20 is supported here; the SDK's announcement of 2027 would stand between the lines.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  console.log('This runs the shipped templates on MiniStack, an emulator of AWS in Python, on this machine only. It takes some seconds.');
  const { python, reason } = await makePython({ root: ROOT, log: console.log });
  if (python === undefined)
    throw new Error(`MiniStack needs Python, but ${reason}. Without Python, "npm start" shows the same on a smaller scale.`);
  const { status } = spawnSync(process.execPath, [join('scripts', 'build.mjs')], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed, see above');

  const miniStack = await startMiniStack(python);
  const interrupted = (): void => {
    void miniStack.stop().then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    console.log(`MiniStack runs at ${miniStack.endpoint}.`);
    await demonstrate(miniStack);
  } finally {
    await miniStack.stop();
    console.log('MiniStack has ended.');
  }
}

async function demonstrate(miniStack: MiniStack): Promise<void> {
  const cloudFormation = stacks(miniStack);
  const iam = iamClient(miniStack);
  const template = await readFile(join(ROOT, EXAMPLE), 'utf8');

  const provider = await timed('Deployed dist/provider.template.json: the function, its role, and the ceiling', async () =>
    cloudFormation.create(await providerRequest(miniStack)),
  );
  showOutputs(provider);

  const created = await timed(`Deployed ${EXAMPLE}: two roles`, () => cloudFormation.create({ stackName: STACK_NAME, template }));
  showOutputs(created);
  await showPermissions(iam);

  const parameters = { DataBucket: 'another-bucket' };
  const updated = await timed('Updated it with DataBucket=another-bucket: the same roles, other permissions', () =>
    cloudFormation.update({ stackName: STACK_NAME, template, parameters }),
  );
  showOutputs(updated);
  await showPermissions(iam, 'another-bucket');

  await timed('Deleted the stack', () => cloudFormation.remove(STACK_NAME));
  console.log(`  persona roles left: ${String((await personaRoles(iam)).length)}`);
  await timed("Deleted the provider's stack", () => cloudFormation.remove('provider'));
  console.log(
    '\nWhat was not shown: MiniStack does not roll failed stacks back the way AWS does. "npm start" follows the rules of AWS there.',
  );
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work();
  console.log(`\n${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

function showOutputs(outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) console.log(`  ${name}: ${value}`);
}

async function personaRoles(iam: IAMClient): Promise<string[]> {
  const { Roles: roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/sagemaker-persona/' }));
  return roles.map(({ RoleName = '' }) => RoleName);
}

/** Every statement of every persona role in a line, or those alone that mention a text. */
async function showPermissions(iam: IAMClient, mention = ''): Promise<void> {
  for (const RoleName of await personaRoles(iam)) {
    console.log(`  ${RoleName} may${mention === '' ? '' : `, as far as ${mention} is concerned`}`);
    const { PolicyNames: names = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of names) {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: ShownStatement[] };
      const shown = Statement.filter(({ Resource }) => Resource.some((resource) => resource.includes(mention)));
      for (const { Sid, Effect, Action, Resource } of shown) {
        console.log(`    ${Effect} ${Sid}: ${shortList(Action)} on ${shortList(Resource)}`);
      }
    }
  }
}

function shortList(items: readonly string[]): string {
  const [first = '', ...others] = items;
  return others.length === 0 ? first : `${first} and ${String(others.length)} more`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
