import { Annotations, CfnResource, Lazy, Names, PhysicalName, Resource, Stack, TagManager, TagType, type ITaggableV2 } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { GRANTS_POLICY_PREFIX, RESOURCE_TYPE } from '../lambda/core/names';
import { unknownProps } from './known-props';
import { namedRoles, type NamedRole } from './named-roles';
import { resourceProperties, type ResourceProperties } from './persona-role-properties';
import type { SageMakerPersonaRoleProps } from './persona-role-props';
import { checkProperties } from './property-check';
import { PersonaRoleProvider, type IPersonaRoleProvider } from './provider';
import { providerPlaceFaults } from './provider-place';
import { synthScope } from './synth-scope';

/**
 * A least-privilege role for a persona of Amazon SageMaker, or for a set of activities. It is an IAM role like any other: it can be handed to
 * a SageMaker domain, granted to pass, or granted further permissions.
 */
export class SageMakerPersonaRole extends Resource implements iam.IRole, ITaggableV2 {
  readonly grantPrincipal: iam.IPrincipal = this;
  readonly assumeRoleAction = 'sts:AssumeRole';
  readonly principalAccount: string | undefined;
  readonly roleArn: string;
  readonly roleName: string;
  readonly cdkTagManager: TagManager;

  readonly #provider: IPersonaRoleProvider;
  readonly #properties: ResourceProperties;
  readonly #resource: CfnResource;
  readonly #managedPolicies: iam.IManagedPolicy[];
  #policy: iam.Policy | undefined;

