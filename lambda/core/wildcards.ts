import type { Issue } from './errors';
import { forbiddenFault, parameterType, valueFault, type ParameterTypeName } from './parameter-types';
import type { Conditions } from './policy';
import type { ResolvedActivity } from './resolve';
import type { Scope } from './scope';
import type { ActivityTemplate, StatementTemplate } from './template';

/** Whether a trailing `*` may stand in values: what the property AllowWildcards says. */
export type Wildcards = 'none' | 'trailing';

/** The types that take one, and where their names begin. No role, key, subnet or security group is among them. */
const NAMES: Partial<Readonly<Record<ParameterTypeName, (value: string) => string>>> = {
  AthenaWorkgroupName: (value) => value,
  BucketName: (value) => value,
  EcrRepositoryArn: (value) => value.split(':repository/').slice(1).join(':repository/'),
  GlueDatabaseName: (value) => value,
};

/** Literal characters before the wildcard. */
const LITERAL = 3;

export function takesWildcard(type: ParameterTypeName): boolean {
  return NAMES[type] !== undefined;
}

/** Whether a value that was found valid is a pattern. */
export function isPattern(value: string): boolean {
  return value.endsWith('*');
}

/** Whether one of them is among the values. */
export function hasPatterns(lists: ResolvedActivity['lists']): boolean {
  for (const name in lists) if (lists[name]?.some(isPattern)) return true;
  return false;
}

/** What is wrong with a value that may be a pattern, or `undefined`. */
export function patternFault(type: ParameterTypeName, value: string, scope: Scope, wildcards: Wildcards): string | undefined {
  const bucket = type === 'BucketName' && value.startsWith('arn:') ? bucketOfArn(value) : undefined;
  if (bucket !== undefined) return `is an ARN; write the bucket's name: ${bucket}`;
  if (!isPattern(value) || NAMES[type] === undefined) return valueFault(type, value, scope);
  if (wildcards === 'none') {
    const advice = patternFault(type, value, scope, 'trailing') === undefined ? '; AllowWildcards would admit one "*" at its end' : '';
    return `${forbiddenFault(type, value) ?? ''}${advice}`;
  }
  const literal = value.slice(0, -1);
  const fault = forbiddenFault(type, literal);
  if (fault !== undefined) return fault;
  if (NAMES[type](literal).length < LITERAL) return `has fewer than ${String(LITERAL)} characters before its wildcard`;
  // What the pattern matches begins with the literal part and goes on with anything valid, such as a letter.
  return parameterType(type).fault(`${literal}a`, scope);
}

/** The name in the ARN of a bucket, or of what lies in one. */
function bucketOfArn(value: string): string | undefined {
  return /^arn:[a-z-]+:s3:::([a-z0-9.-]+)(\/.*)?$/s.exec(value)?.[1];
}

/** What a wildcard would do elsewhere than at the end of a name: in an ARN it crosses every slash, in a condition it is a letter. */
export function patternIssues(activities: readonly ResolvedActivity[]): Issue[] {
  const withPatterns = activities.filter(({ lists }) => hasPatterns(lists));
  return withPatterns.flatMap(({ template, lists }) =>
    Object.keys(template.Parameters)
      .filter((name) => lists[name]?.some(isPattern))
      .filter((name) => template.Statements.some((statement) => !endsWithName(statement, name)))
      .map((name) => ({ path: name, message: `${template.Activity} uses these names within longer ones, where no wildcard can stand` })),
  );
}

/** Whether the list stands in the statement's resources only, and there at the end or before everything below. */
function endsWithName({ Resource, Condition, ConditionsWhen }: StatementTemplate, name: string): boolean {
  const place = `[[${name}]]`;
  const isFree = Resource.filter((text) => text.includes(place)).every((text) => ['', '/*'].includes(text.split(place).at(-1) ?? ''));
  return isFree && !JSON.stringify([Condition ?? {}, ConditionsWhen ?? {}]).includes(place);
}

/** How a statement is rendered: the lists to fill in, what is added to its id, and conditions that hold for these values. */
export interface Variant {
  readonly lists: ResolvedActivity['lists'];
  readonly suffix: string;
  readonly conditions: Conditions | undefined;
}

/**
 * One variant of a statement; or two, where some of its buckets are patterns. Bucket names are everybody's: a pattern matches buckets of
 * strangers too, while a bucket that is named may well be another account's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
export function variantsOf(
  statement: StatementTemplate,
  { Parameters }: Pick<ActivityTemplate, 'Parameters'>,
  lists: ResolvedActivity['lists'],
  { accountId }: Scope,
): Variant[] {
  const whole: Variant = { lists, suffix: '', conditions: undefined };
  const buckets = Object.keys(Parameters).filter(
    (name) => Parameters[name]?.Type === 'BucketName' && statement.Resource.some((text) => text.includes(`[[${name}]]`)),
  );
  const only = (keep: (value: string) => boolean): ResolvedActivity['lists'] => ({
    ...lists,
    ...Object.fromEntries(buckets.map((name) => [name, (lists[name] ?? []).filter(keep)])),
  });
  if (!buckets.some((name) => lists[name]?.some(isPattern))) return [whole];
  const ofThisAccount = { StringEquals: { 'aws:ResourceAccount': [accountId] } };
  return [
    { ...whole, lists: only((value) => !isPattern(value)) },
    { lists: only(isPattern), suffix: 'Patterns', conditions: ofThisAccount },
  ];
}
