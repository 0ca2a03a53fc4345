import { canonicalize } from 'json-canonicalize';
import { catalog as wholeCatalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import { ownerTags, type CurrentRole } from '../../lambda/core/current';
import { desiredRole, type DesiredRole } from '../../lambda/core/desired';
import { issueText } from '../../lambda/core/errors';
import { desiredGrant } from '../../lambda/core/grant';
import { newlyWritten } from '../../lambda/core/permitted';
import { ACCOUNT, BASES, desired, SCOPE } from './samples';

const OTHER_ROLE = `arn:aws:iam::${ACCOUNT}:role/admin`;
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/team`;

/** Properties that are valid, and a configuration that does not permit them. */
const CASES = [
  {
    what: 'an activity by its name',
    properties: BASES.Experiments,
    settings: { DeniedActivities: 'ManageExperiments' },
    issue:
      "Activities: ManageExperiments@1 is not permitted by the provider's configuration (DeniedActivities); take it out, or ask the owner of the provider",
  },
  {
    what: 'an activity in one version',
    properties: BASES.Experiments,
    settings: { DeniedActivities: 'ManageExperiments@1' },
    issue:
      "Activities: ManageExperiments@1 is not permitted by the provider's configuration (DeniedActivities); take it out, or ask the owner of the provider",
  },
  {
    what: 'an activity that the persona preselects',
    properties: BASES.DataScientist,
    settings: { DeniedActivities: 'ManageExperiments' },
    issue:
      "Persona: ManageExperiments@1 is not permitted by the provider's configuration (DeniedActivities); leave it out by ExcludeActivities: [ManageExperiments]",
  },
  {
    what: 'a role to pass',
    properties: { Activities: ['ManageJobs@1'], RolesToPass: [OTHER_ROLE] },
    settings: {},
    issue: `RolesToPass[0]: "${OTHER_ROLE}" is not permitted by the provider's configuration (PassableRoleArns), which allows arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/*`,
  },
  {
    what: 'any role to pass',
    properties: { Activities: [{ Activity: 'ManageJobs@1', RolesToPass: [OTHER_ROLE] }] },
    settings: { PassableRoleArns: '' },
    issue: `Activities[0].RolesToPass[0]: "${OTHER_ROLE}" is not permitted by the provider's configuration (PassableRoleArns), which allows nothing`,
  },
  {
    what: 'a bucket',
    properties: { Activities: ['AccessS3Buckets@1'], S3Buckets: ['ml-data', 'hr-data'] },
    settings: { AllowedBuckets: 'ml-*' },
    issue: 'S3Buckets[1]: "hr-data" is not permitted by the provider\'s configuration (AllowedBuckets), which allows ml-*',
  },
  {
    what: 'a managed policy',
    properties: { ...BASES.Experiments, ManagedPolicyArns: [POLICY] },
    settings: {},
    issue: `ManagedPolicyArns[0]: "${POLICY}" is not permitted by the provider's configuration (AllowedManagedPolicyArns), which allows nothing; add it to that parameter of the provider's stack`,
  },
  {
    what: 'a boundary',
    properties: { ...BASES.Experiments, PermissionsBoundary: POLICY },
    settings: { PermissionsBoundaries: `arn:aws:iam::${ACCOUNT}:policy/boundary` },
    issue: `PermissionsBoundary: "${POLICY}" is not permitted by the provider's configuration (PermissionsBoundaries), which allows arn:aws:iam::${ACCOUNT}:policy/boundary`,
  },
  {
    what: 'a tag key, without regard to case',
    properties: { ...BASES.Experiments, Tags: [{ Key: 'costCenter', Value: '7' }] },
    settings: { ProtectedTagKeys: 'CostC*' },
    issue: 'Tags[0].Key: "costCenter" is not permitted by the provider\'s configuration (ProtectedTagKeys)',
  },
  {
    what: 'a role without a source condition',
    properties: { ...BASES.Experiments, SourceCondition: 'none' },
    settings: {},
    issue: `SourceCondition: "none" is not permitted by the provider's configuration (AllowNoSourceCondition), which is false; set that parameter of the provider's stack to true`,
  },
  {
    what: "a statement of one's own",
    properties: {
      ...BASES.Experiments,
      AdditionalStatements: [
        { Sid: 'X', Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketCors'], Resource: 'arn:aws:s3:::hr-data' },
      ],
    },
    settings: {},
    issue:
      "AdditionalStatements[0]: a statement of one's own is not permitted by the provider's configuration (AllowAdditionalStatements), which is false; set that parameter of the provider's stack to true",
  },
  {
    what: 'a principal',
    properties: { ...BASES.Experiments, TrustedPrincipals: [{ AWS: '444455556666' }] },
    settings: { TrustedPrincipals: 'arn:aws:iam::111122223333:*,glue.amazonaws.com' },
    issue: `TrustedPrincipals[0].AWS: "444455556666" is not permitted by the provider's configuration (TrustedPrincipals), which allows arn:aws:iam::111122223333:*, glue.amazonaws.com; add it to that parameter of the provider's stack`,
  },
  {
    what: 'any principal',
    properties: { ...BASES.Experiments, TrustedPrincipals: [{ AWS: '444455556666' }] },
    settings: {},
    issue: `TrustedPrincipals[0].AWS: "444455556666" is not permitted by the provider's configuration (TrustedPrincipals), which allows nobody; add it to that parameter of the provider's stack`,
  },
  {
    what: 'a key of session tags',
    properties: {
      ...BASES.Experiments,
      TrustedPrincipals: [
        {
          AWS: '444455556666',
          Actions: ['sts:TagSession'],
          Conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Access-Level', 'project'] } },
        },
      ],
    },
    settings: { TrustedPrincipals: '444455556666', ProtectedTagKeys: 'access-*' },
    issue:
      'TrustedPrincipals[0].Conditions: session tag "Access-Level" is not permitted by the provider\'s configuration (ProtectedTagKeys)',
  },
] as const;

