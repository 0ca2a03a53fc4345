import { CONFIGURATION_NAMES, parseConfiguration, passableRoleArns, permissionsBoundaries } from '../../lambda/core/configuration';
import { issueText, PersonaRoleError } from '../../lambda/core/errors';
import { SCOPE } from './samples';

function configurationFaults(settings: Readonly<Record<string, unknown>>): string[] {
  try {
    parseConfiguration(settings);
    return [];
  } catch (error) {
    if (error instanceof PersonaRoleError) return error.issues.map(issueText);
    throw error;
  }
}

describe('a provider without settings', () => {
  const configuration = parseConfiguration({});

  it('has the defaults of the documentation', () => {
    expect(configuration).toEqual({
      RolePath: '/sagemaker-persona/',
      RoleNamePrefix: 'SageMaker-',
      GrantableRoleArns: [],
      AdoptableRoleArns: [],
      DeniedActivities: ['AccessS3AllResources'],
      AllowedBuckets: ['*'],
      AllowedManagedPolicyArns: [],
      AllowAdditionalStatements: false,
      TrustedPrincipals: [],
      AllowNoSourceCondition: false,
      ProtectedTagKeys: [],
      ManagedPoliciesPerRole: 10,
      PropagationDelaySeconds: 10,
      VerifyStack: true,
      AllowedResponseHosts: [],
      LogLevel: 'INFO',
    });
  });

  it('bounds every role by the policy that its own stack makes', () => {
    expect(permissionsBoundaries(configuration, SCOPE)).toEqual([
      'arn:aws:iam::111122223333:policy/sagemaker-persona-role-boundary-us-east-1',
    ]);
  });

  it('lets only roles below its own path be passed', () => {
    expect(passableRoleArns(configuration, SCOPE)).toEqual(['arn:aws:iam::111122223333:role/sagemaker-persona/*']);
  });
});

describe('a list', () => {
  it.each([
    { given: 'a,b', list: ['a', 'b'] },
    { given: ' a , b ,', list: ['a', 'b'] },
    { given: ['a', ' b'], list: ['a', 'b'] },
    { given: 'a', list: ['a'] },
    { given: '', list: [] },
    { given: [], list: [] },
  ])('given as $given is $list', ({ given, list }) => {
    expect(parseConfiguration({ DeniedActivities: given }).DeniedActivities).toEqual(list);
  });

  it('that is set to the empty text is empty and not the default', () => {
    const configuration = parseConfiguration({ DeniedActivities: '', AllowedBuckets: '', PassableRoleArns: '' });
    expect([configuration.DeniedActivities, configuration.AllowedBuckets, passableRoleArns(configuration, SCOPE)]).toEqual([[], [], []]);
  });
});

it.each([
  { setting: 'AllowNoSourceCondition', given: 'true', value: true },
  { setting: 'VerifyStack', given: 'false', value: false },
  { setting: 'VerifyStack', given: false, value: false },
  { setting: 'ManagedPoliciesPerRole', given: '20', value: 20 },
  { setting: 'PropagationDelaySeconds', given: '0', value: 0 },
  { setting: 'PropagationDelaySeconds', given: 120, value: 120 },
  { setting: 'LogLevel', given: 'DEBUG', value: 'DEBUG' },
  { setting: 'RolePath', given: '/a/b/', value: '/a/b/' },
  { setting: 'RoleNamePrefix', given: 'Team+', value: 'Team+' },
])('$setting takes $given', ({ setting, given, value }) => {
  expect(parseConfiguration({ [setting]: given })).toHaveProperty(setting, value);
});

it.each([
  { settings: { RolePath: '/' }, fault: 'provider configuration RolePath: must begin and end with "/" and name at least one folder' },
  { settings: { RolePath: 'a/' }, fault: 'provider configuration RolePath: must begin and end with "/"' },
  { settings: { RolePath: '/a*/' }, fault: 'provider configuration RolePath: must begin and end with "/"' },
  { settings: { RoleNamePrefix: '' }, fault: 'provider configuration RoleNamePrefix: must be 1 to 32 characters' },
  { settings: { PermissionsBoundaries: '' }, fault: 'provider configuration PermissionsBoundaries: must have at least 1 elements' },
  { settings: { ManagedPoliciesPerRole: '0' }, fault: 'provider configuration ManagedPoliciesPerRole: must be at least 1' },
  { settings: { PropagationDelaySeconds: 121 }, fault: 'provider configuration PropagationDelaySeconds: must be at most 120' },
  { settings: { VerifyStack: 'yes' }, fault: 'provider configuration VerifyStack: must be true or false' },
  { settings: { LogLevel: 'LOUD' }, fault: 'provider configuration LogLevel: must be one of DEBUG, INFO, WARN, ERROR' },
  { settings: { RolePaht: '/a/' }, fault: 'provider configuration RolePaht: unknown property "RolePaht", did you mean "RolePath"?' },
])('refuses $settings, naming the setting', ({ settings, fault }) => {
  expect(configurationFaults(settings)).toEqual([expect.stringContaining(fault)]);
});

it('tells all faults at once', () => {
  expect(configurationFaults({ RolePath: '/', LogLevel: 'x', VerifyStack: 1 })).toHaveLength(3);
});

it('knows every setting of the documentation by its name', () => {
  expect([...CONFIGURATION_NAMES].sort()).toEqual([
    'AdoptableRoleArns',
    'AllowAdditionalStatements',
    'AllowNoSourceCondition',
    'AllowedBuckets',
    'AllowedManagedPolicyArns',
    'AllowedResponseHosts',
    'DeniedActivities',
    'GrantableRoleArns',
    'LogLevel',
    'ManagedPoliciesPerRole',
    'PassableRoleArns',
    'PermissionsBoundaries',
    'PropagationDelaySeconds',
    'ProtectedTagKeys',
    'RoleNamePrefix',
    'RolePath',
    'TrustedPrincipals',
    'VerifyStack',
  ]);
});
