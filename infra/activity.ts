// Made from policy-templates by `npm run docs`. Do not edit.
import type { Construct } from 'constructs';
import { ActivityBase, type ActivityOptions } from './activity-base';
import type { KMSOptions, VPCOptions } from './limits';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** Options of `Activity.accessAwsServices`. */
export interface AccessAwsServicesOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets that the code reads its data and models from and writes its results to.
   */
  readonly s3Buckets: s3.IBucket[];

  /**
   * Repositories of the images that are run. The built-in algorithms and Deep Learning Containers live in accounts of AWS: name their
   * repositories too.
   */
  readonly ecrRepositories: ecr.IRepository[];
}

/** Options of `Activity.accessAwsServicesForMlflow`. */
export interface AccessAwsServicesForMlflowOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets in which tracking servers keep their artifacts.
   */
  readonly artifactBuckets: s3.IBucket[];

  /**
   * Secrets whose value the server may read.
   *
   * @default - none
   */
  readonly secretArns?: secretsmanager.ISecret[];
}

/** Options of `Activity.accessS3AllResources`. */
export interface AccessS3AllResourcesOptions extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.accessS3AllResourcesV2`. */
export interface AccessS3AllResourcesV2Options extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.accessS3Buckets`. */
export interface AccessS3BucketsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets whose objects the person may read, write and delete.
   */
  readonly s3Buckets: s3.IBucket[];
}

/** Options of `Activity.approveModels`. */
export interface ApproveModelsOptions extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.canvasAiServices`. */
export interface CanvasAiServicesOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Foundation models that may be asked and fine-tuned.
   *
   * @default - none
   */
  readonly bedrockModelIds?: string[];

  /**
   * Roles that may be handed to Amazon Bedrock for fine-tuning.
   *
   * @default - none
   */
  readonly bedrockRoles?: iam.IRole[];
}

/** Options of `Activity.canvasCoreAccess`. */
export interface CanvasCoreAccessOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets in which Canvas keeps its data; the one that SageMaker makes by default is sagemaker-<Region>-<account>.
   */
  readonly canvasBuckets: s3.IBucket[];

  /**
   * Roles that Canvas may hand to SageMaker for its jobs and models, often the user's execution role itself. What these roles may do,
   * the person can make SageMaker do.
   */
  readonly rolesToPass: iam.IRole[];

  /**
   * Roles that Canvas may hand to EMR Serverless for large data. AWS asks for a name that begins with
   * AmazonSageMakerCanvasEMRSExecutionAccess-.
   *
   * @default - none
   */
  readonly canvasEmrRoles?: iam.IRole[];
}

/** Options of `Activity.canvasDataPreparation`. */
export interface CanvasDataPreparationOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets in which Canvas keeps its data; the one that SageMaker makes by default is sagemaker-<Region>-<account>.
   */
  readonly canvasBuckets: s3.IBucket[];

  /**
   * Roles that Canvas may hand to SageMaker for its jobs and to EventBridge for their schedules. What these roles may do, the person
   * can make both do.
   */
  readonly rolesToPass: iam.IRole[];

  /**
   * Roles that Canvas may hand to EMR Serverless for large data. AWS asks for a name that begins with
   * AmazonSageMakerCanvasEMRSExecutionAccess-.
   *
   * @default - none
   */
  readonly canvasEmrRoles?: iam.IRole[];

  /**
   * Databases whose tables the person may read the definitions of.
   *
   * @default - none
   */
  readonly glueDatabaseNames?: string[];

  /**
   * Workgroups in which the person may run queries.
   *
   * @default - none
   */
  readonly athenaWorkgroupNames?: string[];
}

/** Options of `Activity.canvasKendraAccess`. */
export interface CanvasKendraAccessOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Indexes whose documents Canvas may look up.
   */
  readonly kendraIndexIds: string[];
}

/** Options of `Activity.canvasMlops`. */
export interface CanvasMlopsOptions extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.manageEndpoints`. */
export interface ManageEndpointsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that an endpoint configuration may name, needed for inference components only.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];
}

