import { ROLE_NAME } from './names';
import type { OwnPropertyName } from './properties';

/** What a reader is told of a property, in help texts, the JSON Schema and docs/properties.md. Markdown. */
export interface PropertyWords {
  readonly description: string;
  /** Default in words, where the schema has none. */
  readonly otherwise?: string;
  /** Words on the keys of a map, or of the maps in a list. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Source of a regular expression that a text must match. */
  readonly pattern?: string;
  /** For editors: values to begin with. */
  readonly examples?: readonly unknown[];
}

/** Markdown words without their links: of `See [there](page.md).` nothing is left, of other links their text. */
export function plainText(markdown: string): string {
  return markdown.replace(/ See \[[^\]]*\]\([^)]*\)\.?/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/**
 * The words on every property, in the order in which a reader wants them. The schema itself is in properties.ts, apart from this
 * text, so that the function does not carry it; a property without words does not compile.
 */
export const PROPERTY_WORDS: Readonly<Record<OwnPropertyName, PropertyWords>> = {
  ServiceToken: {
    description: "ARN of the provider's function, which the provider's stack exports: `!ImportValue sagemaker-persona-role-ServiceToken`.",
    examples: [{ 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' }],
  },
  ServiceTimeout: {
    description: "Seconds that CloudFormation waits for the answer; 1200 leaves room for Lambda's two retries.",
    otherwise: "CloudFormation's: 3600",
    examples: [1200],
  },
  Persona: {
    description:
      'A persona with its version: a set of activities chosen beforehand. Without it, `Activities` is required. See [personas](catalogue.md#personas).',
  },
  Activities: {
    description:
      "The exact activities. Each is a name with a version, or a map `{ Activity: ManageJobs@1, RolesToPass: [...], Vpc: {...}, Kms: {...} }` whose values replace the role's for this activity. See [activities](catalogue.md#activities).",
    otherwise: "the persona's",
    keys: { Activity: 'Name of the activity with its version.' },
  },
  ExcludeActivities: {
    description: 'Activities of the persona that the role shall not have; not together with `Activities`.',
    otherwise: 'none',
  },
  Vpc: {
    description:
      '`{ Subnets, SecurityGroups }`, both by their ids: the network limit. See [what a limit does](roles.md#what-a-limit-does).',
    otherwise: 'off',
    keys: {
      Subnets: 'Subnets in which SageMaker may run what the role starts.',
      SecurityGroups: 'Security groups that it may run with.',
    },
  },
  Kms: {
    description:
      '`{ DataKeys, VolumeKeys }`, one or both, by key ARN (no alias): the encryption limit. See [what a limit does](roles.md#what-a-limit-does).',
    otherwise: 'off',
    keys: {
      DataKeys: 'Keys for results and data.',
      VolumeKeys: 'Keys for disks. Instance types with local NVMe storage take none and are refused with it.',
    },
  },
  AllowedInstanceTypes: {
    description:
      "Instance types that the role may ask SageMaker for, beside Studio's own `system` and `default`. AutoML jobs and pipelines choose theirs.",
    otherwise: 'all',
    examples: [['ml.t3.medium', 'ml.m5.large']],
  },
  RequireInterContainerEncryption: {
    description: 'Whether jobs must encrypt the traffic between their containers.',
    otherwise: 'false',
  },
  RequireNetworkIsolation: {
    description: 'Whether models and jobs must cut their containers off from the network.',
    otherwise: 'false',
  },
  ResourceNamePrefix: {
    description:
      'What the names of the SageMaker resources begin with that the role may make, see and use; domains, spaces and apps are free. Actions that list show all names.',
    otherwise: 'none',
    examples: ['team-a-'],
  },
  ResourceTags: {
    description:
      'A map such as `{ team: a }`: tags that a SageMaker resource must have for the role to see and use it, and that it must give to what it makes, domains and apps included. Actions that list show all names.',
    otherwise: 'none',
    examples: [{ team: 'a' }],
  },
  RoleName: {
    description: 'Name of the role; not together with `RoleNameSuffix`. A change replaces the role.',
    otherwise: 'made from the stack and the logical id',
    pattern: ROLE_NAME.source,
  },
  RoleNameSuffix: {
    description: "Name of the role behind the provider's prefix, `SageMaker-`. A change replaces the role.",
    pattern: ROLE_NAME.source,
  },
  Description: { description: "The role's description, at most 1,000 characters of Latin-1.", otherwise: 'empty' },
  MaxSessionDuration: { description: 'Seconds that a session of the role may last, 3600 to 43200.', otherwise: '`3600`' },
  Tags: {
    description: 'At most 45 of `{ Key, Value }`, not `aws:` and not `sagemaker-persona:`.',
    otherwise: 'none',
    keys: { Key: 'Key of the tag, at most 128 characters.', Value: 'Its value, at most 256 characters.' },
  },
  ManagedPolicyArns: {
    description: 'Managed policies to attach; only those that [the provider allows](provider.md#parameters-of-the-provider).',
    otherwise: 'none',
  },
  PermissionsBoundary: { description: "One of the provider's boundaries, by its ARN.", otherwise: "the provider's first" },
  SourceCondition: {
    description:
      'How the trust policy keeps SageMaker of other accounts out: `account` (`aws:SourceAccount`), `arn` (also `aws:SourceArn`), or `none`, if [the provider allows it](provider.md#parameters-of-the-provider).',
  },
  TrustedPrincipals: {
    description:
      'Who may assume the role besides SageMaker, each `{ Service }`, `{ AWS }` or `{ Federated }` with `Conditions` and `Actions`; only those that [the provider allows](provider.md#parameters-of-the-provider). See [trust somebody else](roles.md#trust-somebody-else).',
    otherwise: 'nobody',
    keys: {
      Service: 'A service, such as `glue.amazonaws.com`.',
      AWS: 'An account by its number, or a user or role by its ARN.',
      Federated:
        'A SAML or OIDC provider of the account by its ARN. OIDC needs conditions on the audience and on the subject of its tokens.',
      Actions:
        'What is allowed besides assuming the role: `sts:SetSourceIdentity`, and `sts:TagSession` with a condition that names the keys.',
      Conditions: "Conditions in IAM's form: `{ operator: { key: values } }`.",
    },
  },
  SourceIdentity: {
    description:
      "Whether SageMaker may set the user profile's name as the source identity of sessions; every role that is passed needs it too.",
  },
  AdditionalStatements: {
    description:
      'Statements of your own, in the form of IAM: every action written out, ARNs of this partition. They change nothing in IAM, pass no roles and assume none; only where [the provider allows them](provider.md#parameters-of-the-provider).',
    otherwise: 'none',
    keys: {
      Sid: 'A word on the statement, letters and digits.',
      Effect: '`Allow` or `Deny`.',
      Action: 'Actions, such as `s3:GetObject`.',
      Resource: 'ARNs, or `*` for actions that know no resource.',
      Condition: 'Conditions: `{ operator: { key: values } }`.',
    },
  },
  AllowWildcards: {
    description:
      'Whether names of buckets, databases, workgroups and repositories may end in `*` after at least three literal characters. Buckets are then limited to those of this account.',
  },
  GrantTo: {
    description:
      'ARN of a role that exists: the permissions are put on it as one inline policy of their own, and no role is made. A change takes them off the old role. See [roles that are there already](roles.md#roles-that-are-there-already).',
    otherwise: 'none',
    examples: ['arn:aws:iam::111122223333:role/service/training'],
  },
  Adopt: {
    description:
      'Whether a role of that name that exists comes under management, instead of being refused; as long as it is true, Delete only releases the role. See [there](roles.md#roles-that-are-there-already).',
  },
  Exclusive: {
    description:
      'Whether an Update removes policies that someone else put on the role. Inline policies whose names begin with `SageMakerPersonaGrants-` stay: so a stack names its own `AWS::IAM::Policy` on the role. Whoever may put policies on the role may use such a name too.',
  },
  ForceDetach: {
    description: 'Whether Delete also removes policies that someone else put on the role, instead of failing because of them.',
  },
  PropagationDelaySeconds: {
    description: 'Seconds, 0 to 120, to wait after a role or its trust policy is new, before the next resource may use it.',
    otherwise: "the provider's: 10",
  },
  Revision: { description: 'Any text; changing it makes CloudFormation send an Update, which repairs what was changed by hand.' },
};
