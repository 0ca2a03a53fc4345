import * as sdk from '@aws-sdk/client-iam';
import { OPERATIONS, strike } from '../../local/iam';
import { contentsOf, type IamContents } from '../../local/iam-contents';
import { FaultPlan, type PendingCall } from '../../local/iam-faults';
import { NO_LAG } from '../../local/iam-lag';
import { nameKey, type IamState, type ManagedPolicy, type Role } from '../../local/iam-state';
import { outcomeOf } from '../local/iam-sdk';
import { asSdkError } from './in-process';
import { labClient, type LabCall, type LabIam, type StartIam } from './lab-iam';
import { pictureOf, emptyAccount } from './moto-account';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * moto's IAM, asked through the SDK's client. After every write the account is read anew, so that its state can be looked at as the local
 * IAM's; faults strike in the client, before or after the call goes over the network.
 */
class MotoIam implements LabIam {
  readonly faults = new FaultPlan();
  readonly client: sdk.IAMClient;

  private readonly observer: sdk.IAMClient;
  private readonly log: LabCall[] = [];
  private lastCall = 0;
  private picture: IamState = { roles: new Map(), policies: new Map(), instanceProfiles: new Map() };
  private looking = Promise.resolve();

  constructor(url: string) {
    this.client = labClient(url);
    this.observer = labClient(url);
    this.client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) =>
          this.pass(commandName.replace(/Command$/, ''), { ...args.input }, () => next(args)),
      { step: 'initialize' },
    );
  }

  get roles(): readonly Role[] {
    return [...this.picture.roles.values()];
  }

  get policies(): readonly ManagedPolicy[] {
    return [...this.picture.policies.values()];
  }

  get calls(): readonly LabCall[] {
    return this.log;
  }

  get writes(): readonly LabCall[] {
    return this.log.filter(({ effect }) => effect === 'write');
  }

  get lag(): LabIam['lag'] {
    return NO_LAG;
  }

  set lag(_: LabIam['lag']) {
    throw new Error('moto shows every write at once');
  }

  role(name: string): Role | undefined {
    return this.picture.roles.get(nameKey(name));
  }

  contents(): IamContents {
    return contentsOf(this.picture);
  }

  forgetCalls(): void {
    this.log.length = 0;
  }

  async call(operation: string, parameters: Parameters): Promise<Parameters> {
    const outcome = await outcomeOf(this.client, { call: operation, with: parameters });
    if ('code' in outcome) throw new Error(`moto answers ${operation} with ${outcome.code}: ${outcome.message}`);
    return { ...outcome.result };
  }

  /** Begins with an account that holds nothing. */
  async begin(): Promise<void> {
    await emptyAccount(this.observer);
  }

  close(): void {
    this.client.destroy();
    this.observer.destroy();
  }

  private async pass<T>(operation: string, parameters: Parameters, perform: () => Promise<T>): Promise<T> {
    this.lastCall += 1;
    const pending: PendingCall = { index: this.lastCall, operation, parameters };
    const entry = { ...pending, effect: OPERATIONS[operation]?.effect ?? 'write', outcome: 'Pending' };
    this.log.push(entry);
    try {
      const fault = this.faults.take(pending);
      if (fault?.when === 'before') await strike(fault, entry);
      const result = await perform();
      if (fault?.when === 'after') await strike(fault, entry);
      entry.outcome = 'OK';
      return result;
    } catch (thrown) {
      entry.outcome = thrown instanceof Error ? thrown.name : 'Error';
      throw asSdkError(thrown);
    } finally {
      if (entry.effect === 'write') await this.look();
    }
  }

  /** One look after another, so that the last one is the newest. */
  private look(): Promise<void> {
    this.looking = this.looking.then(async () => {
      this.picture = await pictureOf(this.observer);
    });
    return this.looking;
  }
}

/** Labs whose roles are in moto's server at this address. */
export function motoAt(url: () => string): StartIam {
  return async (options) => {
    if (Object.keys(options).length > 0) throw new Error(`moto has no setting for ${Object.keys(options).join(', ')}`);
    const iam = new MotoIam(url());
    await iam.begin();
    return {
      iam,
      client: iam.client,
      close: () => {
        iam.close();
        return Promise.resolve();
      },
    };
  };
}