/** Options of `Activity.manageExperiments`. */
export interface ManageExperimentsOptions extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.manageFeatureStore`. */
export interface ManageFeatureStoreOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles with which Feature Store writes an offline store.
   *
   * @default - none
   */
  readonly rolesToPass?: iam.IRole[];
}

/** Options of `Activity.manageGlueTables`. */
export interface ManageGlueTablesOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets of the offline store.
   */
  readonly s3Buckets: s3.IBucket[];

  /**
   * Databases whose tables the person may find. The database sagemaker_featurestore need not be named.
   */
  readonly glueDatabaseNames: string[];
}

/** Options of `Activity.manageJobs`. */
export interface ManageJobsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do.
   */
  readonly rolesToPass: iam.IRole[];
}

/** Options of `Activity.manageMlflowTrackingServers`. */
export interface ManageMlflowTrackingServersOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Tracking servers by name. AWS allows all of them by default; here they are named.
   */
  readonly mlflowTrackingServerNames: string[];

  /**
   * Roles that tracking servers run with, usually with AccessAwsServicesForMlflow.
   */
  readonly mlflowServerRoles: iam.IRole[];
}

/** Options of `Activity.manageModels`. */
export interface ManageModelsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do.
   */
  readonly rolesToPass: iam.IRole[];
}

/** Options of `Activity.managePipelines`. */
export interface ManagePipelinesOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that a pipeline may run with. What these roles may do, whoever starts the pipeline can do.
   */
  readonly rolesToPass: iam.IRole[];
}

/** Options of `Activity.monitorModels`. */
export interface MonitorModelsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do.
   */
  readonly rolesToPass: iam.IRole[];
}

/** Options of `Activity.openStudio`. */
export interface OpenStudioOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Domains of Studio in which the person may open the own profile.
   */
  readonly domainIds: string[];
}

/** Options of `Activity.queryAthenaGroups`. */
export interface QueryAthenaGroupsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Workgroups in which the person may run queries; every account has "primary".
   */
  readonly athenaWorkgroupNames: string[];

  /**
   * Data catalogs whose databases and tables the person may browse; that of AWS Glue is "AwsDataCatalog".
   *
   * @default - none
   */
  readonly athenaDataCatalogNames?: string[];
}

/** Options of `Activity.readMonitoring`. */
export interface ReadMonitoringOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Buckets with reports. All of their objects can be read, so keep reports apart from data.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];
}

/** Options of `Activity.readOnlyAudit`. */
export interface ReadOnlyAuditOptions extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.runStudioApps`. */
export interface RunStudioAppsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that the person may hand to SageMaker for it to work with, usually a compute role (persona Compute). What these roles may
   * do, the person can make SageMaker do.
   */
  readonly rolesToPass: iam.IRole[];
}

/** Options of `Activity.runStudioAppsV2`. */
export interface RunStudioAppsV2Options extends ActivityOptions, VPCOptions, KMSOptions {}

/** Options of `Activity.runStudioEmrServerlessApps`. */
export interface RunStudioEmrServerlessAppsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Roles that EMR Serverless runs the person's code with; they have to trust emr-serverless.amazonaws.com. What these roles may do,
   * the person can do.
   */
  readonly emrServerlessRuntimeRoles: iam.IRole[];

  /**
   * Buckets with the data.
   */
  readonly s3Buckets: s3.IBucket[];
}

/** Options of `Activity.useBedrockModels`. */
export interface UseBedrockModelsOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Foundation models that the person may ask, by model id.
   */
  readonly bedrockModelIds: string[];
}

/** Options of `Activity.useMlflow`. */
export interface UseMlflowOptions extends ActivityOptions, VPCOptions, KMSOptions {
  /**
   * Tracking servers by name. AWS allows all of them by default; here they are named.
   */
  readonly mlflowTrackingServerNames: string[];
}

/** Options of `Activity.visualizeExperiments`. */
export interface VisualizeExperimentsOptions extends ActivityOptions, VPCOptions, KMSOptions {}

