import { readTemplate, type Template } from '../cli/template';
import { FOUND, WRONG_USAGE } from '../cli/outcome';
import { assertDeclared, NO_VALUE } from '../cli/template-parameters';
import { readTextFile } from '../cli/text-file';
import { WrongUsage } from '../cli/wrong-usage';
import { issueText, PersonaRoleError, type Issue } from '../lambda/core/errors';
import type { StackDescription, StackEvent, StackResource } from './cloudformation';
import { withoutCdkParts } from './cdk-parts';
import { activitiesOf, declaredParameters, oneActivityMore, personaRoles, threeMistakes } from './demonstration';
import { PLACE, startLocalAws, type LocalAws } from './local-aws';
import { bold, dim, green, red, yellow } from './paint';
import { describeDifference, describeRole, roleState, type RoleState } from './role-report';

const STACK = 'demonstration';

/** What is to be tried, and from where. */
export interface Trial {
  /** A template; `-` for standard input. */
  readonly file: string;
  /** How the reader calls this, up to the template. */
  readonly command: string;
  /** `Name=Value` each, for the template's parameters. */
  readonly assignments: readonly string[];
  /** Called once the template is read: makes what is not built yet. */
  readonly prepare: () => void;
  /** What to do afterwards, the last line. */
  readonly next: string;
}

/**
 * Deploys a template to an AWS on this machine, updates it, shows a refused update, deletes it, and prints all of it. Where that fails, it
 * says why on standard error, and the process's exit code is 1; it is 2 where the trial itself is asked for wrongly.
 */
export async function runTrial(trial: Trial): Promise<void> {
  try {
    const { template, leftOut } = withoutCdkParts(readTemplate(readTextFile(trial.file), trial.file));
    const parameters = parametersOf(trial.assignments);
    assertDeclared(template, parameters);
    trial.prepare();
    if (leftOut.length > 0) print([`Left out, since a trial has no bootstrap stack of the CDK: ${leftOut.join(', ')}`]);
    const aws = await startLocalAws();
    try {
      await demonstrate(aws, { template, parameters });
    } finally {
      await aws.close();
    }
    print(['', trial.next]);
  } catch (error) {
    console.error(red(reason(error, trial)));
    process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : FOUND;
  }
}

function reason(error: unknown, trial: Trial): string {
  if (error instanceof PersonaRoleError) return error.issues.map((issue) => issueText(issue) + advice(issue, trial)).join('\n');
  return error instanceof Error ? error.message : String(error);
}

/** What to write for a parameter that needs a value. */
function advice({ message }: Issue, { command, file, assignments }: Trial): string {
  const name = /Parameters\.(\w+): /.exec(message)?.[1];
  return name !== undefined && message.endsWith(NO_VALUE) ? `; give it: ${[command, file, ...assignments].join(' ')} ${name}=VALUE` : '';
}

/** `Name=Value` each, for the template's parameters. */
function parametersOf(assignments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(assignment) ?? [];
      if (name === undefined || value === undefined)
        throw new WrongUsage([{ path: '', message: `"${assignment}" is not Name=Value, a value for a parameter of the template` }]);
      return [name, value];
    }),
  );
}

/** A template and the values of its parameters. */
interface Input {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
}

async function demonstrate(aws: LocalAws, input: Input): Promise<void> {
  heading(`Creating ${input.template.file} on a local AWS: account ${PLACE.accountId}, ${PLACE.region}, nothing leaves this machine`);
  const created = await aws.cloudFormation.createStack({ ...stackInput(aws, input), onEvent: show });
  if (created.status !== 'CREATE_COMPLETE') throw new Error(`the stack was rolled back: ${failures(created)}`);
  const roles = personaRoles(created);
  for (const role of roles) print(['', ...describeRole(stateOf(aws, role), activitiesOf(role))]);

  const last = roles.at(-1);
  if (last === undefined) throw new Error('the template has no resource of type Custom::SageMakerPersonaRole');
  const updated = await update(aws, input, last);
  await refusedUpdate(aws, updated, last);

  heading('Deleting the stack');
  const deleted = await aws.cloudFormation.deleteStack(STACK, { onEvent: show });
  print([`  ${deleted.status}; roles left in the local IAM: ${String(aws.iam.roles.length)}`]);
}

/** @returns what the stack is made of now */
async function update(aws: LocalAws, input: Input, role: StackResource): Promise<Input> {
  const change = oneActivityMore(input.template, role);
  if (change === undefined) return input;
  heading(`Updating ${role.logicalId}: ${change.words}`);
  const before = stateOf(aws, role);
  const next = { ...input, template: change.template };
  const updated = await aws.cloudFormation.updateStack({ ...stackInput(aws, next), onEvent: show });
  if (updated.status !== 'UPDATE_COMPLETE') throw new Error(`the update was rolled back: ${failures(updated)}`);
  print(['', 'Permissions that changed:', ...describeDifference(before, stateOf(aws, role))]);
  return next;
}

async function refusedUpdate(aws: LocalAws, input: Input, role: StackResource): Promise<void> {
  const { words, template } = threeMistakes(input.template, role);
  heading(`An update that is refused: ${words}`);
  const before = stateOf(aws, role);
  const { status } = await aws.cloudFormation.updateStack({ ...stackInput(aws, { ...input, template }), onEvent: show });
  if (JSON.stringify(before) !== JSON.stringify(stateOf(aws, role))) throw new Error('the refused update changed the role');
  print([`  ${status}; ${role.physicalId ?? ''} is as it was before`]);
}

/** The ServiceToken comes from here, where the template has a parameter of that name. */
function stackInput(
  aws: LocalAws,
  { template, parameters }: Input,
): { name: string; template: Template; parameters: Record<string, string> } {
  return { name: STACK, template, parameters: { ...declaredParameters(template, { ServiceToken: aws.provider.arn }), ...parameters } };
}

function stateOf(aws: LocalAws, { physicalId }: StackResource): RoleState {
  return roleState(aws.iam, physicalId ?? '');
}

function failures({ events }: StackDescription): string {
  return events
    .filter(({ status }) => status.endsWith('_FAILED'))
    .map(({ logicalId, reason }) => `${logicalId}: ${reason ?? ''}`)
    .join('\n');
}

/** An event as it happens. A failure's reason comes a fault a line. */
function show({ logicalId, status, reason }: StackEvent): void {
  const paint = status.includes('FAILED') || status.includes('ROLLBACK') ? yellow : status.endsWith('COMPLETE') ? green : dim;
  print([`  ${paint(status.padEnd(36))} ${logicalId}`]);
  if (status.endsWith('_FAILED') && reason !== undefined) print(faultLines(reason).map((line) => red(`      ${line}`)));
}

/** The faults in a reason: each begins with its place in the properties. A semicolon alone may stand within one. */
function faultLines(text: string): string[] {
  return text.split(/; (?=[A-Z]\w*(?:[.[][^\s;]*)?: )/);
}

function heading(text: string): void {
  print(['', bold(text)]);
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}
