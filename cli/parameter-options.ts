import { assertUsage } from './wrong-usage';

/**
 * `Name=Value` each, as the AWS CLI takes them.
 * @throws WrongUsage naming those that are not of that form
 */
export function parameterOptions(assignments: readonly string[] = []): Readonly<Record<string, string>> {
  const wrong = assignments.filter((assignment) => !/^[A-Za-z0-9]+=/.test(assignment));
  assertUsage(wrong.map((assignment) => ({ path: '--parameter', message: `"${assignment}" is not of the form Name=Value` })));
  return Object.fromEntries(
    assignments.map((assignment) => [assignment.split('=')[0] ?? '', assignment.slice(assignment.indexOf('=') + 1)]),
  );
}
