import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Activity } from './activity';
import type { ActivityParameters } from './activity-parameters';
import { grantTo } from './grant-to';
import { kmsLimit, vpcLimit, type KMSOptions, type KmsLimit, type VPCOptions, type VpcLimit } from './limits';
import { SageMakerPersonaRole } from './persona-role';
import type { SageMakerPersonaRoleProps } from './persona-role-props';
import type { IPersonaRoleProvider } from './provider';

/** What every persona may be given. */
export interface PersonaOptions extends VPCOptions, KMSOptions {
  /**
   * Activities to take away from what the persona preselects.
   *
   * @default - none
   */
  readonly excludeActivities?: string[];

  /**
   * The provider that makes the roles.
   *
   * @default - that of the stack, made where there is none
   */
  readonly provider?: IPersonaRoleProvider;
}

/** Properties of a persona. */
export interface PersonaProps extends PersonaOptions, ActivityParameters {
  /**
   * The exact activities.
   *
   * @default - those that `persona` preselects
   */
  readonly activities?: Activity[];

  /**
   * A persona of the catalogue, with a version (`DataScientist@1`) or without, which means version 1.
   *
   * @default - none: `activities` are needed
   */
  readonly persona?: string;
}

/** What every persona has, whichever it is. */
export class PersonaBase extends Construct {
  readonly #props: Omit<PersonaProps, keyof VPCOptions | keyof KMSOptions>;
  #vpc: VpcLimit | undefined;
  #kms: KmsLimit | undefined;

  constructor(scope: Construct, id: string, { subnets, securityGroups, dataKeys, volumeKeys, ...props }: PersonaProps) {
    super(scope, id);
    this.#props = props;
    this.customizeVPC(subnets, securityGroups);
    this.customizeKMS(dataKeys, volumeKeys);
  }

  /**
   * Limits the persona to a network: it holds for all its activities.
   *
   * @param subnets subnets that may be used
   * @param securityGroups security groups that may be used
   */
  customizeVPC(subnets?: ec2.ISubnet[], securityGroups?: ec2.ISecurityGroup[]): void {
    this.#vpc = vpcLimit({ subnets, securityGroups }) ?? this.#vpc;
  }

  /**
   * Limits the persona to keys: it holds for all its activities.
   *
   * @param dataKeys keys for data
   * @param volumeKeys keys for the volumes of instances
   */
  customizeKMS(dataKeys?: kms.IKey[], volumeKeys?: kms.IKey[]): void {
    this.#kms = kmsLimit({ dataKeys, volumeKeys }) ?? this.#kms;
  }

  /**
   * Makes a role for this persona: one resource, however many activities it has.
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
    const { activities, ...props } = this.#props;
    return {
      ...props,
      ...(activities === undefined ? {} : { activities: activities.map(({ request }) => request) }),
      ...(this.#vpc === undefined ? {} : { vpc: this.#vpc }),
      ...(this.#kms === undefined ? {} : { kms: this.#kms }),
    };
  }
}
