import { AWS_MANAGED_POLICIES, type AwsManagedPolicy } from './iam-aws-managed-policies';
import { contentsOf, type IamContents } from './iam-contents';
import { ConnectionReset, IamError } from './iam-error';
import { FaultPlan, type Fault, type PendingCall } from './iam-faults';
import { instanceProfileOperations } from './iam-instance-profiles';
import { History, NO_LAG, type Lag } from './iam-lag';
import { DEFAULT_QUOTAS, type Quotas } from './iam-limits';
import type { Account, Context, Operation, Operations, Output, Parameters } from './iam-operation';
import { policyOperations } from './iam-policies';
import { policyVersionOperations } from './iam-policy-versions';
import { rolePolicyOperations } from './iam-role-policies';
import { roleOperations } from './iam-roles';
import { SERVICE_PRINCIPALS } from './iam-service-principals';
import { nameKey, type IamState, type InstanceProfile, type ManagedPolicy, type Role } from './iam-state';

/** Every operation that the local IAM knows. */
export const OPERATIONS: Operations = {
  ...roleOperations,
  ...rolePolicyOperations,
  ...policyOperations,
  ...policyVersionOperations,
  ...instanceProfileOperations,
};

export interface LocalIamOptions {
  /** Twelve digits. */
  readonly accountId: string;
  /** Default `aws`. */
  readonly partition?: string;
  readonly quotas?: Partial<Quotas>;
  readonly awsManagedPolicies?: readonly AwsManagedPolicy[];
  readonly servicePrincipals?: readonly string[];
  /** Principals (other accounts' roles, users) that trust policies may not name because they do not exist. */
  readonly missingPrincipals?: readonly string[];
  /** The most items on a page of any list. Default 1,000. */
  readonly pageSize?: number;
  readonly lag?: Lag;
}

/** One call with its outcome: `OK`, a wire code, `ConnectionReset`, `Hang`, or `Pending` while it is under way. */
export interface Call extends PendingCall {
  readonly effect: Operation['effect'];
  readonly outcome: string;
  /** Whether it changed anything, whatever the caller was told. */
  readonly changed: boolean;
}

/** Time does not pass by itself: every tick is a second after this moment. */
const EPOCH = Date.UTC(2026, 0, 1);

/**
 * A strict IAM in memory: roles and what hangs on them, with IAM's patterns, quotas, policy grammar, conflicts, paging, and on
 * demand its propagation delay and faults. Ids and dates are counted, never random, so that the same calls give the same answers.
 */
export class LocalIam {
  readonly account: Account;
  /** Faults to come. */
  readonly faults = new FaultPlan();
  /** How late the writes from now on are seen; may be changed between calls. */
  lag: Lag;

  private readonly history: History;
  private readonly log: Call[] = [];
  private tick = 0;
  private lastCall = 0;
  private lastId = 0;

  constructor(options: LocalIamOptions) {
    this.account = {
      accountId: options.accountId,
      partition: options.partition ?? 'aws',
      quotas: { ...DEFAULT_QUOTAS, ...options.quotas },
      servicePrincipals: options.servicePrincipals ?? SERVICE_PRINCIPALS,
      missingPrincipals: options.missingPrincipals ?? [],
      pageSize: options.pageSize ?? 1000,
    };
    this.lag = options.lag ?? NO_LAG;
    const managed = (options.awsManagedPolicies ?? AWS_MANAGED_POLICIES).map((policy) => this.awsManagedPolicy(policy));
    this.history = new History({
      roles: new Map(),
      policies: new Map(managed.map((policy) => [policy.Arn, policy])),
      instanceProfiles: new Map(),
    });
  }

  /** Roles as they are, whatever lagging reads show. */
  get roles(): readonly Role[] {
    return [...this.history.latest.roles.values()];
  }

  role(name: string): Role | undefined {
    return this.history.latest.roles.get(nameKey(name));
  }

  /** Customer-managed policies. */
  get policies(): readonly ManagedPolicy[] {
    return [...this.history.latest.policies.values()].filter(({ owner }) => owner === 'customer');
  }

  get instanceProfiles(): readonly InstanceProfile[] {
    return [...this.history.latest.instanceProfiles.values()];
  }

  /** Everything that was put here, without ids and dates: equal before and after means that nothing changed. */
  contents(): IamContents {
    return contentsOf(this.history.latest);
  }

  /** Everything that was called, in the order in which it arrived. */
  get calls(): readonly Call[] {
    return this.log;
  }