/** What a person or a job needs permissions for. One function for each activity and version. */
export class Activity extends ActivityBase {
  /**
   * Access Required AWS Services. What code that SageMaker runs (training, processing, transform and tuning jobs, endpoints) needs
   * around it: read and write data in the named buckets, pull images from the named repositories, write logs and metrics; with Vpc
   * network interfaces, with Kms the use of the keys. For roles that are passed to SageMaker, not for people.
   */
  static accessAwsServices(scope: Construct, id: string, options: AccessAwsServicesOptions): Activity {
    return new Activity(scope, id, { activity: 'AccessAwsServices@1', ...options });
  }

  /**
   * Access required to AWS Services for MLflow. What an MLflow tracking server needs around it: read and write its artifacts in the
   * named buckets, register models, read the named secrets. For roles that tracking servers run with; AWS also lets the execution role
   * of a domain play this part. With Kms.DataKeys it may use these keys for the artifacts.
   */
  static accessAwsServicesForMlflow(scope: Construct, id: string, options: AccessAwsServicesForMlflowOptions): Activity {
    return new Activity(scope, id, { activity: 'AccessAwsServicesForMlflow@1', ...options });
  }

  /**
   * Amazon S3 Full Access. Read and write objects in every bucket of the account, and list the buckets' content. It deletes nothing,
   * which version 2 does. No least privilege: take AccessS3Buckets where the buckets are known. The provider denies it unless its
   * configuration allows it.
   */
  static accessS3AllResources(scope: Construct, id: string, options: AccessS3AllResourcesOptions): Activity {
    return new Activity(scope, id, { activity: 'AccessS3AllResources@1', ...options });
  }

  /**
   * Amazon S3 Full Access. Read, write and delete objects in every bucket of the account, and list the buckets' content. No least
   * privilege: take AccessS3Buckets where the buckets are known. The provider denies it unless its configuration allows it.
   */
  static accessS3AllResourcesV2(scope: Construct, id: string, options: AccessS3AllResourcesV2Options): Activity {
    return new Activity(scope, id, { activity: 'AccessS3AllResources@2', ...options });
  }

  /**
   * Amazon S3 Bucket Access. Read, write, delete and list objects in the named buckets, and in no other.
   */
  static accessS3Buckets(scope: Construct, id: string, options: AccessS3BucketsOptions): Activity {
    return new Activity(scope, id, { activity: 'AccessS3Buckets@1', ...options });
  }

  /**
   * Approve models. Decide on model packages of the Model Registry: set their approval status with a remark, and look at packages and
   * groups. It registers, changes no endpoint, starts no job and deletes nothing. Note what an approval starts: pipelines that deploy
   * approved packages do so with their own roles.
   */
  static approveModels(scope: Construct, id: string, options: ApproveModelsOptions): Activity {
    return new Activity(scope, id, { activity: 'ApproveModels@1', ...options });
  }

  /**
   * SageMaker Canvas AI Services. From Canvas: ready-to-use models of Textract, Rekognition and Comprehend, and, where BedrockModelIds
   * are given, chat with and fine-tuning of these foundation models of Amazon Bedrock. For fine-tuning name a role in BedrockRoles,
   * which has to trust bedrock.amazonaws.com. AWS asks for CanvasCoreAccess with it. Inference profiles are not in it.
   */
  static canvasAiServices(scope: Construct, id: string, options: CanvasAiServicesOptions): Activity {
    return new Activity(scope, id, { activity: 'CanvasAiServices@1', ...options });
  }

  /**
   * SageMaker Canvas Core Access. Use SageMaker Canvas: import data from its buckets, build, try and register models, predict, deploy
   * to endpoints named after Canvas. AWS asks for RunStudioApps with it. It is a narrower cut of AmazonSageMakerCanvasFullAccess: not
   * in it are the connectors to Athena, Redshift, RDS, QuickSight and Secrets Manager, Amazon Forecast, the making of buckets and VPC
   * endpoints, and the alarms of autoscaling. With Vpc and Kms the jobs, models and endpoint configurations of Canvas must name these
   * networks and keys. Canvas itself decides what its jobs name: where it names no network or key, the job does not start.
   */
  static canvasCoreAccess(scope: Construct, id: string, options: CanvasCoreAccessOptions): Activity {
    return new Activity(scope, id, { activity: 'CanvasCoreAccess@1', ...options });
  }

