import type { Conditions, Statement } from '../../lambda/core/policy';
import { carriesKey, reaches, referenceKey, type Action } from './reference';

/** What is wrong with the conditions of a statement. */
export async function conditionFindings({ Action, Resource, Condition }: Statement, actions: readonly Action[]): Promise<string[]> {
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
  return [
    ...unsupported,
    ...misused.flat(),
    ...unknown.flat(),
    ...contradictions(Condition ?? {}),
    ...bucketAclFindings(Action, Condition ?? {}),
  ];
}

/** A condition that no request meets makes its actions impossible. */
function contradictions(conditions: Conditions): string[] {
  const absent = Object.entries(conditions['Null'] ?? {}).flatMap(([key, values]) => (values.includes('true') ? [key] : []));
  return Object.entries(conditions)
    .filter(([operator]) => operator !== 'Null' && !/Not|IfExists$/.test(operator))
    .flatMap(([operator, keys]) =>
      Object.keys(keys)
        .filter((key) => absent.includes(key))
        .map((key) => `no request meets ${operator} and Null true on ${key}`),
    );
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const BUCKET_ACLS = ['private', 'public-read', 'public-read-write', 'authenticated-read', 'log-delivery-write'];

/** Canned ACLs for the owner of the bucket are of objects; S3 ignores them on buckets. */
function bucketAclFindings(actions: readonly string[], conditions: Conditions): string[] {
  if (!actions.includes('s3:PutBucketAcl')) return [];
  const values = Object.values(conditions).flatMap((keys) => keys['s3:x-amz-acl'] ?? []);
  return values
    .filter((value) => !BUCKET_ACLS.includes(value))
    .map((value) => `s3:PutBucketAcl knows no ACL ${value}, it is one of objects`);
}

/** Operators that fit each type of key of the reference; `Null` fits all. */
const OPERATORS: Readonly<Record<string, RegExp>> = {
  ARN: /^Arn(Not)?(Equals|Like)$/,
  Bool: /^Bool$/,
  String: /^String(Not)?(Equals|Like)$/,
  ArrayOfString: /^For(AllValues|AnyValue):String(Not)?(Equals|Like)$/,
};

async function operatorFindings(operator: string, key: string, conditions: Conditions): Promise<string[]> {
  const details = await referenceKey(key);
  if (details === undefined) return [`there is no key ${key}`];
  const deprecated = details.description.includes('deprecated') ? [`${key} is deprecated`] : [];
  if (operator === 'Null') return deprecated;
  const fits = OPERATORS[details.type]?.test(operator) === true;
  const values = conditions[operator]?.[key] ?? [];
  const noArns = details.type === 'ARN' ? values.filter((value) => !value.startsWith('arn:')) : [];
  const vacuous = operator.startsWith('ForAllValues:') && conditions['Null']?.[key]?.[0] !== 'false';
  return [
    ...deprecated,
    ...(fits ? [] : [`${operator} does not fit ${key}, which is of type ${details.type}`]),
    ...noArns.map((value) => `${value} is no ARN, but ${key} is one`),
    ...(vacuous ? [`${operator} on ${key} is true for a request without the key: it needs Null false`] : []),
  ];
}
