import { Command, Option } from 'commander';
import packageJson from '../package.json';
import type { DesignerOptions } from './designer';
import type { CheckOptions } from './check';
import { collected, examples, print, SOURCE, withSource } from './command-parts';
import { FORMATS } from './report-format';
import type { ListOptions } from './list';
import { addAccountCommands, addQuestions } from './question-commands';
import type { RenderOptions } from './render';
import type { ShowOptions } from './show';

/*
 * What the commands are called and what they take. The work itself is in one file per command, loaded only when it runs: help and a
 * mistyped option answer at once.
 */

/** The whole command line. It throws a CommanderError where it is called wrongly, and where it has shown the help that was asked for. */
export function program(): Command {
  const root = new Command('persona-role')
    .description('Least-privilege IAM roles for Amazon SageMaker personas: see what Custom::SageMakerPersonaRole would make.')
    .version(packageJson.version)
    .exitOverride();
  addRender(root);
  addCheck(root);
  addQuestions(root);
  addAccountCommands(root);
  addCatalogueCommands(root);
  addLocalCommands(root);
  return root;
}

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

/** What runs on this machine for longer than it takes to print: the local AWS, the role designer. */
function addLocalCommands(root: Command): void {
  root
    .command('try')
    .description('Deploy a template to a small AWS on this machine, update it, show a refused update, delete it. No account is needed.')
    .argument('<template>', 'YAML or JSON, - for standard input; of its resources, custom resources alone can be made')
    .argument('[values...]', 'Name=Value each, for the parameters of the template')
    .addHelpText(
      'after',
      `${examples(
        'persona-role try template.yaml',
        'persona-role try template.yaml DataBucket=ml-data TeamName=vision',
      )}\nExit codes: 0 it went as it should, 1 faults, 2 wrong usage.\n`,
    )
    .action(async (file: string, values: readonly string[]) => {
      const { tryTemplate } = await import('./commands.js');
      process.exitCode = tryTemplate(file, values);
    });
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
