import { readTemplate, type Template } from '../cli/template';
import { parameterValues } from '../cli/template-parameters';
import type { Answer, Violation } from './cloudformation-answers';
import { CustomResourceChannel, realPause, type CustomResourceFunction, type Delivery, type Pause } from './cloudformation-channel';
import { StackOperation } from './cloudformation-operation';
import type { CustomResourceRequest } from './cloudformation-protocol';
import { StackRegistry } from './cloudformation-registry';
import type { Goal, Place } from './cloudformation-scope';
import {
  CloudFormationError,
  isLive,
  type Stack,
  type StackDescription,
  type StackEvent,
  type StackResource,
} from './cloudformation-stack';
import { uuidOf } from './deterministic-ids';
import { startResponseServer, type ResponseServer } from './response-server';

export { CloudFormationError } from './cloudformation-stack';
export type { StackDescription, StackEvent, StackResource } from './cloudformation-stack';

export interface LocalCloudFormationSettings extends Place {
  /** What stands behind each ServiceToken. */
  readonly functions: ReadonlyMap<string, CustomResourceFunction>;
  /** Default: each event once. */
  readonly delivery?: Delivery;
  /** Seconds to wait for an answer where a resource has no ServiceTimeout. Default: CloudFormation's 3,600. */
  readonly defaultServiceTimeout?: number;
  /** How the time passes in which an answer may come. Default: as it does. */
  readonly pause?: Pause;
  /** Exports of stacks that are not played here, by name. */
  readonly exports?: Readonly<Record<string, string>>;
  /** Values for parameters of type `AWS::SSM::Parameter::Value<…>`. */
  readonly ssmParameters?: Readonly<Record<string, string>>;
  /** The time in ResponseURLs and descriptions. */
  readonly now?: () => Date;
}

export interface StackInput {
  readonly name: string;
  /** Text, YAML or JSON, or a template that was read. */
  readonly template: string | Template;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: StackEvent) => void;
}

/**
 * CloudFormation's side of custom resources. An operation's promise resolves when the stack stands still, whether it succeeded or was
 * rolled back; it rejects, and nothing was done, if the call itself is refused.
 */
export class LocalCloudFormation {
  /** Every event of every stack, in order. */
  readonly events: StackEvent[] = [];
  /** Takes the answers; can be told to fail. */
  readonly responses: ResponseServer;
  readonly #settings: LocalCloudFormationSettings;
  readonly #channel: CustomResourceChannel;
  readonly #registry: StackRegistry;
  /** Rollbacks of updates that got stuck, by stack id. */
  readonly #stuck = new Map<string, { readonly operation: StackOperation; readonly before: ReadonlyMap<string, StackResource> }>();
  #created = 0;

  private constructor(settings: LocalCloudFormationSettings, responses: ResponseServer, channel: CustomResourceChannel) {
    this.#settings = settings;
    this.#registry = new StackRegistry(settings.exports);
    this.responses = responses;
    this.#channel = channel;
  }

  static async start(settings: LocalCloudFormationSettings): Promise<LocalCloudFormation> {
    const {
      region,
      functions,
      now = () => new Date(),
      delivery = { copies: 1, order: 'one after another' },
      defaultServiceTimeout = 3600,
      pause = realPause,
    } = settings;
    const refusals: Violation[] = [];
    const refused = (path: string, why: string): void => {
      refusals.push({ requestId: path.split('%7C')[2], rule: why });
    };
    const responses = await startResponseServer({ region, now, refused });
    return new LocalCloudFormation(
      settings,
      responses,
      new CustomResourceChannel({ functions, delivery, defaultServiceTimeout, pause }, responses, refusals),
    );
  }

  /** Every request that was sent, in order. */
  get requests(): readonly CustomResourceRequest[] {
    return this.#channel.requests;
  }

  /** Every body that reached the response server. */
  get answers(): readonly Answer[] {
    return this.#channel.answers;
  }

  /** Every rule of the protocol that a provider broke. */
  get violations(): readonly Violation[] {
    return this.#channel.violations;
  }

  async createStack(input: StackInput): Promise<StackDescription> {
    this.#registry.checkNewName(input.name);
    const goal = this.#goal(input);
    const stack = this.#newStack(input.name, goal);
    const operation = this.#operation(stack, input.onEvent);
    const scope = operation.scope(goal);
    const definitions = operation.definitions(scope);
    this.#registry.add(stack);

    operation.status('CREATE_IN_PROGRESS', 'User Initiated');
    const failed = await operation.forward(scope, definitions);
    const failure = failed.length > 0 ? `The following resource(s) failed to create: [${failed.join(', ')}]. ` : operation.publish(scope);
    if (failure === undefined) {
      operation.status('CREATE_COMPLETE');
      return this.describe(stack.id);
    }
    operation.status('ROLLBACK_IN_PROGRESS', `${failure}Rollback requested by user.`);
    const left = await operation.delete(live(stack), ({ deletionPolicy }) => deletionPolicy === 'Retain');
    if (left.length > 0) operation.status('ROLLBACK_FAILED', `The following resource(s) failed to delete: [${left.join(', ')}]. `);
    else operation.status('ROLLBACK_COMPLETE');
    return this.describe(stack.id);
  }

