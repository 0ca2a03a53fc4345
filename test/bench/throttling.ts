import { COMPUTE, templateOf } from '../lifecycle/harness';
import { startBusyLab } from '../lifecycle/load/busy-lab';
import { figure, times, type Row } from './goal';
import { lostByThreeAttempts } from './three-attempts';

const ROLES = 500;
const STACKS = 5;
const WRITES_OF_A_ROLE = 2;
const BURST_SECONDS = 2;

/** Writes a second: IAM publishes no rates; these are what users report. */
const RATES = [5, 10, 20];

const isWrite = (operation: string): boolean => !/^(Get|List)/.test(operation);

/** Many roles at once where IAM takes few writes a second: none may be lost, and little time. The time is that of a simulated clock. */
export async function throttling(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const rate of RATES) rows.push(await at(rate));
  return rows;
}

async function at(rate: number): Promise<Row> {
  const lab = await startBusyLab({
    rate,
    burst: rate * BURST_SECONDS,
    kindOf: (operation) => (isWrite(operation) ? 'writes' : undefined),
  });
  const roles = Array.from(
    { length: ROLES / STACKS },
    (_, index) => [`Role${String(index)}`, { ...COMPUTE, ServiceTimeout: 3600 }] as const,
  );
  const template = templateOf(Object.fromEntries(roles));
  const started = lab.clock.now();
  const stacks = Array.from({ length: STACKS }, (_, index) => lab.cloudFormation.createStack({ name: `team${String(index)}`, template }));
  await lab.clock.drive(Promise.all(stacks));
  const seconds = (lab.clock.now() - started) / 1000;
  await lab.cloudFormation.close();
  const lost = ROLES - lab.iam.roles.length;
  const bound = (ROLES * WRITES_OF_A_ROLE) / rate;
  return {
    what: `${String(ROLES)} roles at once, IAM taking ${String(rate)} writes a second with a burst of ${String(BURST_SECONDS)} s, simulated clock`,
    measured: `${figure(seconds, 's')}, ${String(lost)} lost, ${String(lab.throttled())} calls refused`,
    peer: `${String(lostByThreeAttempts(ROLES, WRITES_OF_A_ROLE, rate, rate * BURST_SECONDS))} lost, the SDK's three attempts`,
    bound: figure(bound, 's'),
    ratio: times(seconds / bound),
    goal: '0 lost, ≤ 1.15 ×',
    met: lost === 0 && seconds / bound <= 1.15,
  };
}
