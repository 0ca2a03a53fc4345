import { parse } from 'yaml';
import { readTemplate } from '../../cli/template';
import { mapAt, ownValue } from '../../cli/template-value';
import { catalog } from '../../lambda/catalog';
import { EXAMPLE_PLACE, type Design, type PropertyMap } from '../../web/design/design';
import { evaluate } from '../../web/design/evaluate';
import type { Made } from '../../web/design/made';
import { takeAways } from '../../web/take-away/take-aways';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111';
const ROLE = 'arn:aws:iam::111122223333:role/sagemaker-persona/compute';
const VPC = { Subnets: ['subnet-0123456789abcdef0'], SecurityGroups: ['sg-0123456789abcdef0'] };

const SMALL = {
  Persona: 'Compute@1',
  S3Buckets: ['on', '1e3'],
  EcrRepositories: ['arn:aws:ecr:us-east-1:111122223333:repository/training'],
};
const LARGE = {
  Persona: 'DataScientist@1',
  Activities: [
    { Activity: 'ManageJobs@1', RolesToPass: [ROLE], Vpc: VPC },
    'RunStudioApps@1',
    'ManageModels@1',
    'ManageExperiments@1',
    'MonitorModels@1',
    'VisualizeExperiments@1',
  ],
  RolesToPass: [ROLE],
  Kms: { DataKeys: [KEY], VolumeKeys: [KEY] },
  RoleNameSuffix: 'team',
  Description: 'The team\'s role: yes, "quoted"',
  MaxSessionDuration: '7200',
  Tags: [{ Key: 'team', Value: '0123' }],
  SourceCondition: 'arn',
  ForceDetach: 'false',
};

function designOf(properties: PropertyMap): { readonly design: Design; readonly made: Made } {
  const design = { properties, place: { ...EXAMPLE_PLACE, logicalId: 'TeamRole' }, provider: {} };
  const { made, faults } = evaluate(design, catalog);
  if (made === undefined) throw new Error(JSON.stringify(faults));
  return { design, made };
}

function fileOf(properties: PropertyMap, title: string): string {
  const { design, made } = designOf(properties);
  const file = takeAways(design, made, catalog).find((candidate) => candidate.title === title);
  if (file === undefined) throw new Error(`nothing is called ${title}`);
  return file.text;
}

const SAMPLES = [
  ['a small role', { ...SMALL, S3Buckets: ['ml-data'] }],
  ['a large role', { ...LARGE, SourceCondition: 'account' }],
] as const;

describe.each(SAMPLES)('%s', (_, properties) => {
  it.each(['CloudFormation', 'SAM'])('as a template (%s) has exactly the properties of the design, and the provider', (title) => {
    const { body } = readTemplate(fileOf(properties, title));
    const { ServiceToken, ServiceTimeout, ...own } = mapAt(mapAt(mapAt(body, 'Resources'), 'TeamRole'), 'Properties');
    expect(ServiceToken).toEqual({ 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' });
    expect(ServiceTimeout).toBeDefined();
    expect(JSON.parse(JSON.stringify(own))).toEqual(properties);
    expect(ownValue(body, 'Transform')).toBe(title === 'SAM' ? 'AWS::Serverless-2016-10-31' : undefined);
  });

  it('as plain IAM has the same policies, attached where they do not fit inline', () => {
    const { made } = designOf(properties);
    const text = fileOf(properties, 'Plain IAM').replace(/!Ref (\w+)/g, "'$1'");
    const { Resources } = parse(text, { version: '1.1' }) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    const role = Resources['TeamRole']?.Properties;
    const others = Object.entries(Resources).filter(([id]) => id !== 'TeamRole');
    expect(role?.['AssumeRolePolicyDocument']).toEqual(made.mode === 'role' ? made.output.AssumeRolePolicyDocument : undefined);
    expect([role?.['Policies'], ...others.map(([, { Properties }]) => Properties['PolicyDocument'])]).toEqual([
      [made.policies[0]?.policy],
      ...made.policies.slice(1).map(({ policy }) => policy.PolicyDocument),
    ]);
    expect(role?.['ManagedPolicyArns'] ?? []).toEqual(others.map(([id]) => id));
  });
});

it('a text that YAML 1.1 takes for something else stays a text', () => {
  const { design } = designOf({ ...SMALL, S3Buckets: ['ml-data'] });
  const { made } = designOf({ ...SMALL, S3Buckets: ['ml-data'] });
  const text = takeAways({ ...design, properties: SMALL }, made, catalog)[0]?.text ?? '';
  expect(parse(text.replace(/!\w+ /g, ''), { version: '1.1' })).toMatchObject({
    Resources: { TeamRole: { Properties: { S3Buckets: ['on', '1e3'] } } },
  });
});

it('a grant as plain IAM is a policy of that role', () => {
  const design = {
    properties: { Activities: ['ManageExperiments@1'], GrantTo: ROLE },
    place: EXAMPLE_PLACE,
    provider: { GrantableRoleArns: [ROLE] },
  };
  const { made } = evaluate(design, catalog);
  if (made === undefined) throw new Error('the grant has faults');
  const text = takeAways(design, made, catalog).find(({ title }) => title === 'Plain IAM')?.text ?? '';
  expect(parse(text)).toMatchObject({ Resources: { Role: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'compute' } } } });
});

