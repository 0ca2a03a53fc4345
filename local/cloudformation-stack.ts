import type { Template } from '../cli/template';
import type { ParameterValue } from '../cli/template-parameters';
import type { TemplateMap } from '../cli/template-value';

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, "Stack status codes". */
export type StackStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDetail.html */
export type ResourceStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED'
  | 'DELETE_SKIPPED';

export interface StackEvent {
  readonly stackName: string;
  readonly stackId: string;
  /** The stack's name for events of the stack itself. */
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly resourceType: string;
  readonly status: StackStatus | ResourceStatus;
  readonly reason: string | undefined;
}

/** One physical resource: what its Delete will say. */
export interface PhysicalResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** As last sent for this physical id, all scalars strings. */
  readonly properties: TemplateMap;
  readonly dependsOn: readonly string[];
  readonly retain: boolean;
}

/** A resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason: string | undefined;
  /** Undefined as long as no request was sent, or none was answered. */
  readonly physicalId: string | undefined;
  readonly properties: TemplateMap;
  /** Attributes of the latest successful answer. */
  readonly data: TemplateMap;
  readonly requestId: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: RemovalPolicy;
  readonly updateReplacePolicy: RemovalPolicy;
}

export type RemovalPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly exportName: string | undefined;
}

/** A stack: the template and parameters it was last brought to, and what exists. */
export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly creationTime: Date;
  status: StackStatus;
  reason: string | undefined;
  template: Template;
  parameters: ReadonlyMap<string, ParameterValue>;
  resources: Map<string, StackResource>;
  outputs: readonly StackOutput[];
  /** Names of exports of other stacks that this one imports. */
  imports: ReadonlySet<string>;
}

/** A stack as a caller sees it. */
export interface StackDescription {
  readonly name: string;
  readonly id: string;
  readonly status: StackStatus;
  readonly reason: string | undefined;
  readonly resources: readonly StackResource[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly events: readonly StackEvent[];
}

/** Whether something of this resource may exist. */
export function isLive(resource: StackResource | undefined): resource is StackResource {
  return resource !== undefined && resource.status !== 'DELETE_COMPLETE' && resource.status !== 'DELETE_SKIPPED';
}

/** The resource's current physical resource; undefined if no request was ever sent for it. */
export function physicalResource(resource: StackResource, retain: boolean): PhysicalResource | undefined {
  const { logicalId, type, physicalId, properties, dependsOn } = resource;
  return physicalId === undefined ? undefined : { logicalId, type, physicalId, properties, dependsOn, retain };
}

/** CloudFormation refuses a call: nothing was done. `code` is the wire code. */
export class CloudFormationError extends Error {
  override readonly name = 'CloudFormationError';

  constructor(
    readonly code: 'ValidationError' | 'AlreadyExistsException' | 'OperationInProgress',
    message: string,
  ) {
    super(message);
  }
}
