// Made from policy-templates by `npm run docs`. Do not edit.
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** Parameters of activities, by the names that the activities share. */
export interface ActivityParameters {
  /**
   * Buckets in which tracking servers keep their artifacts. Used by AccessAwsServicesForMlflow@1.
   *
   * @default - none
   */
  readonly artifactBuckets?: s3.IBucket[];

  /**
   * Data catalogs whose databases and tables the person may browse; that of AWS Glue is "AwsDataCatalog". Used by QueryAthenaGroups@1.
   *
   * @default - none
   */
  readonly athenaDataCatalogNames?: string[];

  /**
   * Workgroups in which the person may run queries. Used by CanvasDataPreparation@1, QueryAthenaGroups@1.
   *
   * @default - none
   */
  readonly athenaWorkgroupNames?: string[];

  /**
   * Foundation models that may be asked and fine-tuned. Used by CanvasAiServices@1, UseBedrockModels@1.
   *
   * @default - none
   */
  readonly bedrockModelIds?: string[];

  /**
   * Roles that may be handed to Amazon Bedrock for fine-tuning. Used by CanvasAiServices@1.
   *
   * @default - none
   */
  readonly bedrockRoles?: iam.IRole[];

  /**
   * Buckets in which Canvas keeps its data; the one that SageMaker makes by default is sagemaker-<Region>-<account>. Used by
   * CanvasCoreAccess@1, CanvasDataPreparation@1.
   *
   * @default - none
   */
  readonly canvasBuckets?: s3.IBucket[];

  /**
   * Roles that Canvas may hand to EMR Serverless for large data. AWS asks for a name that begins with
   * AmazonSageMakerCanvasEMRSExecutionAccess-. Used by CanvasCoreAccess@1, CanvasDataPreparation@1.
   *
   * @default - none
   */
  readonly canvasEmrRoles?: iam.IRole[];

  /**
   * Domains of Studio in which the person may open the own profile. Used by OpenStudio@1.
   *
   * @default - none
   */
  readonly domainIds?: string[];

  /**
   * Repositories of the images that are run. The built-in algorithms and Deep Learning Containers live in accounts of AWS: name their
   * repositories too. Used by AccessAwsServices@1.
   *
   * @default - none
   */
  readonly ecrRepositories?: ecr.IRepository[];

  /**
   * Roles that EMR Serverless runs the person's code with; they have to trust emr-serverless.amazonaws.com. What these roles may do,
   * the person can do. Used by RunStudioEmrServerlessApps@1.
   *
   * @default - none
   */
  readonly emrServerlessRuntimeRoles?: iam.IRole[];

  /**
   * Databases whose tables the person may read the definitions of. Used by CanvasDataPreparation@1, ManageGlueTables@1.
   *
   * @default - none
   */
  readonly glueDatabaseNames?: string[];

  /**
   * Indexes whose documents Canvas may look up. Used by CanvasKendraAccess@1.
   *
   * @default - none
   */
  readonly kendraIndexIds?: string[];

  /**
   * Roles that tracking servers run with, usually with AccessAwsServicesForMlflow. Used by ManageMlflowTrackingServers@1.
   *
   * @default - none
   */
  readonly mlflowServerRoles?: iam.IRole[];

  /**
   * Tracking servers by name. AWS allows all of them by default; here they are named. Used by ManageMlflowTrackingServers@1,
   * UseMlflow@1.
   *
   * @default - none
   */
  readonly mlflowTrackingServerNames?: string[];

  /**
   * Roles that Canvas may hand to SageMaker for its jobs and models, often the user's execution role itself. What these roles may do,
   * the person can make SageMaker do. Used by CanvasCoreAccess@1, CanvasDataPreparation@1, ManageEndpoints@1, ManageFeatureStore@1,
   * ManageJobs@1, ManageModels@1, ManagePipelines@1, MonitorModels@1, RunStudioApps@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];

  /**
   * Buckets that the code reads its data and models from and writes its results to. Used by AccessAwsServices@1, AccessS3Buckets@1,
   * ManageGlueTables@1, ReadMonitoring@1, RunStudioEmrServerlessApps@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];

  /**
   * Secrets whose value the server may read. Used by AccessAwsServicesForMlflow@1.
   *
   * @default - none
   */
  readonly secretArns?: secretsmanager.ISecret[];
}

/** The lists of the resource's properties: roles, repositories and the like by their ARNs, buckets by their names. */
export function parameterLists(parameters: ActivityParameters): Readonly<Record<string, readonly string[] | undefined>> {
  return {
    ArtifactBuckets: parameters.artifactBuckets?.map(({ bucketName }) => bucketName),
    AthenaDataCatalogNames: parameters.athenaDataCatalogNames,
    AthenaWorkgroupNames: parameters.athenaWorkgroupNames,
    BedrockModelIds: parameters.bedrockModelIds,
    BedrockRoles: parameters.bedrockRoles?.map(({ roleArn }) => roleArn),
    CanvasBuckets: parameters.canvasBuckets?.map(({ bucketName }) => bucketName),
    CanvasEmrRoles: parameters.canvasEmrRoles?.map(({ roleArn }) => roleArn),
    DomainIds: parameters.domainIds,
    EcrRepositories: parameters.ecrRepositories?.map(({ repositoryArn }) => repositoryArn),
    EmrServerlessRuntimeRoles: parameters.emrServerlessRuntimeRoles?.map(({ roleArn }) => roleArn),
    GlueDatabaseNames: parameters.glueDatabaseNames,
    KendraIndexIds: parameters.kendraIndexIds,
    MlflowServerRoles: parameters.mlflowServerRoles?.map(({ roleArn }) => roleArn),
    MlflowTrackingServerNames: parameters.mlflowTrackingServerNames,
    RolesToPass: parameters.rolesToPass?.map(({ roleArn }) => roleArn),
    S3Buckets: parameters.s3Buckets?.map(({ bucketName }) => bucketName),
    SecretArns: parameters.secretArns?.map(({ secretArn }) => secretArn),
  };
}
