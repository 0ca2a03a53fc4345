// Made from policy-templates by `npm run docs`. Do not edit.
import type { Construct } from 'constructs';
import { PersonaBase, type PersonaOptions } from './persona-base';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

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

/** A set of activities: one's own, or one of those that are chosen beforehand. */
export class Persona extends PersonaBase {
  /**
   * SageMaker AI compute role. For the work itself: the role that jobs and endpoints run with. People pass it to SageMaker and do not
   * use it themselves. Its activities: AccessAwsServices@1.
   */
  static compute(scope: Construct, id: string, options: ComputeOptions): Persona {
    return new Persona(scope, id, { persona: 'Compute@1', ...options });
  }

  /**
   * Data scientist. For people who explore data, train and register models in Studio: apps, jobs, models, experiments, and data in
   * named buckets. The preselection is the one with which Role Manager and its CDK library began. Its activities: RunStudioApps@1,
   * ManageJobs@1, ManageModels@1, ManageExperiments@1, VisualizeExperiments@1, AccessS3Buckets@1.
   */
  static dataScientist(scope: Construct, id: string, options: DataScientistOptions): Persona {
    return new Persona(scope, id, { persona: 'DataScientist@1', ...options });
  }
}
