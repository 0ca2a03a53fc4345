// Made from policy-templates by `npm run docs`. Do not edit.
import type { Construct } from 'constructs';
import { PersonaBase, type PersonaOptions } from './persona-base';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** Options of `Persona.businessAnalyst`: what its activities need, as far as they are not excluded. */
export interface BusinessAnalystOptions extends PersonaOptions {
  /**
   * Workgroups in which the person may run queries. Used by CanvasDataPreparation@1.
   *
   * @default - none
   */
  readonly athenaWorkgroupNames?: string[];

  /**
   * Foundation models that may be asked and fine-tuned. Used by CanvasAiServices@1.
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
   * Databases whose tables the person may read the definitions of. Used by CanvasDataPreparation@1.
   *
   * @default - none
   */
  readonly glueDatabaseNames?: string[];

  /**
   * Roles that Canvas may hand to SageMaker for its jobs and models, often the user's execution role itself. What these roles may do,
   * the person can make SageMaker do. Used by CanvasCoreAccess@1, CanvasDataPreparation@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];
}

/** Options of `Persona.compute`: what its activities need, as far as they are not excluded. */
export interface ComputeOptions extends PersonaOptions {
  /**
   * Repositories of the images that are run. The built-in algorithms and Deep Learning Containers live in accounts of AWS: name their
   * repositories too. Used by AccessAwsServices@1.
   *
   * @default - none
   */
  readonly ecrRepositories?: ecr.IRepository[];

  /**
   * Buckets that the code reads its data and models from and writes its results to. Used by AccessAwsServices@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** Options of `Persona.dataEngineer`: what its activities need, as far as they are not excluded. */
export interface DataEngineerOptions extends PersonaOptions {
  /**
   * Data catalogs whose databases and tables the person may browse; that of AWS Glue is "AwsDataCatalog". Used by QueryAthenaGroups@1.
   *
   * @default - none
   */
  readonly athenaDataCatalogNames?: string[];

  /**
   * Workgroups in which the person may run queries; every account has "primary". Used by QueryAthenaGroups@1.
   *
   * @default - none
   */
  readonly athenaWorkgroupNames?: string[];

  /**
   * Databases whose tables the person may find. The database sagemaker_featurestore need not be named. Used by ManageGlueTables@1.
   *
   * @default - none
   */
  readonly glueDatabaseNames?: string[];

  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do. Used by ManageJobs@1, ManageFeatureStore@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];

  /**
   * Buckets of the offline store. Used by ManageGlueTables@1, AccessS3Buckets@1, ReadMonitoring@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** Options of `Persona.dataScientist`: what its activities need, as far as they are not excluded. */
export interface DataScientistOptions extends PersonaOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do. Used by RunStudioApps@1, ManageJobs@1, ManageModels@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];

  /**
   * Buckets whose objects the person may read, write and delete. Used by AccessS3Buckets@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** Options of `Persona.dataScientistV2`: what its activities need, as far as they are not excluded. */
export interface DataScientistV2Options extends PersonaOptions {
  /**
   * Buckets in which tracking servers keep their artifacts. Used by AccessAwsServicesForMlflow@1.
   *
   * @default - none
   */
  readonly artifactBuckets?: s3.IBucket[];

  /**
   * Foundation models that may be asked and fine-tuned. Used by CanvasAiServices@1.
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
   * Roles that EMR Serverless runs the person's code with; they have to trust emr-serverless.amazonaws.com. What these roles may do,
   * the person can do. Used by RunStudioEmrServerlessApps@1.
   *
   * @default - none
   */
  readonly emrServerlessRuntimeRoles?: iam.IRole[];

  /**
   * Databases whose tables the person may find. The database sagemaker_featurestore need not be named. Used by ManageGlueTables@1.
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
   * Tracking servers by name. AWS allows all of them by default; here they are named. Used by UseMlflow@1.
   *
   * @default - none
   */
  readonly mlflowTrackingServerNames?: string[];

  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do. Used by ManageJobs@1, ManageModels@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];

