import type { Statement } from '../../lambda/core/policy';
import type { ActivityTemplate } from '../../lambda/core/template';
import { taggableCreations } from './lint-activity';
import type { Action } from './reference';
import type { Rendered } from './rendered';

/** What is wrong with what a statement lets a person do. */
export async function powerFindings(rendered: Rendered, activity: ActivityTemplate, actions: readonly Action[]): Promise<string[]> {
  return [
    ...passRoleFindings(rendered.statement),
    ...keyUseFindings(rendered),
    ...permissionFindings(rendered.statement, actions),
    ...ownerFindings(rendered),
    ...(await taggingFindings(rendered.statement, activity)),
  ];
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function passRoleFindings({ Action, Resource, Condition }: Statement): string[] {
  if (!Action.includes('iam:PassRole')) return [];
  return [
    ...(Action.length > 1 ? ['iam:PassRole does not stand alone'] : []),
    ...(Resource.includes('*') ? ['iam:PassRole reaches every role'] : []),
    ...(Condition?.['StringEquals']?.['iam:PassedToService'] === undefined
      ? ['iam:PassRole has no StringEquals on iam:PassedToService']
      : []),
  ];
}

/** Keys are used through a named service; where AWS leaves the service open, the file says so. */
function keyUseFindings({ statement, template }: Rendered): string[] {
  const throughService = Object.values(statement.Condition ?? {}).some((keys) => 'kms:ViaService' in keys);
  if (throughService || template.Reason !== undefined) return [];
  return statement.Action.filter((action) => action.startsWith('kms:')).map(
    (action) => `${action} has no kms:ViaService and gives no Reason`,
  );
}

/** Actions that hand out more than they seem to, with what they hand out. */
const HANDING_OUT: Readonly<Record<string, string>> = {
  'sagemaker:UpdateDomain': 'the execution roles of everybody in the domain',
  'sagemaker:UpdateUserProfile': 'the execution role of the profile',
  'sagemaker:PutModelPackageGroupPolicy': 'the group to other accounts',
  'sagemaker:PutLineageGroupPolicy': 'the lineage to other accounts',
};

/** Actions that manage permissions and take no condition, with the reason. */
const REVIEWED: Readonly<Record<string, string>> = {
  'ec2:CreateNetworkInterfacePermission':
    'AWS asks for it without a condition: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html',
  'ec2:DeleteNetworkInterfacePermission': 'as CreateNetworkInterfacePermission',
};

/** What changes who may do what is bounded by a condition, or left out. */
function permissionFindings({ Condition, Resource }: Statement, actions: readonly Action[]): string[] {
  const unbounded = actions.filter(
    ({ name, accessLevel }) => accessLevel.startsWith('Permissions management') && Condition === undefined && !(name in REVIEWED),
  );
  const anyone = Resource.some((resource) => !resource.includes('${'));
  return [
    ...unbounded.map(({ name }) => `${name} manages permissions without a condition`),
    ...actions.flatMap(({ name }) => (HANDING_OUT[name] === undefined ? [] : [`${name} hands out ${HANDING_OUT[name]}`])),
    ...(actions.some(({ name }) => name === 'sagemaker:CreatePresignedDomainUrl') && anyone
      ? ['sagemaker:CreatePresignedDomainUrl opens the profiles of others: it needs a policy variable in its resource']
      : []),
  ];
}

/**
 * Apps and spaces of others stay theirs. Apps of a named type (Canvas) belong to profiles, and AWS documents no key that says whose:
 * for those a Reason is enough.
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerFullAccess.html
 */
function ownerFindings({ statement: { Action, Resource, Condition }, template: { Reason } }: Rendered): string[] {
  const keys = Object.values(Condition ?? {}).flatMap((block) => Object.keys(block));
  if (Reason !== undefined && Resource.every((resource) => /:app\/[^/]+\/[^/]+\/\w+\//.test(resource))) return [];
  if (keys.some((key) => ['sagemaker:OwnerUserProfileArn', 'sagemaker:SpaceSharingType'].includes(key))) return [];
  return Action.filter((action) => /^sagemaker:(Create|Update|Delete)(App|Space)$/.test(action)).map(
    (action) => `${action} reaches the apps and spaces of others: it needs sagemaker:OwnerUserProfileArn or sagemaker:SpaceSharingType`,
  );
}

/** Tags may be set at creation only, and for everything taggable that the activity creates. */
async function taggingFindings({ Action, Condition }: Statement, activity: ActivityTemplate): Promise<string[]> {
  if (!Action.includes('sagemaker:AddTags')) return [];
  const allowed = Condition?.['StringEquals']?.['sagemaker:TaggingAction'];
  if (allowed === undefined) return ['sagemaker:AddTags has no StringEquals on sagemaker:TaggingAction'];
  const creating = await taggableCreations(activity.Statements.flatMap((statement) => statement.Action));
  return [
    ...creating.filter((name) => !allowed.includes(name)).map((name) => `${name} may create but not tag`),
    ...allowed.filter((name) => !creating.includes(name)).map((name) => `${name} may tag, but the activity does not create by it`),
  ];
}