  /**
   * SageMaker Canvas Data Preparation (powered by Data Wrangler). Prepare data in Canvas: data flows, transforms, jobs and their
   * schedules, export to Feature Store, tables of the named AWS Glue databases, queries in the named Athena workgroups, clusters of
   * EMR. AWS asks for CanvasCoreAccess with it. It is a narrower cut of AmazonSageMakerCanvasDataPrepFullAccess: not in it are
   * Redshift, RDS and Secrets Manager, the list of all roles, and objects that carry the tag SageMaker=true in other buckets. With Vpc
   * and Kms the processing jobs must name these networks and keys, and with Kms.DataKeys the stores of feature groups theirs. A
   * request that carries Canvas's tag can also replace the schedule, pattern and state of any EventBridge rule of the account. Canvas
   * itself decides what its jobs name: where it names no network or key, the job does not start.
   */
  static canvasDataPreparation(scope: Construct, id: string, options: CanvasDataPreparationOptions): Activity {
    return new Activity(scope, id, { activity: 'CanvasDataPreparation@1', ...options });
  }

  /**
   * SageMaker Canvas Kendra Access. Let Canvas ask the documents of the named Amazon Kendra indexes. It reads only. AWS documents that
   * the indexes are named by their ids and that CanvasCoreAccess is needed with it, but not which actions Canvas calls: these are the
   * ones of Kendra that look up, look at and list.
   */
  static canvasKendraAccess(scope: Construct, id: string, options: CanvasKendraAccessOptions): Activity {
    return new Activity(scope, id, { activity: 'CanvasKendraAccess@1', ...options });
  }

  /**
   * SageMaker Canvas MLOps. Deploy models from Canvas directly to endpoints whose names begin with canvas, change, call and delete
   * these endpoints, and read their metrics. AWS asks for CanvasCoreAccess with it. With Kms.VolumeKeys only configurations that name
   * one of these keys are made. Canvas itself decides what its jobs name: where it names no network or key, the job does not start.
   */
  static canvasMlops(scope: Construct, id: string, options: CanvasMlopsOptions): Activity {
    return new Activity(scope, id, { activity: 'CanvasMlops@1', ...options });
  }

  /**
   * Manage Endpoints. Create, look at, change and delete endpoint configurations and endpoints. It does not call endpoints. With
   * Kms.VolumeKeys only configurations that name one of these keys for the disks are made; instance types with local NVMe storage and
   * serverless endpoints take no such key, so they are not. An endpoint runs in the network of its models, which ManageModels limits;
   * with Vpc a configuration that names a network of its own (for inference components) has to name an admitted one.
   */
  static manageEndpoints(scope: Construct, id: string, options: ManageEndpointsOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageEndpoints@1', ...options });
  }

  /**
   * Manage Experiments. Create, change, delete and connect experiments, trials, trial components and the lineage between actions,
   * artifacts and contexts. It reads nothing: take VisualizeExperiments with it.
   */
  static manageExperiments(scope: Construct, id: string, options: ManageExperimentsOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageExperiments@1', ...options });
  }

  /**
   * Manage Feature Store. Make, look at, change and delete feature groups, and read and write their records. A feature group with an
   * offline store names a role that writes it, so name one in RolesToPass. The tables of the offline store are ManageGlueTables, its
   * objects AccessS3Buckets, queries over it QueryAthenaGroups. With Kms.DataKeys only groups whose stores name one of these keys are
   * made. The role that writes an offline store needs its key itself.
   */
  static manageFeatureStore(scope: Construct, id: string, options: ManageFeatureStoreOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageFeatureStore@1', ...options });
  }

  /**
   * Manage AWS Glue Tables. Find tables in the named AWS Glue databases, read and change those that Feature Store keeps in its
   * database sagemaker_featurestore, and read and write the buckets of the offline store. As in the template of AWS, it creates and
   * deletes no tables.
   */
  static manageGlueTables(scope: Construct, id: string, options: ManageGlueTablesOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageGlueTables@1', ...options });
  }