  /** The calls that write, whether they succeeded or not. */
  get writes(): readonly Call[] {
    return this.log.filter(({ effect }) => effect === 'write');
  }

  /** Empties the call log. Indices go on counting. */
  forgetCalls(): void {
    this.log.length = 0;
  }

  /** Lets time pass. */
  advance(ticks: number): void {
    this.tick += ticks;
  }

  /**
   * Makes one call, with whatever faults are planned for it.
   * @param parameters as the SDK takes them: strings, numbers, booleans, lists
   * @returns the operation's result; documents are encoded as IAM returns them
   * @throws IamError what IAM answers instead; ConnectionReset where a planned fault breaks the connection. Where one hangs the
   * call, the promise never settles.
   */
  async call(operation: string, parameters: Parameters): Promise<Output> {
    const known = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
    if (known === undefined) throw new IamError('InvalidAction', `Could not find operation ${operation} for version 2010-05-08`);
    this.tick += 1;
    this.lastCall += 1;
    const pending: PendingCall = { index: this.lastCall, operation, parameters };
    const entry = { ...pending, effect: known.effect, outcome: 'Pending', changed: false };
    this.log.push(entry);
    try {
      const fault = this.faults.take(pending);
      if (fault?.when === 'before') await strike(fault, entry);
      const result = this.attempt(known, parameters, entry);
      if (fault?.when === 'after') await strike(fault, entry);
      if (result instanceof IamError) throw result;
      entry.outcome = 'OK';
      return result;
    } catch (thrown) {
      entry.outcome = outcomeOf(thrown);
      throw thrown;
    }
  }

  private attempt(operation: Operation, parameters: Parameters, entry: { changed: boolean }): Output | IamError {
    try {
      return this.apply(operation, parameters, entry);
    } catch (thrown) {
      if (thrown instanceof IamError) return thrown;
      throw thrown;
    }
  }

  private apply(operation: Operation, parameters: Parameters, entry: { changed: boolean }): Output {
    const visible = this.history.visible(this.tick);
    if (operation.effect === 'read') return operation.run(parameters, this.context(visible, visible));
    const latest = this.history.latest;
    const known = this.lag.writes === 'find everything' ? latest : visible;
    const { state, output } = operation.run(parameters, this.context(latest, known));
    if (state !== latest) {
      this.history.add(state, this.tick, this.lag);
      entry.changed = true;
    }
    return output;
  }

  private context(state: IamState, known: IamState): Context {
    const { ticks, arnTicks } = this.lag;
    return {
      state,
      known,
      account: this.account,
      arnShownAfter: this.tick + ticks + arnTicks,
      now: new Date(EPOCH + this.tick * 1000),
      newId: (prefix) => this.newId(prefix),
      shownArn: ({ Arn, RoleId, arnShownAfter }) => (this.tick <= arnShownAfter ? RoleId : Arn),
    };
  }

  private newId(prefix: string): string {
    this.lastId += 1;
    return prefix + String(this.lastId).padStart(17, '0');
  }

  private awsManagedPolicy({ PolicyName, Path, PolicyDocument }: AwsManagedPolicy): ManagedPolicy {
    const created = new Date(EPOCH);
    return {
      PolicyName,
      Path,
      Arn: `arn:${this.account.partition}:iam::aws:policy${Path}${PolicyName}`,
      PolicyId: this.newId('ANPA'),
      owner: 'AWS',
      Description: undefined,
      DefaultVersionId: 'v1',
      lastVersion: 1,
      versions: [{ VersionId: 'v1', Document: JSON.stringify(PolicyDocument), CreateDate: created }],
      Tags: [],
      CreateDate: created,
      UpdateDate: created,
    };
  }
}

function outcomeOf(thrown: unknown): string {
  if (thrown instanceof IamError) return thrown.code;
  return thrown instanceof Error ? thrown.name : 'Error';
}

/** What a planned fault does to a call. @throws IamError or ConnectionReset where it answers or breaks it */
export async function strike(fault: Fault, entry: PendingCall & { outcome: string }): Promise<void> {
  switch (fault.kind) {
    case 'answer':
      throw new IamError(fault.code, fault.message ?? `planned fault at call ${String(entry.index)}`, fault.status);
    case 'reset':
      throw new ConnectionReset(`planned fault at call ${String(entry.index)}: the connection was reset`);
    case 'hang':
      entry.outcome = 'Hang';
      return new Promise(() => undefined);
    case 'hook':
      await fault.run(entry);
  }
}