function under(properties: unknown, settings: Readonly<Record<string, unknown>>): DesiredRole {
  return desired(properties, { configuration: parseConfiguration(settings) });
}

describe.each(CASES)('a configuration that does not permit $what', ({ properties, settings, issue }) => {
  const role = under(properties, settings);

  it('refuses it for a role that does not exist, naming value and setting', () => {
    expect(newlyWritten(role.disallowed, undefined).map(issueText)).toEqual([issue]);
  });

  it('refuses it for a role that has it not yet', () => {
    const other = under({ Activities: ['VisualizeExperiments@1'] }, { AllowNoSourceCondition: 'true' });
    expect(newlyWritten(role.disallowed, inIam(other))).toHaveLength(1);
  });

  it('lets a role keep it that has it already, so that no rollback gets stuck', () => {
    expect(newlyWritten(role.disallowed, inIam(role))).toEqual([]);
  });
});

describe('what a configuration permits', () => {
  it.each([
    {
      what: 'a listed managed policy',
      properties: { ManagedPolicyArns: [POLICY] },
      settings: { AllowedManagedPolicyArns: `arn:aws:iam::${ACCOUNT}:policy/*` },
    },
    {
      what: 'the second of its boundaries',
      properties: { PermissionsBoundary: POLICY },
      settings: { PermissionsBoundaries: `arn:aws:iam::${ACCOUNT}:policy/b,${POLICY}` },
    },
    { what: 'no source condition where it says so', properties: { SourceCondition: 'none' }, settings: { AllowNoSourceCondition: 'true' } },
    { what: 'another version than the denied one', properties: {}, settings: { DeniedActivities: 'ManageExperiments@2' } },
    {
      what: 'a principal by a pattern of its ARN',
      properties: { TrustedPrincipals: [{ AWS: 'arn:aws:iam::111122223333:role/portal/x' }, { Service: 'glue.amazonaws.com' }] },
      settings: { TrustedPrincipals: 'arn:aws:iam::111122223333:role/portal/*,glue.amazonaws.com' },
    },
    {
      what: 'an account by the ARN of its root',
      properties: { TrustedPrincipals: [{ AWS: '444455556666' }] },
      settings: { TrustedPrincipals: 'arn:aws:iam::444455556666:root' },
    },
    {
      what: 'the root of an account by its number',
      properties: { TrustedPrincipals: [{ AWS: 'arn:aws:iam::444455556666:root' }, { AWS: '444455556666' }] },
      settings: { TrustedPrincipals: '444455556666' },
    },
    { what: 'a tag that is not protected', properties: { Tags: [{ Key: 'Team' }] }, settings: { ProtectedTagKeys: 'Te' } },
  ])('is accepted: $what', ({ properties, settings }) => {
    expect(under({ ...BASES.Experiments, ...properties }, settings).disallowed).toEqual([]);
  });
});

it('a bucket whose name contains that of a bucket of the role is still another one', () => {
  const settings = { AllowedBuckets: 'x' };
  const role = under({ Activities: ['AccessS3Buckets@1'], S3Buckets: ['ml-data'] }, settings);
  const now = inIam(under({ Activities: ['AccessS3Buckets@1'], S3Buckets: ['ml-data-2'] }, settings));
  expect(newlyWritten(role.disallowed, now)).toHaveLength(1);
});

