import type { LocalIam } from '../../local/iam';
import type { ProviderRequest } from './provider-policy';
import { ACCOUNT } from './resolved-provider';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The input of a call, as far as authorization looks at it. */
export interface RequestInput {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
}

/** Calls whose condition key is the boundary that the role has; for the other two it is the one that is asked for. */
const UNDER_A_BOUNDARY = [
  'PutRolePolicy',
  'UpdateAssumeRolePolicy',
  'UpdateRole',
  'AttachRolePolicy',
  'DetachRolePolicy',
  'DeleteRolePolicy',
  'DeleteRole',
  'GetRole',
];

/**
 * What IAM asks itself about a call at this moment: the action, the resource and the condition keys, and once more for tags that a
 * creating call sets. Keys by https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function requestsOf(call: string, input: RequestInput, iam: LocalIam): ProviderRequest[] {
  const request: ProviderRequest = {
    Action: `iam:${call}`,
    Resource: resourceOf(call, input, iam),
    Context: { ...resourceTags(input, iam), ...requestTags(call, input), ...boundary(call, input, iam), ...policyArn(call, input) },
  };
  if (call === 'CreateRole' || call === 'CreatePolicy') {
    const { Resource } = request;
    return [request, { Action: call === 'CreateRole' ? 'iam:TagRole' : 'iam:TagPolicy', Resource, Context: requestTags(call, input) }];
  }
  return [request];
}

function resourceOf(call: string, { RoleName, Path, PolicyName, PolicyArn }: RequestInput, iam: LocalIam): string {
  switch (call) {
    case 'ListPolicies':
      return '*';
    case 'CreatePolicy':
      return `arn:aws:iam::${ACCOUNT}:policy${Path ?? '/'}${PolicyName ?? ''}`;
    case 'CreateRole':
      return `arn:aws:iam::${ACCOUNT}:role${Path ?? '/'}${RoleName ?? ''}`;
    default:
      // A role that does not exist has no path.
      return RoleName === undefined ? (PolicyArn ?? '') : (iam.role(RoleName)?.Arn ?? `arn:aws:iam::${ACCOUNT}:role/${RoleName}`);
  }
}

function resourceTags({ RoleName, PolicyArn }: RequestInput, iam: LocalIam): Record<string, string> {
  const resource = RoleName === undefined ? iam.policies.find(({ Arn }) => Arn === PolicyArn) : iam.role(RoleName);
  return Object.fromEntries((resource?.Tags ?? []).map(({ Key, Value }) => [`aws:ResourceTag/${Key}`, Value]));
}

function requestTags(call: string, { Tags, TagKeys }: RequestInput): Record<string, unknown> {
  if (call === 'UntagRole') return { 'aws:TagKeys': TagKeys ?? [] };
  if (Tags === undefined) return {};
  return {
    'aws:TagKeys': Tags.map(({ Key }) => Key),
    ...Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
}

function boundary(call: string, { RoleName = '', PermissionsBoundary }: RequestInput, iam: LocalIam): Record<string, string> {
  const arn = UNDER_A_BOUNDARY.includes(call) ? iam.role(RoleName)?.PermissionsBoundary : PermissionsBoundary;
  return arn === undefined ? {} : { 'iam:PermissionsBoundary': arn };
}

function policyArn(call: string, { PolicyArn }: RequestInput): Record<string, string> {
  return ['AttachRolePolicy', 'DetachRolePolicy'].includes(call) && PolicyArn !== undefined ? { 'iam:PolicyARN': PolicyArn } : {};
}
