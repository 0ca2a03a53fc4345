import { Command, Option } from 'commander';
import packageJson from '../package.json';
import type { DesignerOptions } from './designer';
import type { DiffOptions } from './diff';
import type { ExplainOptions } from './explain';
import type { CheckOptions } from './check';
import { FORMATS } from './report-format';
import type { ListOptions } from './list';
import type { AccountOptions } from './live-source';
import { WRONG_USAGE, type Outcome } from './outcome';
import type { RenderOptions } from './render';
import type { ShowOptions } from './show';

/*
 * What the commands are called and what they take. The work itself is in one file per command, loaded only when it runs: help and a
 * mistyped option answer at once.
 */

/** The whole command line. */
export function program(): Command {
  const root = new Command('persona-role')
    .description('Least-privilege IAM roles for Amazon SageMaker personas: see what Custom::SageMakerPersonaRole would make.')
    .version(packageJson.version)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE));
  addRender(root);
  addCheck(root);
  addQuestions(root);
  addAccountCommands(root);
  addCatalogueCommands(root);
  addDesigner(root);
  return root;
}

/** Prints what a command leaves behind. Data goes to standard output, words to standard error. */
function print({ output, words = '', exitCode }: Outcome): void {
  process.stdout.write(output);
  process.stderr.write(words);
  process.exitCode = exitCode;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Which role of a file, for which stack, and under which provider. */
function withSource(command: Command): Command {
  return command
    .option('--resource <id>', 'logical id of the role in a template (default: the only one)')
    .option(
      '-p, --parameter <name=value>',
      'value of a parameter of the template; may be repeated (default: what the template gives)',
      collected,
    )
    .option('--partition <name>', "partition of the stack (default: what a template's ARNs say, else aws)")
    .option('--region <name>', "Region of the stack (default: what a template's ARNs say, else us-east-1)")
    .option('--account <number>', "account of the stack (default: what a template's ARNs say, else 111122223333)")
    .option('--stack-id <arn>', 'id of the stack; partition, Region and account follow from it (default: a made-up one)')
    .option('--logical-id <id>', 'logical id of the resource, for a file with Properties (default: Role)')
    .option('--provider <file>', "the provider's configuration as JSON: PassableRoleArns, DeniedActivities, …");
}

const SOURCE = "a template, YAML or JSON, or a map of the resource's Properties; - for standard input";

function addRender(root: Command): void {
  const command = root
    .command('render')
    .description('Print exactly what the provider would put into IAM for a role.')
    .argument('<file>', SOURCE)
    .addOption(
      new Option('--format <name>', 'json or yaml, or a template with plain AWS::IAM::Role')
        .choices(['json', 'yaml', 'cfn'])
        .default('json'),
    );
  withSource(command)
    .addHelpText(
      'after',
      examples(
        'persona-role render properties.yaml',
        'persona-role render template.yaml --resource DataScientistRole',
        'persona-role render template.yaml --format cfn > plain-role.yaml',
        `echo '{"Persona":"Compute@1","S3Buckets":["ml-data"],"EcrRepositories":["arn:aws:ecr:us-east-1:111122223333:repository/training"]}' | persona-role render -`,
      ),
    )
    .action(async (file: string, options: RenderOptions) => {
      const { renderCommand } = await import('./commands.js');
      print(renderCommand(file, options));
    });
}

function addCheck(root: Command): void {
  root
    .command('check')
    .description(
      'Find every fault of every Custom::SageMakerPersonaRole in CloudFormation, SAM and synthesised CDK templates, without AWS.',
    )
    .argument('<template...>', 'templates, YAML or JSON; of a folder, such as cdk.out, every *.template.json')
    .addOption(new Option('--format <name>', 'how findings are written').choices(FORMATS).default('text'))
    .option('-p, --parameter <name=value>', 'value of a parameter; may be repeated (default: what the template gives)', collected)
    .option('--partition <name>', "partition of the stack (default: what the template's ARNs say)")
    .option('--region <name>', "Region of the stack (default: what the template's ARNs say)")
    .option('--account <number>', "account of the stack (default: what the template's ARNs say)")
    .option('--provider <file>', "the provider's configuration as JSON; without it, what a default provider would refuse is a hint")
    .addHelpText(
      'after',
      `${examples(
        'persona-role check template.yaml',
        'persona-role check --parameter DataBucket=ml-data --provider provider.json templates/*.yaml',
        'persona-role check --format sarif cdk.out > persona-role.sarif',
      )}\nExit codes: 0 no faults, 1 faults, 2 wrong usage. Hints are no faults.\n`,
    )
    .action(async (files: readonly string[], options: CheckOptions) => {
      const { check } = await import('./commands.js');
      print(check(files, options));
    });
}

function addQuestions(root: Command): void {
  const explain = root
    .command('explain')
    .description('Say whether a role may do something, by which activity and statement, and under which conditions.')
    .argument('<action>', 'such as sagemaker:CreateTrainingJob')
    .argument('[resource]', 'ARN of what it is done to', '*')
    .option('--of <file>', SOURCE)
    .option('--live <name>', 'a role of the account instead, by its name; reads IAM with the credentials of the shell')
    .option('-c, --context <key=value>', 'what the request says of itself; may be repeated', collected)
    .option('--json', 'as JSON');
  withSource(explain)
    .addHelpText(
      'after',
      `${examples(
        'persona-role explain s3:GetObject arn:aws:s3:::ml-data/a.csv --of template.yaml',
        'persona-role explain iam:PassRole arn:aws:iam::111122223333:role/x --of role.yaml -c iam:PassedToService=sagemaker.amazonaws.com',
        'persona-role explain sagemaker:CreateModel arn:aws:sagemaker:us-east-1:111122223333:model/m --live ml-team-Role-0a1b2c3d4e5f',
      )}\nExit codes: 0 allowed, 1 not allowed, or faults, 2 wrong usage.\n`,
    )
    .action(async (action: string, resource: string, options: ExplainOptions) => {
      if (options.live === undefined) {
        const { explainOffline } = await import('./commands.js');
        print(explainOffline(action, resource, options));
      } else {
        const { explainLive } = await import('./account-commands.js');
        print(await explainLive(action, resource, options));
      }
    });
  const diff = root
    .command('diff')
    .description('Say what roles gain and lose between two states.')
    .argument('<old>', 'a template or a map of Properties, REV:path of the git repository, or a version such as ManageJobs@1')
    .argument('<new>', 'the same')
    .option('--fail-on-gain', 'exit with 1 where somebody may do more than before')
    .option('--json', 'as JSON');
  withSource(diff)
    .addHelpText(
      'after',
      examples(
        'persona-role diff old.yaml new.yaml',
        'persona-role diff --fail-on-gain main:template.yaml template.yaml',
        'persona-role diff RunStudioApps@1 RunStudioApps@2',
      ),
    )
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff: compare } = await import('./commands.js');
      print(compare(before, after, options));
    });
}

