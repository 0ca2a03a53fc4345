import {
  App,
  Aspects,
  CfnResource,
  Fn,
  NestedStack,
  PhysicalName,
  RemovalPolicies,
  RemovalPolicy,
  Stack,
  Stage,
  Tags,
  type IAspect,
} from 'aws-cdk-lib';
import { Annotations, Capture, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Activity, Persona, PersonaRoleProvider, SageMakerPersonaRole } from '../../infra/index';
import { ACCOUNT, newStack, newStackIn, REGION } from './stacks';

const TYPE = 'Custom::SageMakerPersonaRole';
const EXPERIMENTS = { activities: [{ activity: 'ManageExperiments@1' }] };

/** A role, and the stack of it, whose provider is elsewhere, so that the template holds little else. */
function roleIn(
  stack: Stack,
  id = 'Role',
  props: Partial<ConstructorParameters<typeof SageMakerPersonaRole>[2]> = {},
): SageMakerPersonaRole {
  const provider = PersonaRoleProvider.fromExport(stack, `${id}Provider`);
  return new SageMakerPersonaRole(stack, id, { ...EXPERIMENTS, provider, ...props });
}

const functionProps = {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {}'),
};

describe('a persona role is used as any other role', () => {
  it('by a Studio domain', () => {
    const stack = newStack();
    const role = roleIn(stack);
    new sagemaker.CfnDomain(stack, 'Domain', { authMode: 'IAM', domainName: 'ml', defaultUserSettings: { executionRole: role.roleArn } });
    Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Domain', {
      DefaultUserSettings: { ExecutionRole: stack.resolve(role.roleArn) as unknown },
    });
  });

  it('by another stack', () => {
    const app = new App();
    const [stack, other] = [newStack('One', {}, app), newStack('Two', {}, app)];
    new lambda.Function(other, 'Function', { role: roleIn(stack), ...functionProps });
    const [exported] = Object.values(Template.fromStack(stack).findOutputs('*')) as { Export: { Name: string } }[];
    Template.fromStack(other).hasResourceProperties('AWS::Lambda::Function', { Role: { 'Fn::ImportValue': exported?.Export.Name } });
  });

  it.each([
    ['Region', ACCOUNT, 'us-west-2', 'Fn::GetAtt', 'ExportsReader'],
    ['account', '999999999999', REGION, 'Fn::GetStackOutput', '"StackName":"One"'],
  ])('by a stack of another %s, which gets its ARN from the first at deployment', (_, account, region, how, from) => {
    const app = new App();
    const [stack, other] = [newStackIn(ACCOUNT, REGION, 'One', app), newStackIn(account, region, 'Two', app)];
    const principals = [roleIn(stack, 'Role', { roleName: 'ml-team' })];
    const statement = new iam.PolicyStatement({ principals, actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::ml-data'] });
    new s3.CfnBucketPolicy(other, 'Policy', { bucket: 'ml-data', policyDocument: new iam.PolicyDocument({ statements: [statement] }) });
    app.synth();
    const principal = new Capture();
    Template.fromStack(other).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Principal: { AWS: principal } })] },
    });
    expect(Object.keys(principal.asObject())).toEqual([how]);
    expect(JSON.stringify(principal.asObject())).toContain(from);
  });

  it('but not under a name that the CDK makes up when another account needs it', () => {
    expect(() => roleIn(newStack(), 'Role', { roleName: PhysicalName.GENERATE_IF_NEEDED })).toThrow(
      'Ml/Role: roleName: PhysicalName.GENERATE_IF_NEEDED is not supported; leave roleName out',
    );
  });

  it('by a bucket of another stack', () => {
    const app = new App();
    const [stack, other] = [newStack('One', {}, app), newStack('Two', {}, app)];
    new s3.Bucket(other, 'Bucket').grantRead(roleIn(stack));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Resource: Match.arrayWith([Match.objectLike({ 'Fn::ImportValue': Match.anyValue() })]) })],
      },
    });
  });

  it('by managed policies that the stack makes', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const statements = [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })];
    new iam.ManagedPolicy(stack, 'Policy', { roles: [role], statements });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: [stack.resolve(role.roleName) as unknown] });
  });

  it('by an inline policy of the stack', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const policy = new iam.Policy(stack, 'Policy', {
      statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
    });
    role.attachInlinePolicy(policy);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: [stack.resolve(role.roleName) as unknown] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  it('but not by a service or an account that is granted to assume it', () => {
    const role = roleIn(newStack());
    for (const grantee of [new iam.ServicePrincipal('lambda.amazonaws.com'), new iam.AccountPrincipal(ACCOUNT)])
      expect(() => role.grantAssumeRole(grantee)).toThrow('name it in trustedPrincipals');
  });
});

