import { Token, Tokenization } from 'aws-cdk-lib';
import { environmentName } from '../lambda/configuration';
import { CONFIGURATION_NAMES } from '../lambda/core/configuration';
import type { ParameterValue } from './specialised-template';

/** All variables of a function together, names and values: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENT_BYTES = 4096;

/**
 * Whether the configuration fits into the function's environment, which CloudFormation would find out at deployment only. What is known
 * then alone counts as it is written, so this finds most lists that are too long, and no list that is not.
 */
export function environmentFaults(valueOf: (name: string) => ParameterValue): readonly string[] {
  const sizes = CONFIGURATION_NAMES.map((name) => ({ name, size: environmentName(name).length + textOf(valueOf(name)).length }));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  if (total <= ENVIRONMENT_BYTES) return [];
  const [longest] = [...sizes].sort((a, b) => b.size - a.size);
  return [
    `The configuration has ${String(total)} characters, a function's environment takes ${String(ENVIRONMENT_BYTES)}. The longest is ${longest?.name ?? ''} with ${String(longest?.size ?? 0)}: use patterns, or paths, in place of single ARNs.`,
  ];
}

/** A value's text without what only the deployment knows. */
function textOf(value: ParameterValue): string {
  if (Array.isArray(value)) return (value as readonly string[]).map(textOf).join(',');
  if (typeof value === 'string') {
    const parts = Tokenization.reverseString(value).mapTokens({ mapToken: () => '' });
    return String(
      parts.join({ join: (left: unknown, right: unknown) => [left, right].filter((part) => typeof part === 'string').join('') }),
    );
  }
  return Token.isUnresolved(value) ? '' : String(value);
}
