import { canonicalize } from '../lambda/core/canonical';
import { resolveAt } from '../cli/template-resolve';
import type { TemplateScope } from '../cli/template-scope';
import { isTemplateMap, ownValue, type TemplateMap, type TemplateValue } from '../cli/template-value';
import type { CustomResourceChannel, Outcome, Sending } from './cloudformation-channel';
import type { ResourceDefinition } from './cloudformation-definitions';
import { stringifyScalars } from './cloudformation-protocol';
import {
  physicalResource,
  type PhysicalResource,
  type ResourceStatus,
  type Stack,
  type StackEvent,
  type StackResource,
} from './cloudformation-stack';
import { hexOf } from './deterministic-ids';

/** For requests that nothing can cancel: those of a rollback, a cleanup and a deletion. */
export const NEVER = new AbortController().signal;

/** Creates, updates and deletes single resources of one stack, and keeps their state. */
export class StackResources {
  /** Physical resources that updates left behind, for the cleanup. */
  readonly leftBehind: PhysicalResource[] = [];
  readonly #stack: Stack;
  readonly #channel: CustomResourceChannel;
  readonly #record: (event: StackEvent) => void;

  constructor(stack: Stack, channel: CustomResourceChannel, record: (event: StackEvent) => void) {
    this.#stack = stack;
    this.#channel = channel;
    this.#record = record;
  }

  /** The properties as they will be sent; values of other resources are those of now. */
  properties(scope: TemplateScope, logicalId: string): TemplateMap {
    const resolved = stringifyScalars(resolveAt(scope, ['Resources', logicalId, 'Properties']) ?? {});
    return isTemplateMap(resolved) ? resolved : {};
  }

  async create(definition: ResourceDefinition, scope: TemplateScope, cancelled: AbortSignal): Promise<boolean> {
    const { logicalId, type, dependsOn, deletionPolicy, updateReplacePolicy } = definition;
    const empty = { physicalId: undefined, properties: {}, data: {}, requestId: undefined, reason: undefined };
    const fresh: StackResource = {
      logicalId,
      type,
      dependsOn,
      deletionPolicy,
      updateReplacePolicy,
      ...empty,
      status: 'CREATE_IN_PROGRESS',
    };
    this.#set(fresh);
    const properties = this.#resolved(scope, fresh, 'CREATE_FAILED');
    if (properties === undefined) return false;
    const begun = { ...fresh, properties };
    const outcome = await this.#send({ ...this.#request(begun), RequestType: 'Create' }, cancelled);
    switch (outcome.status) {
      case 'SUCCESS':
        return this.#done(begun, 'CREATE_COMPLETE', outcome);
      case 'REFUSED':
        return this.#failed(begun, 'CREATE_FAILED', outcome.reason);
      case 'FAILED':
        // The Delete that follows carries the failed answer's physical id: https://github.com/aws/aws-cdk/pull/5525
        return this.#failed({ ...begun, physicalId: outcome.physicalId ?? this.#inventedId(logicalId) }, 'CREATE_FAILED', outcome.reason);
      case 'CANCELLED':
        // CloudFormation never learned a physical id and invents one. Source: aws-cdk-lib, custom-resources/README.md.
        return this.#failed({ ...begun, physicalId: this.#inventedId(logicalId) }, 'CREATE_FAILED', 'Resource creation cancelled');
    }
  }

  /** Brings a resource to a definition; sends nothing if its properties are the same. */
  async update(current: StackResource, definition: ResourceDefinition, scope: TemplateScope, cancelled: AbortSignal): Promise<boolean> {
    const properties = this.#resolved(scope, current, 'UPDATE_FAILED');
    if (properties === undefined) return false;
    const { dependsOn, deletionPolicy, updateReplacePolicy } = definition;
    const wanted = { ...current, dependsOn, deletionPolicy, updateReplacePolicy, properties };
    if (sameValue(properties, current.properties)) {
      this.#stack.resources.set(current.logicalId, wanted);
      return true;
    }
    if (ownValue(properties, 'ServiceToken') !== ownValue(current.properties, 'ServiceToken')) {
      // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/802
      return this.#failed(current, 'UPDATE_FAILED', 'Modifying service token is not allowed.');
    }
    return this.#sendUpdate(current, wanted, updateReplacePolicy === 'Retain', cancelled);
  }

  /**
   * Brings a resource back to what it was: an Update with the properties swapped and the physical id that CloudFormation knows by now.
   * Source: aws-cdk-lib, custom-resources/README.md; after a replacement https://github.com/aws/aws-cdk/pull/29581
   */
  async restore(current: StackResource, before: StackResource, scope: TemplateScope): Promise<boolean> {
    const properties = this.#resolved(scope, current, 'UPDATE_FAILED');
    if (properties === undefined) return false;
    const { dependsOn, deletionPolicy, updateReplacePolicy } = before;
    const wanted = { ...current, dependsOn, deletionPolicy, updateReplacePolicy, properties };
    if (!sameValue(properties, current.properties)) return this.#sendUpdate(current, wanted, false, NEVER);
    if (current.status === before.status) this.#stack.resources.set(current.logicalId, wanted);
    else this.#set({ ...wanted, status: 'UPDATE_COMPLETE', reason: undefined });
    return true;
  }

