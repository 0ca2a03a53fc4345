import { Stack, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

const OWN_PATH = "Names of roles are known at their creation only. The path is the provider's own";
const TAGGED = `${OWN_PATH}, and the call works only on what carries this provider's owner tag`;
const BOUND = `${TAGGED} and one of its permissions boundaries.`;
const ONLY_READS = 'It only reads.';

/** Why a statement of the provider's policies has wildcards, by its Sid. */
const REASONS: Readonly<Record<string, string>> = {
  ActionsOfThePolicyTemplates:
    "A permissions boundary grants nothing: the policy of each role names actions, resources and conditions. Patterns keep it within IAM's quota.",
  PassRole: "A permissions boundary grants nothing: the policy of each role names the roles to pass. The path is the provider's own.",
  CreateRolesOfItsOwn: BOUND,
  ChangeRolesOfItsOwn: BOUND,
  AttachOverflowPolicies: BOUND,
  AttachAllowedManagedPolicies: BOUND,
  TagRolesOfItsOwn: `${TAGGED}, or nothing yet.`,
  RemoveRolesOfItsOwn: `${TAGGED}.`,
  UntagRolesOfItsOwn: `${TAGGED}.`,
  SeeWhoseARoleIs: `A name is taken in the whole account, whatever the path of the role that has it. ${ONLY_READS}`,
  ReadRoles: `${OWN_PATH}. ${ONLY_READS}`,
  CreateOverflowPolicies: `${TAGGED}, or nothing yet.`,
  RemoveOverflowPolicies: `${TAGGED}.`,
  ReadOverflowPolicies: `${OWN_PATH}. ${ONLY_READS}`,
  FindOverflowPolicies: `iam:ListPolicies knows no resource. ${ONLY_READS}`,
  VerifyStack: `Any stack of the account and Region may have a persona role. ${ONLY_READS}`,
};

interface Document {
  readonly Statement: readonly unknown[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

type Join = readonly [delimiter: string, items: readonly unknown[]];

/**
 * Tells cdk-nag (rule AwsSolutions-IAM5) why the policies of a provider have wildcards, each by the reason of its statement.
 * A statement without a reason stays a finding, and so does one of another resource.
 * @param resources of the provider
 */
export function acknowledgeWildcards(resources: readonly IConstruct[]): void {
  for (const resource of resources) {
    const found = new Map<string, Set<string>>();
    for (const { Sid, Action, Resource } of statementsOf(resource)) {
      const reason = REASONS[Sid];
      if (reason === undefined) continue;
      const names = [...[Action].flat().map((action) => `Action::${action}`), ...[Resource].flat().map((one) => `Resource::${flat(one)}`)];
      for (const name of names.filter((text) => text.includes('*'))) found.set(name, (found.get(name) ?? new Set()).add(reason));
    }
    for (const [name, reasons] of found) {
      Validations.of(resource).acknowledge({ id: `AwsSolutions-IAM5[${name}]`, reason: [...reasons].join(' ') });
    }
  }
}

/** The statements that allow something. cdk-nag does not look into conditions of templates either. */
function statementsOf(resource: IConstruct): readonly Statement[] {
  const resolved = (value: unknown): unknown => Stack.of(resource).resolve(value);
  const documents: unknown[] = [];
  if (resource instanceof CfnManagedPolicy) documents.push(resolved(resource.policyDocument));
  if (resource instanceof CfnRole)
    documents.push(...(resolved(resource.policies ?? []) as { policyDocument: Document }[]).map(({ policyDocument }) => policyDocument));
  return (documents as Document[]).flatMap(({ Statement }) => Statement).filter(allows);
}

function allows(statement: unknown): statement is Statement {
  return typeof statement === 'object' && statement !== null && 'Effect' in statement && statement.Effect === 'Allow';
}

/** A resource as cdk-nag writes it: `arn:<AWS::Partition>:…`. */
function flat(resource: unknown): string {
  if (typeof resource === 'string') return resource.replace(/\$\{([^}]*)\}/g, '<$1>');
  const {
    Ref,
    'Fn::Sub': text,
    'Fn::Join': join,
  } = resource as { readonly Ref?: string; readonly 'Fn::Sub'?: string; readonly 'Fn::Join'?: Join };
  if (Ref !== undefined) return `<${Ref}>`;
  if (text !== undefined) return flat(text);
  return join === undefined ? JSON.stringify(resource) : join[1].map(flat).join(join[0]);
}