it('a CDK program in TypeScript', () => {
  expect(fileOf({ ...LARGE, SourceCondition: 'account', Activities: [LARGE.Activities[0], 'ManageModels@1'] }, 'CDK, TypeScript'))
    .toMatchInlineSnapshot(`
    "import { App, Duration, Stack } from 'aws-cdk-lib';
    import * as ec2 from 'aws-cdk-lib/aws-ec2';
    import * as iam from 'aws-cdk-lib/aws-iam';
    import * as kms from 'aws-cdk-lib/aws-kms';
    import { PersonaRoleProvider, SageMakerPersonaRole, SourceCondition } from 'sagemaker-persona-role';

    class RoleStack extends Stack {
      constructor(scope: App, id: string) {
        super(scope, id);
        new SageMakerPersonaRole(this, 'TeamRole', {
          provider: PersonaRoleProvider.fromExport(this, 'Provider'),
          persona: 'DataScientist@1',
          activities: [
            {
              activity: 'ManageJobs@1',
              rolesToPass: [
                iam.Role.fromRoleArn(this, 'ManageJobsRolesToPass1', 'arn:aws:iam::111122223333:role/sagemaker-persona/compute'),
              ],
              vpc: {
                subnets: [
                  ec2.Subnet.fromSubnetId(this, 'ManageJobsSubnets1', 'subnet-0123456789abcdef0'),
                ],
                securityGroups: [
                  ec2.SecurityGroup.fromSecurityGroupId(this, 'ManageJobsSecurityGroups1', 'sg-0123456789abcdef0'),
                ],
              },
            },
            { activity: 'ManageModels@1' },
          ],
          rolesToPass: [
            iam.Role.fromRoleArn(this, 'RolesToPass1', 'arn:aws:iam::111122223333:role/sagemaker-persona/compute'),
          ],
          kms: {
            dataKeys: [
              kms.Key.fromKeyArn(this, 'DataKeys1', 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111'),
            ],
            volumeKeys: [
              kms.Key.fromKeyArn(this, 'VolumeKeys1', 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111'),
            ],
          },
          roleNameSuffix: 'team',
          description: 'The team\\'s role: yes, "quoted"',
          maxSessionDuration: Duration.seconds(7200),
          tags: { 'team': '0123' },
          sourceCondition: SourceCondition.ACCOUNT,
          forceDetach: false,
        });
      }
    }

    new RoleStack(new App(), 'RoleStack');
    "
  `);
});

it('a CDK program in Python', () => {
  expect(fileOf({ ...LARGE, SourceCondition: 'account', Activities: [LARGE.Activities[0], 'ManageModels@1'] }, 'CDK, Python'))
    .toMatchInlineSnapshot(`
    "from aws_cdk import App, Duration, Stack, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms
    from sagemaker_persona_role import KmsLimit, PersonaRoleActivity, PersonaRoleProvider, SageMakerPersonaRole, SourceCondition, VpcLimit


    class RoleStack(Stack):
        def __init__(self, scope: App, id: str) -> None:
            super().__init__(scope, id)
            SageMakerPersonaRole(
                self, "TeamRole",
                provider=PersonaRoleProvider.from_export(self, "Provider"),
                persona="DataScientist@1",
                activities=[
                    PersonaRoleActivity(
                        activity="ManageJobs@1",
                        roles_to_pass=[
                            iam.Role.from_role_arn(self, "ManageJobsRolesToPass1", "arn:aws:iam::111122223333:role/sagemaker-persona/compute"),
                        ],
                        vpc=VpcLimit(
                            subnets=[
                                ec2.Subnet.from_subnet_id(self, "ManageJobsSubnets1", "subnet-0123456789abcdef0"),
                            ],
                            security_groups=[
                                ec2.SecurityGroup.from_security_group_id(self, "ManageJobsSecurityGroups1", "sg-0123456789abcdef0"),
                            ],
                        ),
                    ),
                    PersonaRoleActivity(activity="ManageModels@1"),
                ],
                roles_to_pass=[
                    iam.Role.from_role_arn(self, "RolesToPass1", "arn:aws:iam::111122223333:role/sagemaker-persona/compute"),
                ],
                kms=KmsLimit(
                    data_keys=[
                        kms.Key.from_key_arn(self, "DataKeys1", "arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111"),
                    ],
                    volume_keys=[
                        kms.Key.from_key_arn(self, "VolumeKeys1", "arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111"),
                    ],
                ),
                role_name_suffix="team",
                description="The team's role: yes, \\"quoted\\"",
                max_session_duration=Duration.seconds(7200),
                tags={"team": "0123"},
                source_condition=SourceCondition.ACCOUNT,
                force_detach=False,
            )


    app = App()
    RoleStack(app, "RoleStack")
    app.synth()
    "
  `);
});