  /**
   * Buckets of the offline store. Used by ManageGlueTables@1, RunStudioEmrServerlessApps@1.
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

/** Options of `Persona.mLEngineer`: what its activities need, as far as they are not excluded. */
export interface MLEngineerOptions extends PersonaOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do. Used by ManageJobs@1, ManageModels@1, ManageEndpoints@1, ManagePipelines@1, MonitorModels@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];

  /**
   * Buckets whose objects the person may read, write and delete. Used by AccessS3Buckets@1, ReadMonitoring@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** Options of `Persona.mLOps`: what its activities need, as far as they are not excluded. */
export interface MLOpsOptions extends PersonaOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do. Used by RunStudioApps@1, ManageModels@1, ManageEndpoints@1, ManagePipelines@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];
}

/** Options of `Persona.mLOpsV2`: what its activities need, as far as they are not excluded. */
export interface MLOpsV2Options extends PersonaOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do. Used by ManageModels@1, ManagePipelines@1.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];
}

/** Options of `Persona.modelAuditor`: what its activities need, as far as they are not excluded. */
export interface ModelAuditorOptions extends PersonaOptions {
  /**
   * Buckets with reports. All of their objects can be read, so keep reports apart from data. Used by ReadMonitoring@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** Options of `Persona.modelRiskManager`: what its activities need, as far as they are not excluded. */
export interface ModelRiskManagerOptions extends PersonaOptions {
  /**
   * Buckets with reports. All of their objects can be read, so keep reports apart from data. Used by ReadMonitoring@1.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** A set of activities: one's own, or one of those that are chosen beforehand. */
export class Persona extends PersonaBase {
  /**
   * Business analyst. For people who work without code, in SageMaker Canvas: prepare data, build models, predict, ask ready-to-use
   * models. This persona is this project's own; AWS has none like it. Deployment by CanvasMlops and search by CanvasKendraAccess can
   * be named in Activities. Its activities: RunStudioApps@2, CanvasCoreAccess@1, CanvasDataPreparation@1, CanvasAiServices@1.
   */
  static businessAnalyst(scope: Construct, id: string, options: BusinessAnalystOptions): Persona {
    return new Persona(scope, id, { persona: 'BusinessAnalyst@1', ...options });
  }

  /**
   * SageMaker AI compute role. For the work itself: the role that jobs and endpoints run with. People pass it to SageMaker and do not
   * use it themselves. Its activities: AccessAwsServices@1.
   */
  static compute(scope: Construct, id: string, options: ComputeOptions): Persona {
    return new Persona(scope, id, { persona: 'Compute@1', ...options });
  }

  /**
   * Data engineer. For people who prepare the data of models: processing jobs, feature groups, tables of named AWS Glue databases,
   * queries in named Athena workgroups, objects in named buckets. This persona is this project's own; AWS has none like it. It deploys
   * nothing. Extraction and transformation in AWS Glue itself (crawlers, jobs, triggers) is for other policies. Its activities:
   * RunStudioApps@2, ManageJobs@1, ManageFeatureStore@1, ManageGlueTables@1, QueryAthenaGroups@1, AccessS3Buckets@1, ReadMonitoring@1.
   */
  static dataEngineer(scope: Construct, id: string, options: DataEngineerOptions): Persona {
    return new Persona(scope, id, { persona: 'DataEngineer@1', ...options });
  }

  /**
   * Data scientist. For people who explore data, train and register models in Studio: apps, jobs, models, experiments, and data in
   * named buckets. The preselection is the one with which Role Manager and its CDK library began. Its activities: RunStudioApps@1,
   * ManageJobs@1, ManageModels@1, ManageExperiments@1, VisualizeExperiments@1, AccessS3Buckets@1.
   */
  static dataScientist(scope: Construct, id: string, options: DataScientistOptions): Persona {
    return new Persona(scope, id, { persona: 'DataScientist@1', ...options });
  }

