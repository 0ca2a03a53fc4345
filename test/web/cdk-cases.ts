/** Properties of designs that are taken away as CDK programs, by what they show. */
const ROLE = 'arn:aws:iam::111122223333:role/sagemaker-persona/compute';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111';

export const CDK_CASES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['a persona', { Persona: 'DataScientist@1', ExcludeActivities: ['ManageModels'], RolesToPass: [ROLE], S3Buckets: ['ml-data'] }],
  [
    'every kind of property',
    {
      Activities: [
        {
          Activity: 'ManageJobs@1',
          RolesToPass: [ROLE],
          Vpc: { Subnets: ['subnet-0123456789abcdef0'], SecurityGroups: ['sg-0123456789abcdef0'] },
        },
        'AccessAwsServices@1',
      ],
      S3Buckets: ['ml-data'],
      EcrRepositories: ['arn:aws:ecr:us-east-1:111122223333:repository/training'],
      Kms: { DataKeys: [KEY], VolumeKeys: [KEY] },
      RoleNameSuffix: 'team',
      Description: "The team's role",
      MaxSessionDuration: 7200,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      SourceCondition: 'account',
      TrustedPrincipals: [{ AWS: '444455556666', Conditions: { StringEquals: { 'sts:ExternalId': ['x'] } } }],
      AdditionalStatements: [{ Sid: 'More', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::more/*' }],
      Tags: [{ Key: 'team', Value: 'ml' }],
      ForceDetach: false,
      PropagationDelaySeconds: 5,
      Revision: '2',
    },
  ],
];