  async updateStack(input: StackInput): Promise<StackDescription> {
    const stack = this.#registry.getIdle(input.name, ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);
    const goal = this.#goal(input);
    const operation = this.#operation(stack, input.onEvent);
    const scope = operation.scope(goal);
    const definitions = operation.definitions(scope);
    if (!operation.differs(scope, definitions)) throw new CloudFormationError('ValidationError', 'No updates are to be performed.');
    const before = new Map(live(stack).map((resource) => [resource.logicalId, resource]));

    operation.status('UPDATE_IN_PROGRESS', 'User Initiated');
    const failed = await operation.forward(scope, definitions);
    const failure = failed.length > 0 ? `The following resource(s) failed to update: [${failed.join(', ')}]. ` : operation.publish(scope);
    if (failure !== undefined) return this.#rollBackUpdate(stack, operation, before, failure);
    stack.template = goal.template;
    stack.parameters = goal.parameters;
    operation.status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const removed = live(stack).filter(({ logicalId }) => !definitions.has(logicalId));
    await operation.cleanUp(removed, isRetained);
    operation.status('UPDATE_COMPLETE');
    return this.describe(stack.id);
  }

  /** Tries a rollback of an update again that got stuck: the same requests to the resources that could not be restored. */
  async continueUpdateRollback(name: string): Promise<StackDescription> {
    const stack = this.#registry.getIdle(name, ['UPDATE_ROLLBACK_FAILED']);
    const stuck = this.#stuck.get(stack.id);
    if (stuck === undefined) throw new CloudFormationError('ValidationError', `${name} has no rollback to continue`);
    return this.#rollBackUpdate(stack, stuck.operation, stuck.before, 'User Initiated');
  }

  /** @param retain logical ids that a stack in DELETE_FAILED gives up instead of deleting them. */
  async deleteStack(
    name: string,
    { retain = [], onEvent }: { retain?: readonly string[]; onEvent?: (event: StackEvent) => void } = {},
  ): Promise<StackDescription> {
    const stack = this.#registry.getIdle(name);
    if (retain.length > 0 && stack.status !== 'DELETE_FAILED') {
      throw new CloudFormationError(
        'ValidationError',
        `Resources can be retained only by a stack in DELETE_FAILED; ${stack.name} is in ${stack.status}`,
      );
    }
    const inUse = this.#registry.exportFault(stack, []);
    if (inUse !== undefined) throw new CloudFormationError('ValidationError', inUse);
    const operation = this.#operation(stack, onEvent);

    operation.status('DELETE_IN_PROGRESS', 'User Initiated');
    const left = await operation.delete(live(stack), (resource) => isRetained(resource) || retain.includes(resource.logicalId));
    if (left.length > 0) operation.status('DELETE_FAILED', `The following resource(s) failed to delete: [${left.join(', ')}]. `);
    else operation.status('DELETE_COMPLETE');
    return this.describe(stack.id);
  }

  /** A stack by name or id; a deleted one by id only. @throws CloudFormationError ValidationError if there is none. */
  describe(nameOrId: string): StackDescription {
    const { name, id, status, reason, resources, outputs } = this.#registry.get(nameOrId);
    return {
      name,
      id,
      status,
      reason,
      resources: [...resources.values()],
      outputs: Object.fromEntries(outputs.map(({ key, value }) => [key, value])),
      events: this.events.filter(({ stackId }) => stackId === id),
    };
  }

  /** When a stack was created. */
  creationTime(nameOrId: string): Date {
    return this.#registry.get(nameOrId).creationTime;
  }

  /** Delivers a request once more, as Lambda's queue may, hours later. Its answer decides nothing any more. */
  redeliver(requestId: string): Promise<void> {
    return this.#channel.redeliver(requestId);
  }

  /** Waits until no function is working any more, not even on a cancelled request. */
  settled(): Promise<void> {
    return this.#channel.settled();
  }

  /** Ends everything; an operation that is still running ends as if each of its requests had been cancelled. */
  close(): Promise<void> {
    this.#channel.close();
    return this.responses.close();
  }

  async #rollBackUpdate(
    stack: Stack,
    operation: StackOperation,
    before: ReadonlyMap<string, StackResource>,
    failure: string,
  ): Promise<StackDescription> {
    operation.status('UPDATE_ROLLBACK_IN_PROGRESS', failure);
    const stuck = await operation.restore(operation.scope(stack), before);
    if (stuck.length > 0) {
      this.#stuck.set(stack.id, { operation, before });
      operation.status('UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${stuck.join(', ')}]. `);
      return this.describe(stack.id);
    }
    operation.status('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    const added = live(stack).filter(({ logicalId }) => !before.has(logicalId));
    await operation.cleanUp(added, ({ deletionPolicy }) => deletionPolicy === 'Retain');
    operation.status('UPDATE_ROLLBACK_COMPLETE');
    return this.describe(stack.id);
  }

  #goal({ name, template, parameters = {} }: StackInput): Goal {
    const read = typeof template === 'string' ? readTemplate(template, name) : template;
    return { template: read, parameters: parameterValues(read, { values: parameters, ssm: this.#settings.ssmParameters ?? {} }) };
  }

  #newStack(name: string, goal: Goal): Stack {
    this.#created += 1;
    const { partition, region, accountId, now = () => new Date() } = this.#settings;
    const id = `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}/${uuidOf(`stack ${String(this.#created)}`)}`;
    return {
      name,
      id,
      creationTime: now(),
      status: 'CREATE_IN_PROGRESS',
      reason: undefined,
      ...goal,
      resources: new Map(),
      outputs: [],
      imports: new Set(),
    };
  }

  #operation(stack: Stack, onEvent: (event: StackEvent) => void = () => undefined): StackOperation {
    const { accountId, region, partition } = this.#settings;
    return new StackOperation(stack, this.#registry, { accountId, region, partition }, this.#channel, (event) => {
      this.events.push(event);
      onEvent(event);
    });
  }
}

function live(stack: Stack): readonly StackResource[] {
  return [...stack.resources.values()].filter(isLive);
}

/** RetainExceptOnCreate retains too, except in the rollback of the operation that created the resource. */
function isRetained({ deletionPolicy }: StackResource): boolean {
  return deletionPolicy !== 'Delete';
}
