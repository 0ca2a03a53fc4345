import type { Statement } from '../../lambda/core/policy';
import type { Scope } from '../../lambda/core/scope';
import type { StatementTemplate } from '../../lambda/core/template';
import { reaches, type Action, type ResourceType } from './reference';
import type { Rendered } from './rendered';

/** What is wrong with the resources of a statement. */
export function allResourceFindings(rendered: Rendered, actions: readonly Action[], scope: Scope): string[] {
  const { statement, template } = rendered;
  return [
    ...literalFindings(template),
    ...arnFindings(rendered, scope),
    ...actions.flatMap((action) => resourceFindings(action, statement)),
    ...bucketFindings(statement, actions, scope),
    ...openNameFindings(statement, actions),
    ...reasonFindings(rendered, actions),
  ];
}

/** Partition, Region, account and DNS suffix must be placeholders. Service principals are the same everywhere. */
function literalFindings(template: StatementTemplate): string[] {
  const conditions = [template.Condition ?? {}, ...Object.values(template.ConditionsWhen ?? {})].flatMap((block) =>
    Object.values(block).flatMap((keys) => Object.entries(keys)),
  );
  const texts = [...template.Resource, ...conditions.filter(([key]) => key !== 'iam:PassedToService').flatMap(([, values]) => values)];
  const literals: readonly (readonly [string, RegExp])[] = [
    ['partition', /^arn:(?!\{\{Partition\}\}:)/],
    ['Region', /(^|[.:])[a-z]{2}(-[a-z]+)+-\d/],
    ['account', /(^|\D)\d{12}(\D|$)/],
    ['DNS suffix', /amazonaws\.|\.(gov|uk|eu|com)$/],
  ];
  return texts.flatMap((text) => literals.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${text} names a literal ${what}`));
}

/**
 * Wildcards stand only behind the type of a resource.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html ("You cannot use a wildcard to specify the resource type")
 */
function arnFindings({ statement, template }: Rendered, scope: Scope): string[] {
  return statement.Resource.filter((resource) => resource !== '*').flatMap((resource) => {
    const [arn, partition, service = '', region = '', account = '', ...rest] = resource.split(':');
    const type = isBucketOrObject(resource) ? '' : (rest.join(':').split(/[/:]/)[0] ?? '');
    // AWS publishes images from accounts of its own, whose numbers differ by Region.
    const publishedByAws = service === 'ecr' && account === '*';
    const faults: readonly (readonly [boolean, string])[] = [
      [arn !== 'arn' || partition !== scope.partition, `is no ARN of partition ${scope.partition}`],
      [service.includes('*'), 'has a wildcard as service'],
      [region !== '' && region !== scope.region, `is of Region ${region}, the stack is of ${scope.region}`],
      [publishedByAws && template.Reason === undefined, 'is of every account and gives no Reason'],
      [!publishedByAws && account !== '' && account !== scope.accountId, `is of account ${account}, the stack is of ${scope.accountId}`],
      [/[*?]/.test(type), 'has a wildcard in the type of the resource'],
    ];
    return faults.filter(([wrong]) => wrong).map(([, message]) => `${resource} ${message}`);
  });
}

/** ARNs of buckets and objects name neither Region nor account nor type: `arn:aws:s3:::bucket/key`. */
function isBucketOrObject(resource: string): boolean {
  return /^arn:[^:]+:s3:::/.test(resource);
}

/** A bucket that is not named may be anyone's, and data may leave through it. */
function bucketFindings({ Resource, Condition }: Statement, actions: readonly Action[], scope: Scope): string[] {
  const open = Resource.filter(
    (resource) => resource === '*' || (isBucketOrObject(resource) && /[*?]/.test(resource.split(/[:/]/)[5] ?? '')),
  );
  const accounts = Condition?.['StringEquals']?.['aws:ResourceAccount'] ?? [];
  if (open.length === 0 || (accounts.length === 1 && accounts[0] === scope.accountId)) return [];
  return actions
    .filter(({ name, resourceTypes }) => name.startsWith('s3:') && resourceTypes.length > 0)
    .map(({ name }) => `${name} reaches buckets of every account: it needs StringEquals on aws:ResourceAccount`);
}

/** Actions whose types the reference all calls required, although a statement need not name them all, with the reason. */
const REVIEWED: Readonly<Record<string, string>> = {
  'bedrock:InvokeModel':
    'a request names one of the kinds of models: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-prereq.html',
  'bedrock:InvokeModelWithResponseStream': 'as InvokeModel',
  'bedrock:CreateModelCustomizationJob':
    'authorised on the base model and on what is made; a condition on tags can hold for the latter only, so AWS writes two statements: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerCanvasAIServicesAccess.html',
  'bedrock:CreateProvisionedModelThroughput': "a request names a base model or a model of one's own, and Canvas only the latter",
};

/** Each action needs resources of its types: of all that the reference calls required, or of one where it calls none so. */
function resourceFindings(action: Action, { Resource }: Statement): string[] {
  if (Resource.includes('*')) return [];
  if (action.resourceTypes.length === 0) return [`${action.name} has no resource type, it needs Resource *`];
  const covered = action.resourceTypes.filter((type) => Resource.some((resource) => reaches(resource, type)));
  if (covered.length === 0) return [`${action.name} works on none of the resources`];
  if (action.name in REVIEWED) return [];
  const missing = action.resourceTypes.filter((type) => type.required && !covered.includes(type));
  return missing.map(({ name }) => `${action.name} needs a resource of type ${name}`);
}

/** A name that a parameter fills is not left open beside it: then the parameter would limit nothing. */
function openNameFindings({ Resource }: Statement, actions: readonly Action[]): string[] {
  const types = new Map(actions.flatMap((action) => action.resourceTypes).map((type) => [type.arn, type]));
  const named = Resource.flatMap((resource) =>
    [...types.values()].flatMap((type) => namesIn(resource, type).map(([name, value]) => ({ resource, name, value }))),
  );
  const filled = new Set(named.filter(({ value }) => value !== '*').map(({ name }) => name));
  return named
    .filter(({ name, value }) => value === '*' && filled.has(name))
    .map(({ resource, name }) => `${resource} leaves ${name} open, which other resources of the statement name`);
}

/** The names within an ARN, `[['DatabaseName', 'ml_features'], ['TableName', '*']]`; none where it is not of the type. */
function namesIn(resource: string, { arn }: ResourceType): [name: string, value: string][] {
  const names = [...arn.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const values = new RegExp(`^${arn.replace(/\$\{\w+\}/g, '([^:/]*)')}$`).exec(resource);
  return values === null ? [] : names.map((name, index) => [name, values[index + 1] ?? '']);
}

/** What reaches far says why; a resource that no action works on is noise that hides what is granted. */
function reasonFindings({ statement, template }: Rendered, actions: readonly Action[]): string[] {
  const types = new Map(actions.flatMap((action) => action.resourceTypes).map((type) => [type.arn, type]));
  const reached = [...types.values()].filter((type) => statement.Resource.some((resource) => reaches(resource, type)));
  const useless = statement.Resource.filter((resource) => resource !== '*' && !reached.some((type) => reaches(resource, type)));
  const everywhere = statement.Resource.includes('*');
  const far = everywhere ? ['reaches *'] : reached.length > 1 ? ['reaches several types of resources'] : [];
  const reachable = everywhere ? actions.filter(({ resourceTypes }) => resourceTypes.length > 0) : [];
  const unnamed = reachable.filter(({ name }) => template.Reason?.includes(name.split(':')[1] ?? '') === false);
  return [
    ...unnamed.map(({ name }) => `${name} has resource types, and the Reason does not say why ${name.split(':')[1] ?? ''} is on *`),
    ...(template.Reason === undefined ? far.map((what) => `${what} and gives no Reason`) : []),
    ...useless.map((resource) => `no action works on ${resource}`),
  ];
}
