import { catalog } from '../lambda/catalog';
import { difference, type Permission } from '../lambda/core/diff';
import { INLINE_QUOTA, MANAGED_QUOTA } from '../lambda/core/pack';
import type { AnyStatement, PolicyDocument } from '../lambda/core/policy';
import { TRUST_POLICY_QUOTA } from '../lambda/core/trust';
import type { LocalIam } from './iam';
import { bold, dim, green, red } from './paint';

/** A role as the local IAM holds it, readable. */
export interface RoleState {
  readonly name: string;
  readonly arn: string;
  readonly trustPolicy: string;
  readonly boundary: string | undefined;
  readonly inline: Readonly<Record<string, PolicyDocument>>;
  readonly managed: Readonly<Record<string, PolicyDocument>>;
}

export function roleState(iam: Pick<LocalIam, 'role' | 'policies'>, name: string): RoleState {
  const role = iam.role(name);
  if (role === undefined) throw new Error(`the local IAM has no role ${name}`);
  const attached = iam.policies.filter(({ Arn }) => role.attachedPolicyArns.includes(Arn));
  return {
    name: role.RoleName,
    arn: role.Arn,
    trustPolicy: role.AssumeRolePolicyDocument,
    boundary: role.PermissionsBoundary,
    inline: Object.fromEntries([...role.inlinePolicies].map(([policyName, text]) => [policyName, JSON.parse(text) as PolicyDocument])),
    managed: Object.fromEntries(
      attached.map(({ PolicyName, versions, DefaultVersionId }) => [
        PolicyName,
        JSON.parse(versions.find(({ VersionId }) => VersionId === DefaultVersionId)?.Document ?? '{}') as PolicyDocument,
      ]),
    ),
  };
}

/** Lines that tell a role: its name, the sizes of its policies beside IAM's quotas, and what it lets a person do. */
export function describeRole(role: RoleState, activities: readonly string[]): string[] {
  return [
    bold(role.arn),
    `  trust policy ${sizeText(role.trustPolicy.length, TRUST_POLICY_QUOTA)}`,
    ...Object.entries(role.inline).map(
      ([name, document]) => `  inline policy ${name} ${sizeText(textSize(document), INLINE_QUOTA)}, ${statementsText(document)}`,
    ),
    ...Object.entries(role.managed).map(
      ([name, document]) => `  managed policy ${name} ${sizeText(textSize(document), MANAGED_QUOTA)}, ${statementsText(document)}`,
    ),
    `  permissions boundary ${role.boundary ?? 'none'}`,
    '  may:',
    ...activities.map((key) => `    ${key.padEnd(24)} ${dim(firstSentence(catalog.activities.get(key)?.Description ?? ''))}`),
  ];
}

/** Lines that tell what an update changed: added permissions, then removed ones. */
export function describeDifference(before: RoleState, after: RoleState): string[] {
  const { added, removed } = difference(statementsOf(before), statementsOf(after));
  const lines = [...grouped(added).map((text) => green(`  + ${text}`)), ...grouped(removed).map((text) => red(`  - ${text}`))];
  return lines.length === 0 ? ['  no permission differs'] : lines;
}

function statementsOf({ inline, managed }: RoleState): AnyStatement[] {
  return [...Object.values(inline), ...Object.values(managed)].flatMap(({ Statement }) => Statement);
}

/** Permissions of the same resource and condition in one line. */
function grouped(all: readonly Permission[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { effect, action, resource, condition } of all) {
    const conditionText = Object.keys(condition).length === 0 ? '' : ` if ${JSON.stringify(condition)}`;
    const key = `${effect === 'Deny' ? 'never ' : ''}%ACTIONS% on ${resource}${conditionText}`;
    lines.set(key, [...(lines.get(key) ?? []), action]);
  }
  return [...lines].map(([key, actions]) => key.replace('%ACTIONS%', () => actions.join(', ')));
}

function textSize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}

function sizeText(characters: number, quota: number): string {
  return `${characters.toLocaleString('en')} of ${quota.toLocaleString('en')} characters`;
}

function statementsText({ Statement }: PolicyDocument): string {
  return Statement.length === 1 ? '1 statement' : `${String(Statement.length)} statements`;
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}
