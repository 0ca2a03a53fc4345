import type { Command } from 'commander';
import { collected, examples, print, SOURCE, withSource } from './command-parts';
import type { DiffOptions } from './diff';
import type { ExplainOptions } from './explain';
import type { AccountOptions } from './live-source';

/** `explain` and `diff`: what roles may do, and what changes. */
export function addQuestions(root: Command): void {
  const explain = root
    .command('explain')
    .description('Say whether a role may do something, by which activity and statement, and under which conditions.')
    .argument('<action>', 'such as sagemaker:CreateTrainingJob')
    .argument('[resource]', 'ARN of what it is done to; * for an action that is done to nothing of the kind', '*')
    .option('--of <file>', SOURCE)
    .option('--live <name>', 'a role of the account instead, by its name; reads IAM with the credentials of the shell')
    .option('-c, --context <service:Key=value>', 'what the request says of itself; may be repeated', collected)
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

/** `plan` and `drift`: a template beside an account. */
export function addAccountCommands(root: Command): void {
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
