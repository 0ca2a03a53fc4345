import { malformed } from './iam-error';

/** Where the resource part of an IAM ARN may begin: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
const IAM_RESOURCES = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];

/** S3 resources that live in a Region; buckets and objects are named without one. */
const REGIONAL_S3_RESOURCES = ['accesspoint/', 'job/', 'storage-lens/', 'storage-lens-group/', 'access-grants/', '*'];

/**
 * Checks an entry of `Resource` or `NotResource`: `*`, or an ARN of this partition.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 * @throws IamError `MalformedPolicyDocument`
 */
export function checkResource(resource: string, partition: string): void {
  if (resource === '*') return;
  const [prefix, arnPartition = '', service = '', region = '', , ...rest] = resource.split(':');
  if (prefix !== 'arn' || rest.length === 0) throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  if (arnPartition !== partition && arnPartition !== '*') {
    throw malformed(`Partition "${arnPartition}" is not valid for resource "${resource}".`);
  }
  if (service === '' || /[*?\s]/.test(service)) {
    throw malformed('Resource vendor must be fully qualified and cannot contain regexes.');
  }
  const path = rest.join(':');
  if (service === 'iam') checkIamResource(resource, region, path);
  if (service === 's3' && region !== '' && !REGIONAL_S3_RESOURCES.some((start) => path.startsWith(start))) {
    throw malformed(`Resource ${resource} can not contain region information.`);
  }
}

function checkIamResource(resource: string, region: string, path: string): void {
  if (region !== '') throw malformed(`IAM resource ${resource} cannot contain region information.`);
  if (path !== '*' && !IAM_RESOURCES.some((start) => path.startsWith(start))) {
    throw malformed(`IAM resource path must either be "*" or start with ${IAM_RESOURCES.join(', ')}.`);
  }
}