  /**
   * Manage ML Jobs. Start, watch, change and stop training, processing, batch transform, AutoML and hyperparameter tuning jobs, with
   * one of the named roles. A transform job works with the role of its model instead, which may be any model of the account;
   * ResourceNamePrefix and ResourceTags do not change that, since they look at the job. With Vpc only jobs in these subnets and
   * security groups start; with Kms only jobs that name one of these keys for their results (DataKeys) and for their disks
   * (VolumeKeys). A job that cannot name such a key (a processing job without outputs, an instance type with local NVMe storage) then
   * does not start.
   */
  static manageJobs(scope: Construct, id: string, options: ManageJobsOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageJobs@1', ...options });
  }

  /**
   * Manage MLflow Tracking Servers. Make, change, start, stop and delete the named MLflow tracking servers, which run with one of the
   * named roles. It also hands out the URL of their user interface; work with the data in them by API is UseMlflow.
   */
  static manageMlflowTrackingServers(scope: Construct, id: string, options: ManageMlflowTrackingServersOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageMlflowTrackingServers@1', ...options });
  }

  /**
   * Manage Models. Create, look at and delete models, and keep the Model Registry: packages, their groups, their approval. With Vpc
   * only models in these subnets and security groups are created, which is also the network of the transform jobs and endpoints made
   * from them.
   */
  static manageModels(scope: Construct, id: string, options: ManageModelsOptions): Activity {
    return new Activity(scope, id, { activity: 'ManageModels@1', ...options });
  }

  /**
   * Manage Pipelines. Create, change, delete and look at pipelines, start, stop and retry their executions, answer callback steps. The
   * steps run with the role that the pipeline names, not with this one: limits by Vpc and Kms reach them only if that role carries
   * them too. All pipelines of the account are within reach, with the roles that they name already: starting one passes no role, and a
   * change of its definition need not name one. What these roles may do, the person can make pipelines do. ResourceNamePrefix or
   * ResourceTags keep it to pipelines of one's own.
   */
  static managePipelines(scope: Construct, id: string, options: ManagePipelinesOptions): Activity {
    return new Activity(scope, id, { activity: 'ManagePipelines@1', ...options });
  }

  /**
   * Manage Model Monitoring. Keep the schedules of Model Monitor, their job definitions and alerts, and the processing jobs behind
   * them. With Vpc and Kms only definitions, jobs and schedules that name these networks and keys are made. A schedule that names a
   * job definition instead of carrying it carries no network and no key, so with any of these limits it is denied: let the schedule
   * carry its definition inline.
   */
  static monitorModels(scope: Construct, id: string, options: MonitorModelsOptions): Activity {
    return new Activity(scope, id, { activity: 'MonitorModels@1', ...options });
  }

  /**
   * Open Studio. For people who sign in from outside (a company's identity provider, another account, an IAM user) and take this role
   * to open Studio: their own user profile in the named domains, and no other. The session has to carry the tag StudioUserProfile with
   * the name of the profile; without it nothing is opened. Whoever sets tags of sessions or of this role decides who opens what: let
   * the identity provider set it, and let the provider's ProtectedTagKeys contain it. In Studio, the profile's execution role counts,
   * not this one. Only for domains with IAM authentication.
   */
  static openStudio(scope: Construct, id: string, options: OpenStudioOptions): Activity {
    return new Activity(scope, id, { activity: 'OpenStudio@1', ...options });
  }

  /**
   * Query Athena Workgroups. Run, follow and stop queries in the named Athena workgroups, and browse the named data catalogs. A query
   * also needs the tables of AWS Glue and the objects of Amazon S3 that it reads and the place for its results, which are not in it:
   * take ManageGlueTables and AccessS3Buckets with it.
   */
  static queryAthenaGroups(scope: Construct, id: string, options: QueryAthenaGroupsOptions): Activity {
    return new Activity(scope, id, { activity: 'QueryAthenaGroups@1', ...options });
  }

