import { permissionsByText } from '../../../lambda/core/diff';
import { statementsOf } from '../../../lambda/core/current';
import type { LocalIam } from '../../../local/iam';
import { startFastLab, type FastLab } from '../fast-lab';
import type { Properties } from '../harness';
import type { PassingCall } from '../in-process';
import { FAULTS, LAG, type SweepFault } from './faults';

/*
 * Every fault at every IAM call, reads too, of an operation on a stack. CloudFormation then finishes its operation, and whatever it ended
 * in: nothing foreign was touched, every event had exactly one valid answer, a stack that is complete equals its template, a rolled-back
 * one what was before, no permission was missing or in excess at any moment, and once the stack is gone nothing of it is left.
 */

type Resources = Readonly<Record<string, Properties>>;

export interface Scenario {
  readonly name: string;
  /** Configuration of the function. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What is in IAM before there is a stack. */
  readonly there?: (iam: LocalIam) => Promise<void>;
  /** What the stack has before; absent where the operation is the Create. */
  readonly before?: Resources;
  /** What the operation asks for; absent where it is the Delete. */
  readonly after?: Resources;
  /** Role whose permissions may at no moment be less than those before and after have in common, nor more than both together. */
  readonly steady?: string;
  /** Settings of a role that no rollback can give back. */
  readonly lost?: readonly string[];
}

interface Point {
  /** 1 for the first call of the operation. */
  readonly call: number;
  readonly operation: string;
  readonly fault: SweepFault;
}

/** To run one combination alone: the name that a failure gives. */
const ONLY = process.env['PERSONA_ROLE_SWEEP'];

/** Runs all combinations of a scenario and returns how many there were. @throws Error with the call log of the first that fails */
export async function sweep(scenario: Scenario): Promise<number> {
  const known = await undisturbed(scenario);
  const points = known.points.filter((point) => ONLY === undefined || ONLY === nameOf(scenario, point));
  for (const point of points) await combination(scenario, point, known);
  return points.length;
}

function nameOf({ name }: Scenario, { call, operation, fault }: Point): string {
  return `${name}: ${fault.name} at call ${String(call)}, ${operation}`;
}

interface Known {
  readonly points: readonly Point[];
  readonly nothing: unknown;
  readonly old: unknown;
  readonly wanted: unknown;
  /** What is left when the stack is deleted after the operation succeeded: an adopted role that became its own is gone. */
  readonly rest: unknown;
  readonly bounds: Bounds | undefined;
}

async function undisturbed(scenario: Scenario): Promise<Known> {
  const lab = await startFastLab(scenario.settings);
  await scenario.there?.(lab.iam);
  const nothing = contents(lab);
  if (scenario.before !== undefined) await lab.deploy(scenario.before);
  const old = contents(lab);
  const before = permissionsOf(lab.iam, scenario.steady);
  lab.iam.forgetCalls();
  const invocations: number[] = [];
  lab.passage = ({ perform }) => {
    invocations.push(lab.invocations());
    return perform();
  };
  await operate(lab, scenario);
  const calls = [...lab.iam.calls];
  const wanted = contents(lab);
  const after = permissionsOf(lab.iam, scenario.steady);
  if (scenario.after !== undefined) await lab.remove();
  const rest = contents(lab);
  await lab.close();
  const created = calls.findIndex(({ operation }) => operation === 'CreateRole');
  const isNew = (index: number): boolean => created >= 0 && index > created && invocations[index] === invocations[created];
  const points = calls.flatMap((call, index) => [
    ...FAULTS.filter(({ concerns }) => concerns(call)).map((fault) => ({ call: index + 1, operation: call.operation, fault })),
    ...(isNew(index) ? [{ call: index + 1, operation: call.operation, fault: LAG }] : []),
  ]);
  return { points, nothing, old, wanted, rest, bounds: scenario.steady === undefined ? undefined : { before, after } };
}

async function combination(scenario: Scenario, point: Point, known: Known): Promise<void> {
  const lab = await startFastLab(scenario.settings);
  try {
    await scenario.there?.(lab.iam);
    if (scenario.before !== undefined) await lab.deploy(scenario.before);
    lab.iam.forgetCalls();
    const watch = known.bounds === undefined ? undefined : watchOver(lab.iam, scenario.steady, known.bounds);
    lab.passage = passageFor(point, lab, watch);
    const status = await operate(lab, scenario);
    await lab.cloudFormation.settled();
    lab.passage = ({ perform }) => perform();
    await judge(lab, scenario, status, known);
  } catch (thrown) {
    const calls = lab.iam.calls.map(({ operation, outcome }) => `  ${operation} ${outcome}`).join('\n');
    const events = lab.cloudFormation.events.map((event) => `  ${event.logicalId} ${event.status} ${event.reason ?? ''}`).join('\n');
    const name = nameOf(scenario, point);
    throw new Error(`PERSONA_ROLE_SWEEP='${name.replaceAll("'", "'\\''")}'\nstack events:\n${events}\nIAM calls:\n${calls}`, {
      cause: thrown,
    });
  } finally {
    await lab.close();
  }
}