describe('a role to pass that was permitted, and is in effect in one activity', () => {
  const passed = `arn:aws:iam::${ACCOUNT}:role/spark`;
  const spark = { Activity: 'RunStudioEmrServerlessApps@1', EmrServerlessRuntimeRoles: [passed], S3Buckets: ['ml-data'] };
  const jobs = { Activity: 'ManageJobs@1', RolesToPass: [passed] };
  const settings = { PassableRoleArns: '', GrantableRoleArns: `arn:aws:iam::${ACCOUNT}:role/training` };
  const surroundings = { catalog: wholeCatalog, configuration: parseConfiguration(settings), scope: SCOPE };
  const refused = (Activities: readonly unknown[], current: CurrentRole): string[] =>
    newlyWritten(desiredRole({ Activities }, surroundings).disallowed, current).map(({ path }) => path);
  const role = desiredRole({ Activities: [spark] }, surroundings);

  it('stays there beside others that are permitted', () => {
    expect(refused([spark, 'ManageExperiments@1'], inIam(role))).toEqual([]);
  });

  it('is refused in another one, which passes it to another service', () => {
    expect(refused([spark, jobs], inIam(role))).toContain('Activities[1].RolesToPass[0]');
  });

  it('stays in another one with the same permission, which gives nothing anew', () => {
    const servers = { Activity: 'ManageMlflowTrackingServers@1', MlflowTrackingServerNames: ['team-a'], MlflowServerRoles: [passed] };
    expect(refused([servers, jobs], inIam(desiredRole({ Activities: [servers] }, surroundings)))).toEqual([]);
  });

  it('is refused so where the permissions are granted to a role', () => {
    const properties = { Activities: [spark, jobs], GrantTo: settings.GrantableRoleArns };
    expect(newlyWritten(desiredGrant(properties, surroundings).disallowed, inIam(role))).not.toEqual([]);
  });

  it('is refused where it was limited by a condition that is not asked for any more', () => {
    const narrowed = role.inlinePolicy.PolicyDocument.Statement.map((one) => ({
      ...one,
      Condition: { Bool: { 'aws:SecureTransport': ['true'] } },
    }));
    const now = { ...inIam(role), inlinePolicies: { [role.inlinePolicy.PolicyName]: { Version: '2012-10-17', Statement: narrowed } } };
    expect(refused([spark], now)).toContain('Activities[0].EmrServerlessRuntimeRoles[0]');
  });
});

describe.each(CASES)('texts that an author chooses freely do not pass for $what', ({ properties, settings }) => {
  const role = under(properties, settings);
  const [first] = role.disallowed;
  const words = [
    'ManageExperimentsV1',
    '"Sid":"ManageExperimentsV1',
    OTHER_ROLE,
    ':s3:::hr-data',
    POLICY,
    'arn:aws:iam::444455556666:root',
  ];

  it.each(words)('a description, tags and conditions of trust that say %s', (text) => {
    const other = under(
      {
        Activities: ['VisualizeExperiments@1'],
        Description: text,
        Tags: [{ Key: 'note', Value: text.replaceAll('"', '') }, { Key: text.replaceAll('"', '') }],
        TrustedPrincipals: [{ Service: 'glue.amazonaws.com', Conditions: { StringEquals: { 'aws:SourceArn': [text] } } }],
      },
      { TrustedPrincipals: '*', AllowNoSourceCondition: 'true' },
    );
    expect(first?.isInEffect(inIam(other))).toBe(false);
  });
});

it('a principal that is trusted already is not trusted under other conditions, once it is no longer permitted', () => {
  const settings = { TrustedPrincipals: 'glue.amazonaws.com' };
  const trusting = (more: object): DesiredRole =>
    under({ ...BASES.Experiments, TrustedPrincipals: [{ AWS: '444455556666', ...more }] }, settings);
  const now = inIam(trusting({ Conditions: { StringEquals: { 'sts:ExternalId': '7f3a' } } }));
  expect(newlyWritten(trusting({ Conditions: { StringEquals: { 'sts:ExternalId': ['7f3a'] } } }).disallowed, now)).toEqual([]);
  expect(newlyWritten(trusting({}).disallowed, now)).toHaveLength(1);
});

/** The role as IAM holds it after it was made. */
function inIam(role: DesiredRole): CurrentRole {
  return {
    roleName: role.roleName,
    arn: '',
    roleId: '',
    path: role.path,
    description: role.description,
    maxSessionDuration: role.maxSessionDuration,
    permissionsBoundary: role.permissionsBoundary,
    tags: { ...Object.fromEntries(role.tags.map(({ Key, Value }) => [Key, Value])), ...ownerTags(SCOPE, 'provider', 'request') },
    trustPolicy: JSON.parse(canonicalize(role.trustPolicy)) as unknown,
    inlinePolicies: { [role.inlinePolicy.PolicyName]: JSON.parse(canonicalize(role.inlinePolicy.PolicyDocument)) as unknown },
    attachedPolicyArns: role.managedPolicyArns,
    managedPolicies: [],
  };
}
