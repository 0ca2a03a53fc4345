/** Steps of a case of the contract at which moto answers differently, and the fact about AWS that decides for the contract. */
export interface Deviation {
  readonly case: string;
  /** Counted from 1. */
  readonly steps: readonly number[];
  /** What moto answers: `OK`, an error code, or `OK, but another result`. */
  readonly moto: string;
  readonly fact: string;
  readonly source: string;
}

const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const GRAMMAR = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html';
const PRINCIPALS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';
const TAGS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html';
const API = 'https://docs.aws.amazon.com/IAM/latest/APIReference';

export const MOTO_DEVIATIONS: readonly Deviation[] = [
  {
    case: 'a role keeps all that it was created with',
    steps: [4],
    moto: 'OK, but another result',
    fact: 'PermissionsBoundaryType "can only have a value of Policy"',
    source: `${API}/API_AttachedPermissionsBoundary.html`,
  },
  {
    case: 'role names are unique without regard to case',
    steps: [3],
    moto: 'OK',
    fact: 'names of roles "aren\'t distinguished by case"',
    source: QUOTAS,
  },
  {
    case: 'names, paths, durations and descriptions keep to their patterns',
    steps: [1, 2, 3, 4, 5, 6, 7, 8, 10],
    moto: 'OK',
    fact: 'patterns, lengths and ranges of the parameters',
    source: `${API}/API_CreateRole.html`,
  },
  {
    case: 'tags have at most 50 entries and limited keys and values',
    steps: [4],
    moto: 'OK',
    fact: '"You cannot create a tag key or value that begins with the text aws:"',
    source: TAGS,
  },
  {
    case: 'tags have at most 50 entries and limited keys and values',
    steps: [9],
    moto: 'OK',
    fact: '50 tags can be attached to a role',
    source: QUOTAS,
  },
  {
    case: "tag keys of a role are told apart without regard to case, a policy's with it",
    steps: [3, 5, 8],
    moto: 'OK, but another result',
    fact: 'tag keys of roles are not case sensitive, those of customer managed policies are',
    source: TAGS,
  },
  {
    case: 'a trust policy is refused: not JSON',
    steps: [1],
    moto: 'OK',
    fact: 'MalformedPolicyDocument is an error of CreateRole as of UpdateAssumeRolePolicy',
    source: `${API}/API_CreateRole.html`,
  },
  {
    case: 'a trust policy is refused: no Statement',
    steps: [1],
    moto: 'OK',
    fact: 'MalformedPolicyDocument is an error of CreateRole as of UpdateAssumeRolePolicy',
    source: `${API}/API_CreateRole.html`,
  },
  {
    case: 'a trust policy is refused: a Resource',
    steps: [1],
    moto: 'OK',
    fact: 'MalformedPolicyDocument is an error of CreateRole as of UpdateAssumeRolePolicy',
    source: `${API}/API_CreateRole.html`,
  },
  {
    case: 'a trust policy is refused: an action that is not of STS',
    steps: [1],
    moto: 'OK',
    fact: 'MalformedPolicyDocument is an error of CreateRole as of UpdateAssumeRolePolicy',
    source: `${API}/API_CreateRole.html`,
  },
  {
    case: 'a trust policy is refused: no Principal',
    steps: [1, 3],
    moto: 'OK',
    fact: '"The principal_block element is required in … trust policies for IAM roles"',
    source: GRAMMAR,
  },
  {
    case: 'a trust policy is refused: an unknown service',
    steps: [1, 3],
    moto: 'OK',
    fact: 'a principal has to be one that exists',
    source: PRINCIPALS,
  },
  {
    case: 'a trust policy is refused: a role that does not exist',
    steps: [1, 3],
    moto: 'OK',
    fact: 'a principal has to be one that exists',
    source: PRINCIPALS,
  },
  {
    case: 'a trust policy is refused: no ARN and no account',
    steps: [1, 3],
    moto: 'OK',
    fact: 'a principal has to be one that exists',
    source: PRINCIPALS,
  },
  {
    case: 'a trust policy has at most 2,048 characters',
    steps: [1],
    moto: 'OK',
    fact: 'role trust policy length: 2,048 characters by default',
    source: QUOTAS,
  },
  {
    case: 'an inline or managed policy is refused: a Resource of another partition',
    steps: [2, 3],
    moto: 'OK',
    fact: 'a partition is a group of Regions of its own; an account belongs to one',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  },
  {
    case: 'an inline or managed policy is refused: an Id',
    steps: [2, 3],
    moto: 'OK',
    fact: 'the id_block "must not be included in identity-based policies"',
    source: GRAMMAR,
  },
  {
    case: 'an inline or managed policy is refused: a Sid with a blank',
    steps: [2, 3],
    moto: 'OK',
    fact: '"basic alphanumeric characters (A-Z,a-z,0-9) are the only allowed characters in the Sid value"',
    source: GRAMMAR,
  },
  {
    case: 'an inline or managed policy is refused: a Principal',
    steps: [2, 3],
    moto: 'OK',
    fact: 'the principal_block "must not be included in identity-based policies"',
    source: GRAMMAR,
  },
  {
    case: 'an inline or managed policy is refused: the same key twice',
    steps: [2, 3],
    moto: 'OK',
    fact: '"Individual elements must not contain multiple instances of the same key"',
    source: GRAMMAR,
  },
  {
    case: 'an inline or managed policy is refused: a variable that is not closed',
    steps: [2, 3],
    moto: 'OK',
    fact: 'a variable is ${, a name, and }',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
  },
  {
    case: 'characters above U+00FF are refused in documents',
    steps: [2],
    moto: 'OK',
    fact: 'documents hold tab, line feed, carriage return and U+0020 to U+00FF only',
    source: QUOTAS,
  },
  {
    case: 'inline policies have at most 10,240 characters in sum',
    steps: [2, 7],
    moto: 'OK',
    fact: 'the sum of all inline policies of a role is at most 10,240 characters',
    source: QUOTAS,
  },
  {
    case: 'a managed policy has at most 6,144 characters and 5 versions',
    steps: [1],
    moto: 'OK',
    fact: 'the size of each managed policy is at most 6,144 characters',
    source: QUOTAS,
  },
  {
    case: 'names of managed policies are unique whatever their path and case',
    steps: [3, 4],
    moto: 'OK',
    fact: 'policy names "must be unique within the account. Names are not distinguished by case"',
    source: `${API}/API_CreatePolicy.html`,
  },
  {
    case: 'an attached policy cannot be deleted',
    steps: [4],
    moto: 'OK',
    fact: '"you must first detach the policy from all users, groups, and roles that it is attached to. In addition, you must delete all the policy\'s versions"',
    source: `${API}/API_DeletePolicy.html`,
  },
  {
    case: 'a policy with other versions cannot be deleted',
    steps: [3],
    moto: 'OK',
    fact: '"you must first detach the policy from all users, groups, and roles that it is attached to. In addition, you must delete all the policy\'s versions"',
    source: `${API}/API_DeletePolicy.html`,
  },
  {
    case: 'a boundary policy cannot be deleted',
    steps: [3],
    moto: 'OK',
    fact: 'DeleteConflict: "attempted to delete a resource that has attached subordinate entities"',
    source: `${API}/API_DeletePolicy.html`,
  },
  {
    case: 'a boundary has to exist, and can be put and removed',
    steps: [1, 5],
    moto: 'OK',
    fact: 'NoSuchEntity: "it referenced a resource entity that does not exist"',
    source: `${API}/API_PutRolePermissionsBoundary.html`,
  },
  {
    case: 'a boundary has to exist, and can be put and removed',
    steps: [2, 3],
    moto: 'InvalidParameterValue',
    fact: 'an ARN has at least 20 characters, and an invalid one is InvalidInput',
    source: `${API}/API_PutRolePermissionsBoundary.html`,
  },
  {
    case: 'policies are attached once, and detached only if attached',
    steps: [6],
    moto: 'OK, but another result',
    fact: 'attaching twice is one attachment',
    source: `${API}/API_Policy.html`,
  },
  {
    case: 'policies are attached once, and detached only if attached',
    steps: [10],
    moto: 'NoSuchEntity',
    fact: 'InvalidInput is for "an invalid or out-of-range value"',
    source: `${API}/API_AttachRolePolicy.html`,
  },
  {
    case: 'at most 10 policies are attached to a role',
    steps: [23],
    moto: 'OK',
    fact: '10 managed policies can be attached to a role by default',
    source: QUOTAS,
  },
  {
    case: 'UpdateRole changes what it names and nothing else',
    steps: [3, 5],
    moto: 'OK, but another result',
    fact: 'what UpdateRole does not name stays as it is (measured on AWS; the API page can be read otherwise)',
    source: 'https://github.com/go-to-k/cdkd/pull/1239',
  },
  {
    case: 'UpdateRole changes what it names and nothing else',
    steps: [6],
    moto: 'OK',
    fact: 'MaxSessionDuration is at least 3600',
    source: `${API}/API_UpdateRole.html`,
  },
  {
    case: 'ListInstanceProfilesForRole of a role that does not exist is an error',
    steps: [1],
    moto: 'OK',
    fact: 'NoSuchEntity is an error of ListInstanceProfilesForRole',
    source: `${API}/API_ListInstanceProfilesForRole.html`,
  },
  {
    case: 'ListRolePolicies gives as many as asked for',
    steps: [4],
    moto: 'OK, but another result',
    fact: 'MaxItems: "the maximum number of items you want in the response"',
    source: `${API}/API_ListRolePolicies.html`,
  },
];