  /**
   * Read logs, metrics and reports. See how jobs and endpoints do: read the logs that SageMaker writes, the metrics of CloudWatch,
   * and, where S3Buckets are given, reports in these buckets, such as those of Model Monitor and Clarify. It changes nothing. Logs and
   * reports may hold data that the code prints.
   */
  static readMonitoring(scope: Construct, id: string, options: ReadMonitoringOptions): Activity {
    return new Activity(scope, id, { activity: 'ReadMonitoring@1', ...options });
  }

  /**
   * Read-only audit. See how everything that the other activities manage is set up: describe, list and search it, follow its lineage,
   * read the policies that share it, its metrics and tags. It changes nothing, passes no role, starts no app, and reads no data: no
   * objects, no records of feature groups, no rows, no logs, no answers of endpoints. Configurations may tell secrets where people
   * write them into hyperparameters or environment variables.
   */
  static readOnlyAudit(scope: Construct, id: string, options: ReadOnlyAuditOptions): Activity {
    return new Activity(scope, id, { activity: 'ReadOnlyAudit@1', ...options });
  }

  /**
   * Run Studio Classic Applications. Work in SageMaker Studio: look at the domain, its profiles, spaces and apps; start and stop apps;
   * keep own spaces and app image configurations. AWS requires it for the execution roles of domains and user profiles. It may also
   * hand the named roles to SageMaker. Not in it, on purpose: opening the Studio of somebody else and changing domains or profiles,
   * which would change execution roles.
   */
  static runStudioApps(scope: Construct, id: string, options: RunStudioAppsOptions): Activity {
    return new Activity(scope, id, { activity: 'RunStudioApps@1', ...options });
  }

  /**
   * Run Studio Classic Applications. Work in SageMaker Studio: look at the domain, its profiles, spaces and apps; start and stop apps;
   * keep own spaces and app image configurations. AWS requires it for the execution roles of domains and user profiles. It hands no
   * role to SageMaker, which version 1 does: take this version where another activity already says which roles may be passed, or where
   * none should be. Not in it, on purpose: opening the Studio of somebody else and changing domains or profiles, which would change
   * execution roles.
   */
  static runStudioAppsV2(scope: Construct, id: string, options: RunStudioAppsV2Options): Activity {
    return new Activity(scope, id, { activity: 'RunStudioApps@2', ...options });
  }

  /**
   * Run Studio EMR Serverless Applications. Make, start, use, stop and delete EMR Serverless applications from Studio notebooks, with
   * one of the named runtime roles, and reach the named data buckets. Only applications that carry the three tags of Studio (domain,
   * user profile, space). The tags need not name the person who asks, so applications of other people of Studio are within reach, and
   * with their Livy endpoints the sessions that run there: a role is passed when a session is made, not when it is used. With
   * Kms.DataKeys it may use these keys for the data.
   */
  static runStudioEmrServerlessApps(scope: Construct, id: string, options: RunStudioEmrServerlessAppsOptions): Activity {
    return new Activity(scope, id, { activity: 'RunStudioEmrServerlessApps@1', ...options });
  }

  /**
   * Use Bedrock models. Ask the named foundation models of Amazon Bedrock, in one piece or as a stream (which is what Converse does as
   * well), and look at them. Models are called in the Region of the role only. Inference profiles, models of one's own, agents and
   * guardrails are not in it: a model that is offered through inference profiles only cannot be called with it.
   */
  static useBedrockModels(scope: Construct, id: string, options: UseBedrockModelsOptions): Activity {
    return new Activity(scope, id, { activity: 'UseBedrockModels@1', ...options });
  }

  /**
   * Use MLflow. Work with the named MLflow tracking servers: experiments, runs, models, traces, by API and in their user interface. It
   * neither makes nor stops servers. MLflow Apps, which AWS covers by no activity, are not in it.
   */
  static useMlflow(scope: Construct, id: string, options: UseMlflowOptions): Activity {
    return new Activity(scope, id, { activity: 'UseMlflow@1', ...options });
  }

  /**
   * Search and visualize experiments. Look at experiments, trials, trial components and lineage, list and search them. It changes
   * nothing.
   */
  static visualizeExperiments(scope: Construct, id: string, options: VisualizeExperimentsOptions): Activity {
    return new Activity(scope, id, { activity: 'VisualizeExperiments@1', ...options });
  }
}
