/** A managed policy that AWS owns: `arn:<partition>:iam::aws:policy<Path><PolicyName>`. */
export interface AwsManagedPolicy {
  readonly PolicyName: string;
  readonly Path: string;
  readonly PolicyDocument: unknown;
}

function allow(...lists: readonly (readonly string[])[]): unknown {
  return { Version: '2012-10-17', Statement: lists.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' })) };
}

/**
 * A few that exist, with the documents of their default versions. A test that needs others sets them.
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_MANAGED_POLICIES: readonly AwsManagedPolicy[] = [
  {
    PolicyName: 'AmazonSageMakerReadOnly',
    Path: '/',
    PolicyDocument: allow(
      [
        'sagemaker:Describe*',
        'sagemaker:List*',
        'sagemaker:BatchGetMetrics',
        'sagemaker:GetDeviceRegistration',
        'sagemaker:GetDeviceFleetReport',
        'sagemaker:GetSearchSuggestions',
        'sagemaker:BatchGetRecord',
        'sagemaker:GetRecord',
        'sagemaker:Search',
        'sagemaker:QueryLineage',
        'sagemaker:GetLineageGroupPolicy',
        'sagemaker:BatchDescribeModelPackage',
        'sagemaker:GetModelPackageGroupPolicy',
      ],
      [
        'application-autoscaling:DescribeScalableTargets',
        'application-autoscaling:DescribeScalingActivities',
        'application-autoscaling:DescribeScalingPolicies',
        'application-autoscaling:DescribeScheduledActions',
        'aws-marketplace:ViewSubscriptions',
        'cloudwatch:DescribeAlarms',
        'cognito-idp:DescribeUserPool',
        'cognito-idp:DescribeUserPoolClient',
        'cognito-idp:ListGroups',
        'cognito-idp:ListIdentityProviders',
        'cognito-idp:ListUserPoolClients',
        'cognito-idp:ListUserPools',
        'cognito-idp:ListUsers',
        'cognito-idp:ListUsersInGroup',
        'ecr:Describe*',
      ],
    ),
  },
  {
    PolicyName: 'AmazonS3ReadOnlyAccess',
    Path: '/',
    PolicyDocument: allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']),
  },
  {
    PolicyName: 'AWSLambdaBasicExecutionRole',
    Path: '/service-role/',
    PolicyDocument: allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  },
];
