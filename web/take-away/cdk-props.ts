import { PARAMETER_TYPES, type ParameterTypeName } from '../../lambda/core/parameter-types';
import type { Catalog } from '../../lambda/core/catalog';
import { isMap, textsOf, writtenProperties, type PropertyMap } from '../design/design';
import { typeOfList } from '../design/stand-ins';

/** A value in a CDK program, before it is written in a language. */
export type CdkValue =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly CdkValue[] }
  /** Keys that the library does not know: tags, conditions, statements. */
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, CdkValue])[] }
  /** A structure of the library: its name, and its members in camel case. */
  | { readonly kind: 'struct'; readonly name: string; readonly members: readonly (readonly [string, CdkValue])[] }
  /** `s3.Bucket.fromBucketName(this, 'S3Buckets1', 'b')`: without an id, only the value is handed over. */
  | { readonly kind: 'call'; readonly module: string; readonly call: readonly string[]; readonly id?: string; readonly value: CdkValue }
  | { readonly kind: 'enum'; readonly name: string; readonly member: string };

/** How a value of a type is imported, where the library does not take its text. */
const IMPORTS: Readonly<Partial<Record<ParameterTypeName, readonly [module: string, ...call: string[]]>>> = {
  BucketName: ['s3', 'Bucket', 'fromBucketName'],
  RoleArnToPass: ['iam', 'Role', 'fromRoleArn'],
  EcrRepositoryArn: ['ecr', 'Repository', 'fromRepositoryArn'],
  KeyArn: ['kms', 'Key', 'fromKeyArn'],
  SubnetId: ['ec2', 'Subnet', 'fromSubnetId'],
  SecurityGroupId: ['ec2', 'SecurityGroup', 'fromSecurityGroupId'],
  SecretArn: ['secretsmanager', 'Secret', 'fromSecretCompleteArn'],
};

/** The properties of a design as those of the construct. */
export function cdkProps(properties: PropertyMap, catalog: Catalog): (readonly [string, CdkValue])[] {
  const written = Object.entries(writtenProperties(properties)).filter(([name]) => name !== 'ServiceToken');
  return written.map(([name, value]) => member(name, value, '', catalog));
}

function member(name: string, value: unknown, prefix: string, catalog: Catalog): readonly [string, CdkValue] {
  const id = `${prefix}${name}`;
  const policy = (arn: string, suffix: string): CdkValue => call(['iam', 'ManagedPolicy', 'fromManagedPolicyArn'], arn, `${id}${suffix}`);
  switch (name) {
    case 'Activities':
      return ['activities', list(Array.isArray(value) ? value : [value], (entry) => activity(entry, catalog))];
    case 'Vpc':
    case 'Kms':
      return [
        camel(name),
        struct(`${name}Limit`, value, (key, item) => [camel(key), imported(`${name}.${key}`, item, `${prefix}${key}`, catalog)]),
      ];
    case 'Tags':
      return ['tags', { kind: 'map', entries: tagEntries(value) }];
    case 'ManagedPolicyArns':
      return ['managedPolicies', list(textsOf(value), (arn, index) => policy(arn, String(index + 1)))];
    case 'PermissionsBoundary':
      return ['permissionsBoundary', policy(String(value), '')];
    case 'GrantTo':
      return ['grantTo', call(['iam', 'Role', 'fromRoleArn'], String(value), id)];
    case 'SourceCondition':
      return ['sourceCondition', { kind: 'enum', name: 'SourceCondition', member: String(value).toUpperCase() }];
    case 'MaxSessionDuration':
    case 'ServiceTimeout':
    case 'PropagationDelaySeconds': {
      const seconds: CdkValue = { kind: 'literal', value: Number(value) };
      return [camel(name.replace(/Seconds$/, '')), { kind: 'call', module: '', call: ['Duration', 'seconds'], value: seconds }];
    }
    case 'TrustedPrincipals':
      return ['trustedPrincipals', list(asList(value), (one) => struct('TrustedPrincipal', one, (key, item) => [camel(key), plain(item)]))];
    case 'AdditionalStatements':
      return [
        'additionalStatements',
        list(asList(value), (one) => ({ kind: 'call', module: 'iam', call: ['PolicyStatement', 'fromJson'], value: plain(one) })),
      ];
    default:
      return [camel(name), typeOfList(name, catalog) === undefined ? plain(value) : imported(name, value, id, catalog)];
  }
}

function activity(entry: unknown, catalog: Catalog): CdkValue {
  if (!isMap(entry)) return { kind: 'struct', name: 'PersonaRoleActivity', members: [['activity', plain(entry)]] };
  const name = String(entry['Activity']);
  return struct('PersonaRoleActivity', entry, (key, value) => member(key, value, name.split('@')[0] ?? name, catalog));
}

/** A list of values that the library takes as its own objects, or as texts. */
function imported(name: string, value: unknown, id: string, catalog: Catalog): CdkValue {
  const type = typeOfList(name, catalog);
  const how = type !== undefined && Object.hasOwn(PARAMETER_TYPES, type) ? IMPORTS[type] : undefined;
  if (how === undefined) return plain(value);
  return list(textsOf(value), (text, index) => call(how, text, `${id}${String(index + 1)}`));
}

function call([module, ...path]: readonly [string, ...string[]], value: string, id: string): CdkValue {
  return { kind: 'call', module, call: path, id, value: { kind: 'literal', value } };
}

function list<T>(items: readonly T[], each: (item: T, index: number) => CdkValue): CdkValue {
  return { kind: 'list', items: items.map(each) };
}

function struct(name: string, value: unknown, each: (key: string, value: unknown) => readonly [string, CdkValue]): CdkValue {
  const entries = isMap(value) ? Object.entries(value) : [];
  return { kind: 'struct', name, members: entries.map(([key, item]) => each(key, item)) };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function tagEntries(value: unknown): [string, CdkValue][] {
  return asList(value).flatMap((tag) => (isMap(tag) ? [[String(tag['Key']), plain(tag['Value'] ?? '')] as [string, CdkValue]] : []));
}

/** A value as it stands; `"true"` and `"false"` are what CloudFormation would make of them. */
function plain(value: unknown): CdkValue {
  if (Array.isArray(value)) return list(value, plain);
  if (isMap(value)) return { kind: 'map', entries: Object.entries(value).map(([key, item]) => [key, plain(item)] as const) };
  if (value === 'true' || value === 'false') return { kind: 'literal', value: value === 'true' };
  return { kind: 'literal', value: typeof value === 'number' || typeof value === 'boolean' ? value : String(value) };
}

/** `rolesToPass`, `vpc` */
export function camel(name: string): string {
  return name === 'AWS' ? 'aws' : name.charAt(0).toLowerCase() + name.slice(1);
}
