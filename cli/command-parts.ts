import type { Command } from 'commander';
import type { Outcome } from './outcome';

/* What the definitions of commands share. */

/** Prints what a command leaves behind. Data goes to standard output, words to standard error. */
export function print({ output, words = '', exitCode }: Outcome): void {
  process.stdout.write(output);
  process.stderr.write(words);
  process.exitCode = exitCode;
}

/** Examples behind the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Which role of a file, for which stack, and under which provider. */
export function withSource(command: Command): Command {
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

/** What a file with a role may be. */
export const SOURCE = "a template, YAML or JSON, or a map of the resource's Properties; - for standard input";

/** Values of an option that may be repeated. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