function addAccountCommands(root: Command): void {
  const plan = root
    .command('plan')
    .description('Print the ordered IAM calls with which the provider would bring the account to a template. Reads only.')
    .argument('<template>', SOURCE)
    .option('--stack-name <name>', 'the stack that the template is, or will be (default: every role is a new one)')
    .option('--json', 'as JSON, with the input of each call');
  withSource(plan)
    .addHelpText(
      'after',
      `${examples('persona-role plan template.yaml --stack-name ml-team --provider provider.json')}
Credentials, Region and endpoints are those of the shell, as every program of AWS takes them. It needs iam:Get*, iam:List* and
cloudformation:DescribeStackResource. Tags and attachments that only the deployed template has are not seen: the provider removes them too.\n`,
    )
    .action(async (file: string, options: AccountOptions) => {
      const { plan: planned } = await import('./account-commands.js');
      print(await planned(file, options));
    });
  const drift = root
    .command('drift')
    .description('Say how the roles of an account differ from a template. Reads only.')
    .argument('<template>', SOURCE)
    .option('--stack-name <name>', 'the stack that the template is')
    .option('--json', 'as JSON');
  withSource(drift)
    .addHelpText(
      'after',
      `${examples('persona-role drift template.yaml --stack-name ml-team')}\nExit codes: 0 nothing differs, 1 something does, or faults, 2 wrong usage.\n`,
    )
    .action(async (file: string, options: AccountOptions) => {
      const { drift: compared } = await import('./account-commands.js');
      print(await compared(file, options));
    });
}

/** Values of an option that may be repeated. */
function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function addCatalogueCommands(root: Command): void {
  root
    .command('list')
    .description('List every persona, activity, parameter and limit, with their versions.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('persona-role list', "persona-role list --json | jq -r '.activities[].name'"))
    .action(async (options: ListOptions) => {
      const { list } = await import('./commands.js');
      print(list(options));
    });
  root
    .command('show')
    .description('Show one persona, activity, parameter, limit or property: what it means, what it grants, and why.')
    .argument('<name>', 'ManageJobs@1, DataScientist, S3Buckets, Vpc, …; a name without a version is version 1')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('persona-role show ManageJobs@1', 'persona-role show DataScientist', 'persona-role show RolesToPass'))
    .action(async (name: string, options: ShowOptions) => {
      const { show } = await import('./commands.js');
      print(show(name, options));
    });
  root
    .command('schema')
    .description('Print the JSON Schema (draft 2020-12) of the Properties, for editors and linters.')
    .addHelpText('after', examples('persona-role schema > properties.schema.json'))
    .action(async () => {
      const { schema } = await import('./commands.js');
      print(schema());
    });
}

function addDesigner(root: Command): void {
  root
    .command('designer')
    .description('Serve the role designer on this machine and open it: choose, see and take away a role in the browser.')
    .option('--port <number>', 'port on 127.0.0.1; 0 is any that is free', '0')
    .option('--no-open', 'only print the address')
    .addHelpText('after', examples('persona-role designer', 'persona-role designer --port 8080 --no-open'))
    .action(async (options: DesignerOptions) => {
      const { designer } = await import('./commands.js');
      await designer(options);
    });
}
