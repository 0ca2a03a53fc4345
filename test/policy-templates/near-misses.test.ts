import { explain, type AccessRequest } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import { policyDocument } from '../../lambda/core/policy';
import { accessCases, statementsFor } from './access-cases';
import { resolvedSample, SCOPE } from './samples';

/** Resources of other places that an activity reaches on purpose, with the reason. */
const REVIEWED: Readonly<Record<string, RegExp>> = {
  // AWS asks for it on everything, or processing jobs fail: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
  'AccessAwsServices@1': /^arn:[^:]+:ec2:[^:]+:\d+:network-interface\//,
  // AWS publishes images from accounts of its own, whose numbers differ by Region.
  'CanvasCoreAccess@1': /^arn:aws:ecr:[^:]+:\d+:repository\//,
};

/**
 * Requests that miss an allowed one by a hair: another Region, another account, another partition, a longer name.
 * @param given values that the activity's parameters and limits name
 */
function nearMisses(
  { action, resource, context }: AccessRequest,
  given: readonly string[],
): readonly (AccessRequest & { readonly miss: string })[] {
  const [arn = '', partition = '', service = '', region = '', account = '', ...rest] = resource.split(':');
  const named = given.filter((value) => resource === value || resource.split(/[:/]/).includes(value));
  const other = (miss: string, parts: readonly string[]): (AccessRequest & { readonly miss: string })[] =>
    parts.join(':') === resource ? [] : [{ action, context, miss, resource: parts.join(':') }];
  if (resource === '*') return [];
  return [
    ...(region === '' ? [] : other('Region', [arn, partition, service, 'eu-west-1', account, ...rest])),
    ...(account === '' ? [] : other('account', [arn, partition, service, region, '999988887777', ...rest])),
    ...other('partition', [arn, 'aws-cn', service, region, account, ...rest]),
    ...named.flatMap((value) => other('name', [resource.replace(value, `${value}-2`)])),
  ];
}

const rows = accessCases.flatMap(({ name, activity, rows: cases }) =>
  cases
    .filter(({ expected }) => expected === 'allow')
    .map(({ limits, variant, request: { Action, Resource, Context = {} } }) => ({
      name,
      activity,
      limits,
      variant,
      misses: nearMisses(
        { action: Action, resource: Resource, context: Context },
        Object.values(resolvedSample(activity, limits, SCOPE).lists).flat(),
      ),
    })),
);

it('every kind of near miss is tried, and many of each', () => {
  const counts = ['Region', 'account', 'partition', 'name'].map(
    (kind) => rows.flatMap(({ misses }) => misses).filter(({ miss }) => miss === kind).length,
  );
  expect(counts.every((count) => count > 200)).toBe(true);
});

it.each(accessCases.map(({ name }) => name))('what %s allows, it denies in another place or by another name', (name) => {
  const reached = rows
    .filter((row) => row.name === name)
    .flatMap(({ activity, limits, variant, misses }) => {
      const identity = readPolicy('role', policyDocument(statementsFor(activity, limits)));
      return misses
        .filter(({ resource }) => REVIEWED[name]?.test(resource) !== true)
        .filter((request) => explain(request, { identity }).decision === 'allowed')
        .map(({ action, resource, miss }) => `${variant}: ${action} on ${resource}, another ${miss}`);
    });
  expect([...new Set(reached)]).toEqual([]);
});
