import type { TemplateScope } from '../cli/template-scope';
import { mapAt } from '../cli/template-value';
import type { CustomResourceChannel } from './cloudformation-channel';
import { includedOutputs, outputValue, resourceDefinitions, type ResourceDefinition } from './cloudformation-definitions';
import { inOrder } from './cloudformation-order';
import type { StackRegistry } from './cloudformation-registry';
import { sameValue, StackResources } from './cloudformation-resources';
import {
  CloudFormationError,
  isLive,
  type PhysicalResource,
  type Stack,
  type StackEvent,
  type StackOutput,
  type StackResource,
  type StackStatus,
} from './cloudformation-stack';
import { stackScope, type Goal, type Place } from './cloudformation-scope';

/** The steps of one operation on one stack; cloudformation.ts puts them in order. */
export class StackOperation {
  readonly resources: StackResources;
  readonly #stack: Stack;
  readonly #registry: StackRegistry;
  readonly #place: Place;
  readonly #record: (event: StackEvent) => void;
  readonly #imports = new Set<string>();

  constructor(stack: Stack, registry: StackRegistry, place: Place, channel: CustomResourceChannel, record: (event: StackEvent) => void) {
    this.#stack = stack;
    this.#registry = registry;
    this.#place = place;
    this.#record = record;
    this.resources = new StackResources(stack, channel, record);
  }

  status(status: StackStatus, reason?: string): void {
    const stack = this.#stack;
    stack.status = status;
    stack.reason = reason;
    this.#record({
      stackName: stack.name,
      stackId: stack.id,
      logicalId: stack.name,
      physicalId: stack.id,
      resourceType: 'AWS::CloudFormation::Stack',
      status,
      reason,
    });
  }

  /** How values resolve in a goal's template, with the stack's resources as they are whenever one is asked for. */
  scope(goal: Goal): TemplateScope {
    return stackScope(
      this.#stack,
      this.#place,
      goal,
      this.#registry.exportsFor((name) => this.#imports.add(name)),
    );
  }

  definitions(scope: TemplateScope): ReadonlyMap<string, ResourceDefinition> {
    const definitions = resourceDefinitions(scope);
    const changed = [...definitions.values()].filter(({ logicalId, type }) => (this.#live(logicalId)?.type ?? type) !== type);
    if (changed.length > 0) {
      const names = changed.map(({ logicalId }) => logicalId).join(', ');
      throw new CloudFormationError(
        'ValidationError',
        `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${names}]`,
      );
    }
    return definitions;
  }

  /** Whether anything would differ after an update: a resource's properties or metadata, what there is, an output. */
  differs(scope: TemplateScope, definitions: ReadonlyMap<string, ResourceDefinition>): boolean {
    const live = [...this.#stack.resources.values()].filter(isLive);
    if (live.length !== definitions.size || live.some(({ logicalId }) => !definitions.has(logicalId))) return true;
    const oldResources = mapAt(this.#stack.template.body, 'Resources');
    try {
      const resourceDiffers = live.some(({ logicalId, properties }) => {
        const metadata = definitions.get(logicalId)?.metadata ?? {};
        const oldMetadata = mapAt(mapAt(oldResources, logicalId), 'Metadata');
        return !sameValue(this.resources.properties(scope, logicalId), properties) || !sameValue(metadata, oldMetadata);
      });
      return resourceDiffers || JSON.stringify(this.outputs(scope)) !== JSON.stringify(this.#stack.outputs);
    } catch {
      return true;
    }
  }

  /** Creates or updates everything. The first failure cancels what is running. @returns the resources that failed or were cancelled. */
  async forward(scope: TemplateScope, definitions: ReadonlyMap<string, ResourceDefinition>): Promise<readonly string[]> {
    const cancel = new AbortController();
    const failed: string[] = [];
    await inOrder(
      definitions,
      ({ dependsOn }) => dependsOn,
      async (definition) => {
        if (cancel.signal.aborted) return false;
        const current = this.#live(definition.logicalId);
        const succeeded =
          current === undefined
            ? await this.resources.create(definition, scope, cancel.signal)
            : await this.resources.update(current, definition, scope, cancel.signal);
        if (succeeded) return true;
        failed.push(definition.logicalId);
        cancel.abort();
        return false;
      },
    );
    return failed;
  }

  /** Brings the resources that there were back to what they were. @returns those that could not be. */
  async restore(scope: TemplateScope, before: ReadonlyMap<string, StackResource>): Promise<readonly string[]> {
    const failed: string[] = [];
    await inOrder(
      before,
      ({ dependsOn }) => dependsOn,
      async (old) => {
        const current = this.#live(old.logicalId) ?? old;
        const restored = await this.resources.restore(current, old, scope);
        if (!restored) failed.push(old.logicalId);
        return restored;
      },
    );
    return failed;
  }

  /** Deletes resources, dependents first. @returns those that could not be deleted; what they depend on stays too. */
  async delete(resources: readonly StackResource[], retain: (resource: StackResource) => boolean): Promise<readonly string[]> {
    const failed: string[] = [];
    const items = new Map(resources.map((resource) => [resource.logicalId, resource]));
    await inOrder(
      items,
      ({ logicalId }) => resources.filter(({ dependsOn }) => dependsOn.includes(logicalId)).map((dependent) => dependent.logicalId),
      async (resource) => {
        const deleted = await this.resources.delete(resource, retain(resource));
        if (!deleted) failed.push(resource.logicalId);
        return deleted;
      },
    );
    return failed;
  }

  /**
   * The cleanup of an update: deletes resources that are no longer in the stack and physical ids that were left behind. A Delete that
   * fails is reported and the resource abandoned. Source: aws-cdk-lib, custom-resources/README.md, "Handling Lifecycle Events".
   */
  async cleanUp(removed: readonly StackResource[], retain: (resource: StackResource) => boolean): Promise<void> {
    const superseded = distinct(this.resources.leftBehind).filter(
      ({ logicalId, physicalId }) => this.#live(logicalId)?.physicalId !== physicalId,
    );
    for (const logicalId of await this.delete(removed, retain)) this.#stack.resources.delete(logicalId);
    const items = new Map(superseded.map((physical) => [`${physical.logicalId} ${physical.physicalId}`, physical]));
    await inOrder(
      items,
      ({ logicalId }) => [...items].filter(([, { dependsOn }]) => dependsOn.includes(logicalId)).map(([key]) => key),
      async (physical) => {
        await this.resources.deleteLeftBehind(physical);
        return true;
      },
    );
  }

  outputs(scope: TemplateScope): readonly StackOutput[] {
    return includedOutputs(scope).map((key) => ({ key, ...outputValue(scope, key) }));
  }

  /** Evaluates the outputs and makes them, and the imports that were used on the way, the stack's. @returns why that is impossible. */
  publish(scope: TemplateScope): string | undefined {
    try {
      const outputs = this.outputs(scope);
      const fault = this.#registry.exportFault(this.#stack, outputs);
      if (fault !== undefined) return fault;
      this.#stack.outputs = outputs;
      this.#stack.imports = this.#imports;
      return undefined;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  #live(logicalId: string): StackResource | undefined {
    const resource = this.#stack.resources.get(logicalId);
    return isLive(resource) ? resource : undefined;
  }
}

function distinct(physical: readonly PhysicalResource[]): readonly PhysicalResource[] {
  return [...new Map(physical.map((one) => [`${one.logicalId} ${one.physicalId}`, one])).values()];
}
