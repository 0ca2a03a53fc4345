import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** Network limit of a role or of one activity: both lists are needed. */
export interface VpcLimit {
  /** Subnets that jobs, models and apps may run in. */
  readonly subnets: ec2.ISubnet[];

  /** Security groups that they may have. */
  readonly securityGroups: ec2.ISecurityGroup[];
}

/** Encryption limit of a role or of one activity. One list alone limits that kind of keys only. */
export interface KmsLimit {
  /**
   * Keys for data: results of jobs, captured data.
   *
   * @default - data keys are not limited
   */
  readonly dataKeys?: kms.IKey[];

  /**
   * Keys for the volumes of instances. Instance types with local NVMe storage take none.
   *
   * @default - volume keys are not limited
   */
  readonly volumeKeys?: kms.IKey[];
}

/** The limits as the resource has them. Keys are told by their ARNs: IAM compares nothing else. */
export function limitProperties(vpc: VpcLimit | undefined, keys: KmsLimit | undefined): Readonly<Record<string, unknown>> {
  return {
    Vpc: vpc && {
      Subnets: vpc.subnets.map(({ subnetId }) => subnetId),
      SecurityGroups: vpc.securityGroups.map(({ securityGroupId }) => securityGroupId),
    },
    Kms: keys && {
      DataKeys: keys.dataKeys?.map(({ keyArn }) => keyArn),
      VolumeKeys: keys.volumeKeys?.map(({ keyArn }) => keyArn),
    },
  };
}

/** Network limit, as options of an activity or a persona: both lists or none. */
export interface VPCOptions {
  /**
   * Subnets that jobs, models and apps may run in.
   *
   * @default - no network limit
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups that they may have.
   *
   * @default - no network limit
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** Encryption limit, as options of an activity or a persona. */
export interface KMSOptions {
  /**
   * Keys for data: results of jobs, captured data.
   *
   * @default - data keys are not limited
   */
  readonly dataKeys?: kms.IKey[];

  /**
   * Keys for the volumes of instances.
   *
   * @default - volume keys are not limited
   */
  readonly volumeKeys?: kms.IKey[];
}

/** Options as a limit. One list without the other is left for the check of the properties to find. */
export function vpcLimit({ subnets, securityGroups }: Optional<VPCOptions>): VpcLimit | undefined {
  if (subnets === undefined && securityGroups === undefined) return undefined;
  return { subnets: subnets ?? [], securityGroups: securityGroups ?? [] };
}

export function kmsLimit({ dataKeys, volumeKeys }: Optional<KMSOptions>): KmsLimit | undefined {
  if (dataKeys === undefined && volumeKeys === undefined) return undefined;
  return { ...(dataKeys === undefined ? {} : { dataKeys }), ...(volumeKeys === undefined ? {} : { volumeKeys }) };
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };
