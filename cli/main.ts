import { Command } from 'commander';
import packageJson from '../package.json';
import { issueText, PersonaRoleError } from '../lambda/core/errors';
import { render, type RenderOptions } from './render';

/** Exit codes: 0 done, 1 faults in what was read, 2 wrong usage. */
const FAULTS = 1;
const WRONG_USAGE = 2;

const program = new Command('persona-role')
  .description('Least-privilege IAM roles for Amazon SageMaker personas: see what Custom::SageMakerPersonaRole would make.')
  .version(packageJson.version)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE));

program
  .command('render')
  .description("Print, as JSON, exactly what the provider would put into IAM for a resource's Properties.")
  .argument('<file>', "JSON or YAML map of the resource's Properties; - for standard input")
  .option('--partition <name>', 'partition of the stack', 'aws')
  .option('--region <name>', 'Region of the stack', 'us-east-1')
  .option('--account <number>', 'account of the stack', '111122223333')
  .option('--stack-id <arn>', 'id of the stack; partition, Region and account follow from it (default: a made-up one)')
  .option('--logical-id <id>', 'logical id of the resource', 'Role')
  .option('--provider <file>', "the provider's configuration as JSON: PassableRoleArns, DeniedActivities, …")
  .addHelpText(
    'after',
    `
Examples:
  persona-role render properties.yaml
  echo '{"Persona":"Compute@1","S3Buckets":["ml-data"],"EcrRepositories":["arn:aws:ecr:us-east-1:111122223333:repository/training"]}' | persona-role render -
`,
  )
  .action((file: string, options: RenderOptions) => {
    process.stdout.write(render(file, options));
  });

try {
  program.parse();
} catch (error) {
  if (!(error instanceof PersonaRoleError)) throw error;
  process.stderr.write(`${error.issues.map(issueText).join('\n')}\n`);
  process.exitCode = FAULTS;
}