async function judge(lab: FastLab, scenario: Scenario, ended: string, known: Known): Promise<void> {
  const { lost = [] } = scenario;
  const status = ended === 'UPDATE_ROLLBACK_FAILED' ? (await lab.cloudFormation.continueUpdateRollback('team')).status : ended;
  expect(status).not.toBe('UPDATE_ROLLBACK_FAILED');
  const abandoned = lab.cloudFormation.events.some((event) => event.status === 'DELETE_FAILED');
  if (status === 'UPDATE_COMPLETE' && abandoned) await deleteAgain(lab);
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) expect(contents(lab)).toEqual(known.wanted);
  if (status === 'UPDATE_ROLLBACK_COMPLETE' && abandoned) await deleteAgain(lab);
  if (status === 'UPDATE_ROLLBACK_COMPLETE') expect(without(contents(lab), lost)).toEqual(without(known.old, lost));
  if (status !== 'DELETE_COMPLETE') expect((await lab.remove()).status).toBe('DELETE_COMPLETE');
  if (/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) expect(contents(lab)).toEqual(known.rest);
  else expect(without(contents(lab), lost)).toEqual(without(scenario.after === undefined ? known.rest : known.nothing, lost));
  expect(lab.cloudFormation.violations).toEqual([]);
}

async function operate(lab: FastLab, { after }: Scenario): Promise<string> {
  const stack = after === undefined ? await lab.remove() : await lab.deploy(after);
  return stack.status;
}

/** Lets calls through, but the fault strikes from its point on; after every call the watch looks at what IAM holds. */
function passageFor({ call: at, operation, fault }: Point, lab: FastLab, watch?: () => void): FastLab['passage'] {
  let count = 0;
  let struck = 0;
  return async (call: PassingCall) => {
    count += 1;
    const isStruck = fault.strikes === 'operation' ? call.operation === operation : struck < fault.strikes;
    if (count < at || !isStruck) return call.perform().finally(watch);
    struck += 1;
    return fault.strike(call, lab).finally(watch);
  };
}

/**
 * Sends the last Delete once more, as an operator does where CloudFormation gave up on a replaced role after one failure. The stack's
 * status, which says that nothing is in progress any more, must not matter then.
 */
async function deleteAgain(lab: FastLab): Promise<void> {
  const verify = lab.environment['VERIFY_STACK'] ?? '';
  lab.environment['VERIFY_STACK'] = 'false';
  const event = lab.cloudFormation.requests.findLast(
    ({ RequestType, LogicalResourceId }) => RequestType === 'Delete' && LogicalResourceId === 'Role',
  );
  await lab.cloudFormation.redeliver(event?.RequestId ?? '');
  lab.environment['VERIFY_STACK'] = verify;
}

/** What IAM holds, but for the tags that tell which event created what: a rollback may have to make an overflow policy again. */
function contents({ iam }: FastLab): unknown {
  return without(iam.contents(), ['sagemaker-persona:created-by']);
}

function without(value: unknown, keys: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(value, (key, item: unknown) => (keys.includes(key) ? undefined : item)));
}

type Permissions = ReadonlySet<string>;

interface Bounds {
  readonly before: Permissions;
  readonly after: Permissions;
}

/** What the role's inline and attached customer-managed policies say, one text for each permission. */
function permissionsOf(iam: LocalIam, roleName: string | undefined): Permissions {
  const role = roleName === undefined ? undefined : iam.role(roleName);
  const managed = iam.policies.filter(({ Arn }) => role?.attachedPolicyArns.includes(Arn) === true);
  const documents = [
    ...(role?.inlinePolicies.values() ?? []),
    ...managed.flatMap(({ versions, DefaultVersionId }) =>
      versions.filter(({ VersionId }) => VersionId === DefaultVersionId).map(({ Document }) => Document),
    ),
  ];
  return new Set(permissionsByText(documents.flatMap((document) => statementsOf(JSON.parse(document)))).keys());
}

/** Fails as soon as a permission of both is missing, or one of neither is there. */
function watchOver(iam: LocalIam, roleName: string | undefined, { before, after }: Bounds): () => void {
  const always = [...before].filter((permission) => after.has(permission));
  let seen: unknown;
  return () => {
    const role = iam.role(roleName ?? '');
    if (role === seen) return;
    seen = role;
    const now = permissionsOf(iam, roleName);
    expect(always.filter((permission) => !now.has(permission))).toEqual([]);
    expect([...now].filter((permission) => !before.has(permission) && !after.has(permission))).toEqual([]);
  };
}

/** A test of each scenario, and one line with the counts. */
export function describeSweep(title: string, scenarios: readonly Scenario[]): void {
  describe(title, () => {
    const started = performance.now();
    let total = 0;

    it.each(scenarios)(
      '$name: no fault leaks, harms or lies',
      async (scenario) => {
        const combinations = await sweep(scenario);
        total += combinations;
        if (ONLY === undefined) expect(combinations).toBeGreaterThan(25);
      },
      300_000,
    );

    afterAll(() => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`sweep, ${title}: ${String(total)} combinations of call and fault in ${seconds} s`);
    });
  });
}