  constructor(scope: Construct, id: string, props: SageMakerPersonaRoleProps) {
    super(scope, id, props.roleName === undefined ? {} : { physicalName: props.roleName });
    const faults = unknownProps(props);
    if (faults.length > 0) throw new Error(`${this.node.path}: ${faults.join('; ')}`);
    if (props.roleName === PhysicalName.GENERATE_IF_NEEDED)
      throw new Error(
        `${this.node.path}: roleName: PhysicalName.GENERATE_IF_NEEDED is not supported; leave roleName out. Stacks of other accounts and ` +
          'Regions get the ARN from what this stack exports.',
      );
    this.principalAccount = this.env.account;
    this.cdkTagManager = new TagManager(TagType.STANDARD, RESOURCE_TYPE);
    for (const [key, value] of Object.entries(props.tags ?? {})) this.cdkTagManager.setTag(key, value, 50);
    this.#managedPolicies = [...(props.managedPolicies ?? [])];

    this.#provider = props.provider ?? PersonaRoleProvider.getOrCreate(this);
    if (this.#provider instanceof PersonaRoleProvider) this.#provider._serve(() => this.#namedRoles());
    this.#properties = {
      ...resourceProperties(props, this.#provider.serviceToken),
      Tags: Lazy.any({ produce: () => this.#tags() }, { omitEmptyArray: true }),
      ManagedPolicyArns: Lazy.list({ produce: () => this.#policyArns() }, { omitEmpty: true }),
    };
    this.#resource = new CfnResource(this, 'Resource', { type: RESOURCE_TYPE, properties: this.#properties });
    this.node.addValidation({ validate: () => [...this.#faults()] });
    if (props.removalPolicy !== undefined) this.#resource.applyRemovalPolicy(props.removalPolicy);
    this.roleArn = this.#resource.getAtt('Arn').toString();
    this.roleName = this.#resource.ref;
  }

  /** The role's unique id, as `aws:userid` begins with it. */
  get roleId(): string {
    return this.#attribute('RoleId');
  }

  /** The persona with its version, or empty. */
  get personaName(): string {
    return this.#attribute('Persona');
  }

  /** The activities with their versions, separated by commas. */
  get activityNames(): string {
    return this.#attribute('Activities');
  }

  /** SHA-256 over trust policy, permissions, attached policies, boundary and session duration. */
  get policyDigest(): string {
    return this.#attribute('PolicyDigest');
  }

  /** Which state of the policy templates the role was made from. */
  get catalogVersion(): string {
    return this.#attribute('CatalogVersion');
  }

  get roleRef(): iam.RoleReference {
    return { roleName: this.roleName, roleArn: this.roleArn };
  }

  get policyFragment(): iam.PrincipalPolicyFragment {
    return new iam.ArnPrincipal(this.roleArn).policyFragment;
  }

  /**
   * Puts a statement into an inline policy of the stack's own on the role, made with the rights of whoever deploys it. The policy takes up
   * a part of the inline quota, and its name is one that `exclusive` leaves alone.
   */
  addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    if (this.#policy === undefined) {
      this.#policy = new iam.Policy(this, 'DefaultPolicy', { policyName: grantsPolicyName(this) });
      this.attachInlinePolicy(this.#policy);
    }
    this.#policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.#policy };
  }

  attachInlinePolicy(policy: iam.Policy): void {
    if (this.#properties['Exclusive'] === true && policy !== this.#policy) {
      const message =
        `an update removes ${policy.node.path}, since \`exclusive\` is true, unless its name begins with ${GRANTS_POLICY_PREFIX}; ` +
        'addToPrincipalPolicy makes a policy that stays';
      Annotations.of(this).addWarningV2('sagemaker-persona-role:exclusive', message);
    }
    policy.attachToRole(this);
  }

  /** Adds a managed policy, as far as the provider allows it. */
  addManagedPolicy(policy: iam.IManagedPolicy): void {
    if (!this.#managedPolicies.includes(policy)) this.#managedPolicies.push(policy);
  }

  /** Lets a principal do something with this role. */
  grant(grantee: iam.IPrincipal, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.roleArn] });
  }

  grantPassRole(grantee: iam.IPrincipal): iam.Grant {
    return this.grant(grantee, 'iam:PassRole');
  }

  /**
   * Lets a principal assume the role, as far as the role's trust policy does: name it in `trustedPrincipals` too.
   *
   * @throws Error for a service or an account, which have no policy of their own: `trustedPrincipals` is all that they need
   */
  grantAssumeRole(grantee: iam.IPrincipal): iam.Grant {
    if (grantee instanceof iam.ServicePrincipal || grantee instanceof iam.AccountPrincipal)
      throw new Error(`${this.node.path}: a service or an account cannot be granted to assume a role; name it in trustedPrincipals`);
    return this.grant(grantee, 'sts:AssumeRole');
  }

  #policyArns(): string[] {
    return this.#managedPolicies.map(({ managedPolicyArn }) => managedPolicyArn);
  }

  #namedRoles(): readonly NamedRole[] {
    const stack = Stack.of(this);
    const roles = namedRoles(this.#properties, stack);
    // A role that another stack makes after the provider's cannot be in the provider's lists.
    const isElsewhere = stack !== Stack.of(this.#provider);
    return roles.map((role) => (isElsewhere && role.kind === 'made' ? { ...role, kind: 'unknown' } : role));
  }

  /** What the provider would refuse, in its own words. */
  #faults(): readonly string[] {
    const stack = Stack.of(this);
    const properties = stack.resolve(this.#properties) as ResourceProperties;
    const scope = synthScope(stack, this.node.id, properties);
    const provider = this.#provider instanceof PersonaRoleProvider ? this.#provider : undefined;
    const { faults, warnings } = checkProperties(properties, scope, provider?._configuration(scope));
    for (const warning of warnings) Annotations.of(this).addWarningV2('sagemaker-persona-role:withdrawn', warning);
    const unknown = this.#namedRoles().filter(({ kind, list }) => kind === 'unknown' && provider?._gives(list) === false);
    return [...providerPlaceFaults(this.#provider, stack), ...faults, ...unknown.map(unknownRole)];
  }

  #attribute(name: string): string {
    return this.#resource.getAtt(name).toString();
  }

  /** CloudFormation hands a stack's tags to custom resources no more than to the roles they make, so they are handed over here. */
  #tags(): readonly { readonly Key: string; readonly Value: string }[] {
    const tags = { ...Stack.of(this).tags.tagValues(), ...this.cdkTagManager.tagValues() };
    return Object.entries(tags)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([Key, Value]) => ({ Key, Value }));
  }
}

/** Unique, so that a policy which replaces another on the same role is not deleted with it. */
function grantsPolicyName(role: Construct): string {
  return `${GRANTS_POLICY_PREFIX}${Names.uniqueResourceName(role, { maxLength: 128 - GRANTS_POLICY_PREFIX.length })}`;
}

function unknownRole({ path, list }: NamedRole): string {
  const setting = list === 'PassableRoleArns' ? 'passableRoleArns' : 'grantableRoleArns';
  return `${path}: which role this is, is known at deployment only; name it, or a pattern for it, in ${setting} of the stack's PersonaRoleProvider`;
}