it('an inline policy that an update would remove is warned of', () => {
  const stack = newStack();
  const role = roleIn(stack, 'Role', { exclusive: true });
  s3.Bucket.fromBucketName(stack, 'Bucket', 'ml-data').grantRead(role);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  role.attachInlinePolicy(
    new iam.Policy(stack, 'Mine', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }),
  );
  Annotations.fromStack(stack).hasWarning('/Ml/Role', Match.stringLikeRegexp('an update removes Ml/Mine, since `exclusive` is true'));
});

describe('what reaches into every resource of an app', () => {
  it('reaches persona roles: tags', () => {
    const app = new App();
    const stack = newStack('Ml', {}, app);
    roleIn(stack);
    Tags.of(app).add('team', 'ml');
    Template.fromStack(stack).hasResourceProperties(TYPE, { Tags: [{ Key: 'team', Value: 'ml' }] });
  });

  it.each<[string, (stack: Stack, role: SageMakerPersonaRole) => void]>([
    [
      'of the stack',
      (stack) => {
        RemovalPolicies.of(stack).retain();
      },
    ],
    [
      'of the role',
      (_, role) => {
        role.applyRemovalPolicy(RemovalPolicy.RETAIN);
      },
    ],
  ])('reaches persona roles: removal policies %s', (_, apply) => {
    const stack = newStack();
    apply(stack, roleIn(stack));
    Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('reaches persona roles: aspects', () => {
    const stack = newStack();
    roleIn(stack);
    const visit: IAspect['visit'] = (node) => {
      if (CfnResource.isCfnResource(node) && node.cfnResourceType === TYPE) node.addPropertyOverride('Revision', '2');
    };
    Aspects.of(stack).add({ visit });
    Template.fromStack(stack).hasResourceProperties(TYPE, { Revision: '2' });
  });

  it("does not reach persona roles: a permissions boundary for the stack's roles. The provider gives one that it allows", () => {
    const stack = newStack();
    new SageMakerPersonaRole(stack, 'Role', EXPERIMENTS);
    const boundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary');
    iam.PermissionsBoundary.of(stack).apply(boundary);
    const template = Template.fromStack(stack);
    template.hasResourceProperties(TYPE, { PermissionsBoundary: Match.absent() });
    template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: stack.resolve(boundary.managedPolicyArn) as unknown });
  });
});

describe('a persona role is made wherever stacks are', () => {
  it('in a nested stack, by the provider of the outermost one', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    new SageMakerPersonaRole(nested, 'Role', EXPERIMENTS);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
    Template.fromStack(nested).hasResourceProperties(TYPE, {
      ServiceToken: { Ref: Match.stringLikeRegexp('PersonaRoleProviderFunction.*Arn') },
    });
  });

  it('in a stage', () => {
    const stage = new Stage(new App(), 'Production', { env: { account: ACCOUNT, region: REGION } });
    new SageMakerPersonaRole(new Stack(stage, 'Ml'), 'Role', EXPERIMENTS);
    const [stack] = stage.synth().stacks;
    expect(JSON.stringify(stack?.template)).toContain(TYPE);
  });

  it('by a provider whose ServiceToken another stack exports', () => {
    const stack = newStack();
    const provider = PersonaRoleProvider.fromServiceToken(stack, 'Provider', Fn.importValue('Token'));
    new SageMakerPersonaRole(stack, 'Role', { ...EXPERIMENTS, provider });
    Template.fromStack(stack).hasResourceProperties(TYPE, { ServiceToken: { 'Fn::ImportValue': 'Token' } });
  });

  it('several times in a stack, by one provider', () => {
    const stack = newStackIn(ACCOUNT, REGION);
    for (const id of ['One', 'Two'])
      new Persona(stack, id, { activities: [Activity.manageExperiments(stack, `${id}Activity`, {})] }).createRole(stack, `${id}Role`, id);
    Template.fromStack(stack).resourceCountIs(TYPE, 2);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
  });

  it('from one persona in several stacks, in each by its own provider', () => {
    const app = new App();
    const stacks = ['One', 'Two'].map((name) => newStackIn(ACCOUNT, REGION, name, app));
    const [first = newStack()] = stacks;
    const persona = new Persona(first, 'Persona', { activities: [Activity.manageExperiments(first, 'Activity', {})] });
    for (const stack of stacks) persona.createRole(stack, 'Role', `ml-${stack.stackName}`);
    for (const stack of stacks) {
      Template.fromStack(stack).hasResourceProperties(TYPE, { RoleNameSuffix: `ml-${stack.stackName}` });
      Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
    }
  });

  it("not on a role of another stack, unless the provider's configuration names it", () => {
    const app = new App();
    const [stack, other] = [newStackIn(ACCOUNT, REGION, 'One', app), newStackIn(ACCOUNT, REGION, 'Two', app)];
    const worker = new lambda.Function(other, 'Function', functionProps);
    Activity.manageExperiments(stack, 'Activity', {}).grantPermissionsTo(worker);
    expect(() => app.synth()).toThrow(/GrantTo: which role this is, is known at deployment only; .* in grantableRoleArns/);
  });
});
