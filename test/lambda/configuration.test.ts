import { CONFIGURATION_NAMES } from '../../lambda/core/configuration';
import { allowedResponseHosts, environmentName, readConfiguration } from '../../lambda/configuration';

/** A value of each variable and what is read from it, beside the default. */
const VARIABLES = [
  ['ROLE_PATH', 'RolePath', '/ml/', '/ml/', '/sagemaker-persona/'],
  ['ROLE_NAME_PREFIX', 'RoleNamePrefix', 'ML-', 'ML-', 'SageMaker-'],
  ['PERMISSIONS_BOUNDARIES', 'PermissionsBoundaries', 'arn:a,arn:b', ['arn:a', 'arn:b'], undefined],
  ['PASSABLE_ROLE_ARNS', 'PassableRoleArns', 'arn:a', ['arn:a'], undefined],
  ['DENIED_ACTIVITIES', 'DeniedActivities', 'ManageJobs,ManageModels@1', ['ManageJobs', 'ManageModels@1'], ['AccessS3AllResources']],
  ['ALLOWED_BUCKETS', 'AllowedBuckets', 'ml-*', ['ml-*'], ['*']],
  ['ALLOWED_MANAGED_POLICY_ARNS', 'AllowedManagedPolicyArns', 'arn:a', ['arn:a'], []],
  ['ALLOW_ADDITIONAL_STATEMENTS', 'AllowAdditionalStatements', 'true', true, false],
  ['TRUSTED_PRINCIPALS', 'TrustedPrincipals', 'glue.amazonaws.com', ['glue.amazonaws.com'], []],
  ['ALLOW_NO_SOURCE_CONDITION', 'AllowNoSourceCondition', 'true', true, false],
  ['GRANTABLE_ROLE_ARNS', 'GrantableRoleArns', 'arn:a,arn:b', ['arn:a', 'arn:b'], []],
  ['ADOPTABLE_ROLE_ARNS', 'AdoptableRoleArns', 'arn:a', ['arn:a'], []],
  ['PROTECTED_TAG_KEYS', 'ProtectedTagKeys', 'team,access-*', ['team', 'access-*'], []],
  ['MANAGED_POLICIES_PER_ROLE', 'ManagedPoliciesPerRole', '20', 20, 10],
  ['PROPAGATION_DELAY_SECONDS', 'PropagationDelaySeconds', '0', 0, 10],
  ['VERIFY_STACK', 'VerifyStack', 'false', false, true],
  ['ALLOWED_RESPONSE_HOSTS', 'AllowedResponseHosts', '127.0.0.1:4566', ['127.0.0.1:4566'], []],
  ['LOG_LEVEL', 'LogLevel', 'DEBUG', 'DEBUG', 'INFO'],
] as const;

describe("the function's environment", () => {
  it('has exactly these variables', () => {
    expect(VARIABLES.map(([, setting]) => setting)).toEqual(CONFIGURATION_NAMES);
    expect(CONFIGURATION_NAMES.map(environmentName)).toEqual(VARIABLES.map(([variable]) => variable));
  });

  it.each(VARIABLES)('%s is %s', (variable, setting, value, expected, byDefault) => {
    expect(readConfiguration({ [variable]: value })[setting]).toEqual(expected);
    expect(readConfiguration({})[setting]).toEqual(byDefault);
    expect(readConfiguration({ [variable]: undefined })[setting]).toEqual(byDefault);
  });

  it.each([
    ['PASSABLE_ROLE_ARNS', 'PassableRoleArns'],
    ['DENIED_ACTIVITIES', 'DeniedActivities'],
    ['ALLOWED_BUCKETS', 'AllowedBuckets'],
    ['ALLOWED_MANAGED_POLICY_ARNS', 'AllowedManagedPolicyArns'],
    ['PROTECTED_TAG_KEYS', 'ProtectedTagKeys'],
    ['ALLOWED_RESPONSE_HOSTS', 'AllowedResponseHosts'],
  ] as const)('%s set to nothing is the empty list, not the default', (variable, setting) => {
    expect(readConfiguration({ [variable]: '' })[setting]).toEqual([]);
  });

  it('is read once as long as it says the same', () => {
    const environment = { ALLOWED_BUCKETS: 'ml-*' };
    const configuration = readConfiguration(environment);
    expect(readConfiguration({ ...environment, HOME: '/' })).toBe(configuration);
    expect(() => readConfiguration({ VERIFY_STACK: 'perhaps' })).toThrow('VerifyStack');
    expect(readConfiguration({ ALLOWED_BUCKETS: '*' }).AllowedBuckets).toEqual(['*']);
    expect(readConfiguration(environment)).toEqual(configuration);
  });

  it('may have blanks around the elements of a list', () => {
    expect(readConfiguration({ ALLOWED_BUCKETS: ' a , b,, ' }).AllowedBuckets).toEqual(['a', 'b']);
  });

  it('may have anything else in it', () => {
    expect(readConfiguration({ AWS_REGION: 'eu-west-1', PATH: '/bin', RolePath: 'x', role_path: 'x' })).toEqual(readConfiguration({}));
  });

  it.each([
    ['ROLE_PATH', 'ml', 'InvalidRequest: provider configuration RolePath: must begin and end with "/" and name at least one folder'],
    ['ROLE_PATH', '', 'provider configuration RolePath'],
    ['ROLE_PATH', '/', 'provider configuration RolePath'],
    ['ROLE_NAME_PREFIX', 'a b', 'provider configuration RoleNamePrefix'],
    ['PERMISSIONS_BOUNDARIES', '', 'provider configuration PermissionsBoundaries'],
    ['MANAGED_POLICIES_PER_ROLE', 'many', 'InvalidRequest: provider configuration ManagedPoliciesPerRole: must be a'],
    ['PROPAGATION_DELAY_SECONDS', '121', 'InvalidRequest: provider configuration PropagationDelaySeconds: must be at most 120'],
    ['VERIFY_STACK', 'yes', 'InvalidRequest: provider configuration VerifyStack: must be true or false'],
    ['LOG_LEVEL', 'LOUD', 'InvalidRequest: provider configuration LogLevel: must be one of DEBUG, INFO, WARN, ERROR'],
  ])('is refused with %s=%p, naming the setting', (variable, value, message) => {
    expect(() => readConfiguration({ [variable]: value })).toThrow(message);
  });

  it('is refused with all its faults at once', () => {
    expect(() => readConfiguration({ VERIFY_STACK: 'yes', LOG_LEVEL: 'LOUD' })).toThrow(/VerifyStack.*LogLevel/);
  });
});

describe('the local hosts of answers', () => {
  it.each<[string | undefined, readonly string[]]>([
    [undefined, []],
    ['', []],
    [',', []],
    ['a:1', ['a:1']],
    ['a:1,b:2', ['a:1', 'b:2']],
    [' a:1 , b:2 ', ['a:1', 'b:2']],
  ])('%p are %j', (value, expected) => {
    expect(allowedResponseHosts({ ALLOWED_RESPONSE_HOSTS: value })).toEqual(expected);
  });

  it('are those of the configuration, and known even where the rest of it is faulty', () => {
    const environment = { ALLOWED_RESPONSE_HOSTS: 'a:1, b:2' };
    expect(allowedResponseHosts(environment)).toEqual(readConfiguration(environment).AllowedResponseHosts);
    expect(allowedResponseHosts({ ...environment, LOG_LEVEL: 'LOUD' })).toEqual(['a:1', 'b:2']);
  });
});
