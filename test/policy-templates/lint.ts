import type { Statement } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import type { Scope } from '../../lambda/core/scope';
import type { ActivityTemplate, Limit, StatementTemplate } from '../../lambda/core/template';
import { carriesKey, reaches, referenceAction, referenceKey, type Action } from './reference';
import { resolvedSample } from './samples';

/** A statement as rendered, beside the template that it came from. */
interface Rendered {
  readonly statement: Statement;
  readonly template: StatementTemplate;
}

/**
 * Everything that is wrong with an activity in one combination of limits and one partition, each finding beginning with the
 * statement's Sid. Empty where nothing is.
 */
export async function lintActivity(activity: ActivityTemplate, limits: readonly Limit[], scope: Scope): Promise<string[]> {
  const prefix = `${activity.Activity}V${String(activity.Version)}`;
  const rendered = renderActivity(resolvedSample(activity, limits, scope), scope).flatMap((statement) => {
    const template = activity.Statements.find(({ Sid }) => `${prefix}${Sid}` === statement.Sid);
    return template === undefined ? [] : [{ statement, template }];
  });
  const findings = await Promise.all(rendered.map(async (pair) => lintStatement(pair, activity, scope)));
  return findings.flat();
}

async function lintStatement(rendered: Rendered, activity: ActivityTemplate, scope: Scope): Promise<string[]> {
  const { statement, template } = rendered;
  const known = await Promise.all(statement.Action.map(async (name) => ({ name, action: await referenceAction(name) })));
  const actions = known.flatMap(({ action }) => (action === undefined ? [] : [action]));
  const findings = [
    ...known.filter(({ action }) => action === undefined).map(({ name }) => `${name} does not exist`),
    ...literalFindings(template),
    ...[...JSON.stringify(statement).matchAll(/\[\[[^\]]*\]\]|\{\{[^}]*\}\}/g)].map(([placeholder]) => `${placeholder} was not replaced`),
    ...arnFindings(rendered, scope),
    ...actions.flatMap((action) => resourceFindings(action, statement)),
    ...bucketFindings(statement, actions, scope),
    ...reasonFindings(rendered, actions),
    ...passRoleFindings(statement),
    ...keyUseFindings(rendered),
    ...(await taggingFindings(statement, activity)),
    ...(await conditionFindings(statement, actions)),
  ];
  return findings.map((finding) => `${template.Sid}: ${finding}`);
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

/** What reaches far says why; a resource that no action works on is noise that hides what is granted. */
function reasonFindings({ statement, template }: Rendered, actions: readonly Action[]): string[] {
  const types = new Map(actions.flatMap((action) => action.resourceTypes).map((type) => [type.arn, type]));
  const reached = [...types.values()].filter((type) => statement.Resource.some((resource) => reaches(resource, type)));
  const useless = statement.Resource.filter((resource) => resource !== '*' && !reached.some((type) => reaches(resource, type)));
  const far = statement.Resource.includes('*') ? ['reaches *'] : reached.length > 1 ? ['reaches several types of resources'] : [];
  return [
    ...(template.Reason === undefined ? far.map((what) => `${what} and gives no Reason`) : []),
    ...useless.map((resource) => `no action works on ${resource}`),
  ];
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function passRoleFindings({ Action, Resource, Condition }: Statement): string[] {
  if (!Action.includes('iam:PassRole')) return [];
  return [
    ...(Action.length > 1 ? ['iam:PassRole does not stand alone'] : []),
    ...(Resource.includes('*') ? ['iam:PassRole reaches every role'] : []),
    ...(Condition?.['StringEquals']?.['iam:PassedToService'] === undefined
      ? ['iam:PassRole has no StringEquals on iam:PassedToService']
      : []),
  ];
}

/** Keys are used through a named service; where AWS leaves the service open, the file says so. */
function keyUseFindings({ statement, template }: Rendered): string[] {
  const throughService = Object.values(statement.Condition ?? {}).some((keys) => 'kms:ViaService' in keys);
  if (throughService || template.Reason !== undefined) return [];
  return statement.Action.filter((action) => action.startsWith('kms:')).map(
    (action) => `${action} has no kms:ViaService and gives no Reason`,
  );
}

/** Tags may be set at creation only, and for everything taggable that the activity creates. */
async function taggingFindings({ Action, Condition }: Statement, activity: ActivityTemplate): Promise<string[]> {
  if (!Action.includes('sagemaker:AddTags')) return [];
  const allowed = Condition?.['StringEquals']?.['sagemaker:TaggingAction'];
  if (allowed === undefined) return ['sagemaker:AddTags has no StringEquals on sagemaker:TaggingAction'];
  const granted = activity.Statements.flatMap((statement) => statement.Action);
  const known = await Promise.all(granted.map(async (name) => referenceAction(name)));
  const taggable = known.filter(
    (action) => action?.name.startsWith('sagemaker:Create') === true && action.conditionKeys.includes('aws:TagKeys'),
  );
  const creating = new Set(taggable.map((action) => action?.name.split(':')[1] ?? ''));
  return [
    ...[...creating].filter((name) => !allowed.includes(name)).map((name) => `${name} may create but not tag`),
    ...allowed.filter((name) => !creating.has(name)).map((name) => `${name} may tag, but the activity does not create by it`),
  ];
}

async function conditionFindings({ Action, Resource, Condition }: Statement, actions: readonly Action[]): Promise<string[]> {
  const used = Object.entries(Condition ?? {}).flatMap(([operator, keys]) => Object.keys(keys).map((key) => ({ operator, key })));
  const unsupported = used.flatMap(({ key }) =>
    actions
      .filter(
        (action) =>
          !carriesKey(
            action,
            action.resourceTypes.filter((type) => Resource.some((resource) => resource === '*' || reaches(resource, type))),
            key,
          ),
      )
      .map((action) => `${action.name} sends no ${key}`),
  );
  const misused = await Promise.all(used.map(async ({ operator, key }) => operatorFindings(operator, key, Condition ?? {})));
  const variables = [...JSON.stringify({ Action, Resource, Condition }).matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] ?? '');
  const unknown = await Promise.all(
    [...new Set(variables)].map(async (key) => ((await referenceKey(key)) === undefined ? [`there is no key \${${key}}`] : [])),
  );
  return [...unsupported, ...misused.flat(), ...unknown.flat()];
}

/** Operators that fit each type of key of the reference; `Null` fits all. */
const OPERATORS: Readonly<Record<string, RegExp>> = {
  ARN: /^Arn(Not)?(Equals|Like)$/,
  Bool: /^Bool$/,
  String: /^String(Not)?(Equals|Like)$/,
  ArrayOfString: /^For(AllValues|AnyValue):String(Not)?(Equals|Like)$/,
};

async function operatorFindings(operator: string, key: string, conditions: NonNullable<Statement['Condition']>): Promise<string[]> {
  const details = await referenceKey(key);
  if (details === undefined) return [`there is no key ${key}`];
  const deprecated = details.description.includes('deprecated') ? [`${key} is deprecated`] : [];
  if (operator === 'Null') return deprecated;
  const fits = OPERATORS[details.type]?.test(operator) === true;
  const vacuous = operator.startsWith('ForAllValues:') && conditions['Null']?.[key]?.[0] !== 'false';
  return [
    ...deprecated,
    ...(fits ? [] : [`${operator} does not fit ${key}, which is of type ${details.type}`]),
    ...(vacuous ? [`${operator} on ${key} is true for a request without the key: it needs Null false`] : []),
  ];
}
