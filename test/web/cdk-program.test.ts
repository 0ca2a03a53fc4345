import * as cdk from 'aws-cdk-lib';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';
import * as library from '../../infra/index';
import { catalog } from '../../lambda/catalog';
import { EXAMPLE_PLACE } from '../../web/design/design';
import { cdkProps } from '../../web/take-away/cdk-props';
import { typeScriptProgram } from '../../web/take-away/cdk-program';

const ROLE = 'arn:aws:iam::111122223333:role/sagemaker-persona/compute';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111';

/** The template of the app that a program makes. */
function synthesised(program: string): {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
} {
  const apps: cdk.App[] = [];
  class App extends cdk.App {
    constructor() {
      super();
      apps.push(this);
    }
  }
  const load = createRequire(__filename);
  const { code } = transformSync(program, { loader: 'ts', format: 'cjs' });
  const run = compileFunction(code, ['require']) as (load: (name: string) => unknown) => void;
  run((name) => (name === 'aws-cdk-lib' ? { ...cdk, App } : name === 'sagemaker-persona-role' ? library : load(name)));
  const [app] = apps;
  if (app === undefined) throw new Error('the program makes no app');
  return app.synth().getStackByName('RoleStack').template as ReturnType<typeof synthesised>;
}

// Loading the CDK takes its time.
jest.setTimeout(60_000);

it.each([
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
])('the CDK program of %s makes a resource with exactly its properties', (_, properties) => {
  const { Resources } = synthesised(typeScriptProgram(cdkProps(properties, catalog), EXAMPLE_PLACE.logicalId));
  const made = Object.values(Resources).filter(({ Type }) => Type === 'Custom::SageMakerPersonaRole');
  expect(made.map(({ Properties }) => Properties)).toEqual([
    { ...properties, ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' }, ServiceTimeout: 1200 },
  ]);
});