  /**
   * Data scientist. For people who explore data, train and register models in Studio, and ask ready-to-use models in Canvas: what the
   * console of Role Manager preselects today. AWS asks for CanvasCoreAccess wherever Canvas is used and preselects it not: name it in
   * Activities where people use Canvas itself. Its activities: RunStudioApps@2, ManageJobs@1, ManageModels@1, ManageGlueTables@1,
   * CanvasAiServices@1, CanvasMlops@1, CanvasKendraAccess@1, UseMlflow@1, AccessAwsServicesForMlflow@1, RunStudioEmrServerlessApps@1.
   */
  static dataScientistV2(scope: Construct, id: string, options: DataScientistV2Options): Persona {
    return new Persona(scope, id, { persona: 'DataScientist@2', ...options });
  }

  /**
   * Machine learning engineer. For people who build what trains and serves models: jobs, models, endpoints, pipelines and their
   * monitoring, with the data in named buckets and the logs of what they run. This persona is this project's own; AWS has none like
   * it. What they do outside of SageMaker (code repositories, builds, functions) is for other policies. Its activities:
   * RunStudioApps@2, ManageJobs@1, ManageModels@1, ManageEndpoints@1, ManagePipelines@1, MonitorModels@1, VisualizeExperiments@1,
   * AccessS3Buckets@1, ReadMonitoring@1.
   */
  static mLEngineer(scope: Construct, id: string, options: MLEngineerOptions): Persona {
    return new Persona(scope, id, { persona: 'MLEngineer@1', ...options });
  }

  /**
   * MLOps. For people who bring models into operation: apps, models, endpoints, pipelines, and a look at experiments. The preselection
   * is the one with which Role Manager and its CDK library began. Its activities: RunStudioApps@1, ManageModels@1, ManageEndpoints@1,
   * ManagePipelines@1, VisualizeExperiments@1.
   */
  static mLOps(scope: Construct, id: string, options: MLOpsOptions): Persona {
    return new Persona(scope, id, { persona: 'MLOps@1', ...options });
  }

  /**
   * MLOps. For people who bring models into operation, as the console of Role Manager preselects it today: apps, models, pipelines,
   * experiments, and every bucket of the account. The provider denies AccessS3AllResources unless it is told otherwise: exclude it by
   * ExcludeActivities and take named buckets, or take MLEngineer@1, which has endpoints too. Its activities: RunStudioApps@2,
   * ManageModels@1, ManagePipelines@1, VisualizeExperiments@1, AccessS3AllResources@2.
   */
  static mLOpsV2(scope: Construct, id: string, options: MLOpsV2Options): Persona {
    return new Persona(scope, id, { persona: 'MLOps@2', ...options });
  }

  /**
   * Model auditor. For people who check how models came about and how they are run: they see every configuration, the lineage, logs,
   * metrics and, where buckets are named, reports, and change nothing. This persona is this project's own; AWS has none like it. Name
   * in TrustedPrincipals who may assume it. Its activities: ReadOnlyAudit@1, ReadMonitoring@1.
   */
  static modelAuditor(scope: Construct, id: string, options: ModelAuditorOptions): Persona {
    return new Persona(scope, id, { persona: 'ModelAuditor@1', ...options });
  }

  /**
   * Model risk manager. For people who answer for the risk of models: they look at models, their lineage, monitoring, logs and
   * reports, and set the approval status of model packages. They deploy nothing, start nothing and pass no role. This persona is this
   * project's own; AWS has none like it. Name in TrustedPrincipals who may assume it. Its activities: ApproveModels@1,
   * ReadOnlyAudit@1, ReadMonitoring@1.
   */
  static modelRiskManager(scope: Construct, id: string, options: ModelRiskManagerOptions): Persona {
    return new Persona(scope, id, { persona: 'ModelRiskManager@1', ...options });
  }
}
