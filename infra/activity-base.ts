import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ActivityParameters } from './activity-parameters';
import { grantTo } from './grant-to';
import { kmsLimit, vpcLimit, type KMSOptions, type KmsLimit, type VPCOptions, type VpcLimit } from './limits';
import { SageMakerPersonaRole } from './persona-role';
import type { PersonaRoleActivity, SageMakerPersonaRoleProps } from './persona-role-props';
import type { IPersonaRoleProvider } from './provider';

/** What every activity may be given besides parameters and limits. */
export interface ActivityOptions {
  /**
   * The provider that makes what the activity alone asks for: by its own `createRole` and `grantPermissionsTo`. A persona has its own.
   *
   * @default - that of the stack, made where there is none
   */
  readonly provider?: IPersonaRoleProvider;
}

/** Properties of an activity. */
export interface ActivityProps extends ActivityParameters, ActivityOptions, VPCOptions, KMSOptions {
  /** Its name, with a version (`ManageJobs@1`) or without, which means version 1. */
  readonly activity: string;
}

/** What every activity has, whichever it is. */
export class ActivityBase extends Construct {
  /** The activity with its version. */
  readonly activityName: string;

  readonly #parameters: ActivityParameters;
  readonly #provider: IPersonaRoleProvider | undefined;
  #vpc: VpcLimit | undefined;
  #kms: KmsLimit | undefined;

  constructor(scope: Construct, id: string, props: ActivityProps) {
    const { activity, provider, subnets, securityGroups, dataKeys, volumeKeys, ...parameters } = props;
    super(scope, id);
    this.activityName = activity;
    this.#parameters = parameters;
    this.#provider = provider;
    this.customizeVPC(subnets, securityGroups);
    this.customizeKMS(dataKeys, volumeKeys);
  }

  /** The activity as one of a `SageMakerPersonaRole`. */
  get request(): PersonaRoleActivity {
    return {
      activity: this.activityName,
      ...this.#parameters,
      ...(this.#vpc === undefined ? {} : { vpc: this.#vpc }),
      ...(this.#kms === undefined ? {} : { kms: this.#kms }),
    };
  }

  /**
   * Limits the activity to a network.
   *
   * @param subnets subnets that may be used
   * @param securityGroups security groups that may be used
   */
  customizeVPC(subnets?: ec2.ISubnet[], securityGroups?: ec2.ISecurityGroup[]): void {
    this.#vpc = vpcLimit({ subnets, securityGroups }) ?? this.#vpc;
  }

  /**
   * Limits the activity to keys.
   *
   * @param dataKeys keys for data
   * @param volumeKeys keys for the volumes of instances
   */
  customizeKMS(dataKeys?: kms.IKey[], volumeKeys?: kms.IKey[]): void {
    this.#kms = kmsLimit({ dataKeys, volumeKeys }) ?? this.#kms;
  }

  /**
   * Makes a role for this activity alone.
   *
   * @param roleNameSuffix suffix of the role's name, `SageMaker-<suffix>`; an empty one leaves the name to be derived
   * @param roleDescription description of the role
   */
  createRole(scope: Construct, id: string, roleNameSuffix: string, roleDescription?: string): SageMakerPersonaRole {
    return new SageMakerPersonaRole(scope, id, {
      ...this.#roleProps(),
      ...(roleNameSuffix === '' ? {} : { roleNameSuffix }),
      ...(roleDescription === undefined ? {} : { description: roleDescription }),
    });
  }

  /**
   * Gives the permissions to an existing role, or to what has one: a function, a notebook.
   *
   * @param identity the role, or what has it
   */
  grantPermissionsTo(identity: iam.IGrantable): iam.Grant {
    return grantTo(this, identity, this.#roleProps());
  }

  #roleProps(): SageMakerPersonaRoleProps {
    return { activities: [this.request], ...(this.#provider === undefined ? {} : { provider: this.#provider }) };
  }
}