  /** Deletes a resource of the stack; without a physical id there is nothing to send. */
  async delete(resource: StackResource, retain: boolean): Promise<boolean> {
    const physical = physicalResource(resource, retain);
    const set = (status: ResourceStatus, reason?: string): void => {
      this.#set({ ...resource, status, reason });
    };
    if (physical !== undefined) return this.#delete(physical, set);
    set('DELETE_COMPLETE');
    return true;
  }

  /** Deletes a physical resource that is no longer the stack's; the resource's own state stays. */
  async deleteLeftBehind(physical: PhysicalResource): Promise<boolean> {
    return this.#delete(physical, (status, reason) => {
      this.#emit({ ...physical, status, reason });
    });
  }

  async #delete(physical: PhysicalResource, set: (status: ResourceStatus, reason?: string) => void): Promise<boolean> {
    if (physical.retain) {
      set('DELETE_SKIPPED');
      return true;
    }
    set('DELETE_IN_PROGRESS');
    const sending: Sending = { ...this.#request(physical), RequestType: 'Delete', PhysicalResourceId: physical.physicalId };
    const outcome = await this.#send(sending, NEVER);
    const deleted = outcome.status === 'SUCCESS';
    set(deleted ? 'DELETE_COMPLETE' : 'DELETE_FAILED', 'reason' in outcome ? outcome.reason : undefined);
    return deleted;
  }

  async #sendUpdate(current: StackResource, wanted: StackResource, retainOld: boolean, cancelled: AbortSignal): Promise<boolean> {
    const { physicalId = '', properties } = current;
    this.#set({ ...wanted, status: 'UPDATE_IN_PROGRESS', reason: undefined });
    const sending: Sending = {
      ...this.#request(wanted),
      RequestType: 'Update',
      PhysicalResourceId: physicalId,
      OldResourceProperties: properties,
    };
    const outcome = await this.#send(sending, cancelled);
    const answered = 'physicalId' in outcome ? (outcome.physicalId ?? physicalId) : physicalId;
    const left = physicalResource(current, retainOld);
    if (answered !== physicalId && left !== undefined) this.leftBehind.push(left);
    switch (outcome.status) {
      case 'SUCCESS':
        return this.#done(wanted, 'UPDATE_COMPLETE', outcome);
      case 'REFUSED':
        return this.#failed(current, 'UPDATE_FAILED', outcome.reason);
      case 'FAILED':
        // A failed Update's physical id counts too: https://github.com/aws/aws-cdk/issues/13527
        // What a rollback could not restore is still to be rolled back: from the same properties.
        return this.#failed({ ...(cancelled === NEVER ? current : wanted), physicalId: answered }, 'UPDATE_FAILED', outcome.reason);
      case 'CANCELLED':
        return this.#failed(wanted, 'UPDATE_FAILED', 'Resource update cancelled');
    }
  }

  #resolved(scope: TemplateScope, resource: StackResource, failure: ResourceStatus): TemplateMap | undefined {
    try {
      return this.properties(scope, resource.logicalId);
    } catch (thrown) {
      this.#failed(resource, failure, thrown instanceof Error ? thrown.message : String(thrown));
      return undefined;
    }
  }

  #request({ logicalId, type, properties }: Pick<PhysicalResource, 'logicalId' | 'type' | 'properties'>): Omit<Sending, 'RequestType'> {
    return { StackId: this.#stack.id, ResourceType: type, LogicalResourceId: logicalId, ResourceProperties: properties };
  }

  #send(sending: Sending, cancelled: AbortSignal): Promise<Outcome> {
    return this.#channel.send(sending, cancelled);
  }

  #done(resource: StackResource, status: ResourceStatus, { physicalId, data, requestId }: Outcome & { status: 'SUCCESS' }): boolean {
    this.#set({ ...resource, status, reason: undefined, physicalId, data, requestId });
    return true;
  }

  #failed(resource: StackResource, status: ResourceStatus, reason: string): boolean {
    this.#set({ ...resource, status, reason });
    return false;
  }

  #set(resource: StackResource): void {
    this.#stack.resources.set(resource.logicalId, resource);
    this.#emit(resource);
  }

  #emit({
    logicalId,
    physicalId,
    type,
    status,
    reason,
  }: Omit<StackEvent, 'stackName' | 'stackId' | 'resourceType'> & { readonly type: string }): void {
    const { name: stackName, id: stackId } = this.#stack;
    this.#record({ stackName, stackId, logicalId, physicalId, resourceType: type, status, reason });
  }

  /** `<stack>-<logical id>-<suffix>`: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1814 */
  #inventedId(logicalId: string): string {
    const suffix = hexOf(`${this.#stack.id} ${logicalId}`).slice(0, 12).toUpperCase();
    return `${this.#stack.name}-${logicalId}-${suffix}`;
  }
}

export function sameValue(left: TemplateValue, right: TemplateValue): boolean {
  return canonicalize(left) === canonicalize(right);
}
