import { describeWithPython } from '../python';
import { failureOf, startLab, type Lab } from '../lifecycle/harness';
import { translated } from '../sam-translator';
import { cdkStack, rawStack, samStack, type Resources } from './failing-stacks';
import failures from './failures.json';

/** One thing that happens, and what is so afterwards. */
interface Step {
  /** What the stack is brought to. */
  readonly deploy?: Resources;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether the construct library knows the faults: then nothing is deployed, and it says what the deployment says elsewhere. */
  readonly atSynth?: boolean;
  /** An operation of IAM that is refused, once. */
  readonly refused?: string;
  /** The stack is deleted. */
  readonly remove?: string;
  /** What someone else does in IAM. */
  readonly call?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly ends?: string;
  /** What the author reads at the role. */
  readonly says?: readonly string[];
  readonly changes?: 'nothing';
  readonly roles?: readonly string[];
}

interface Scenario {
  readonly name: string;
  /** Environment of the provider's function. */
  readonly provider?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A template of a door. */
type Door = (resources: Resources, parameters: readonly string[]) => string;

const SCENARIOS = failures as readonly Scenario[];
const STACK = 'team';

/** What a step leaves, for comparing the doors. */
interface Outcome {
  readonly status: string | undefined;
  readonly reason: string;
  readonly iam: unknown;
}

/** The outcomes of the first door that went through a scenario. */
const first = new Map<string, readonly Outcome[]>();

async function runScenario({ provider = {}, steps }: Scenario, door: Door): Promise<readonly Outcome[]> {
  const lab = await startLab({ environment: provider });
  const outcomes: Outcome[] = [];
  try {
    for (const step of steps) {
      const before = lab.iam.contents();
      const { status, reason } = await take(step, lab, door);
      const iam = lab.iam.contents();
      for (const text of step.says ?? []) expect(reason).toContain(text);
      if (step.ends !== undefined && status !== undefined) expect({ status, reason }).toMatchObject({ status: step.ends });
      if (step.roles !== undefined) expect(Object.keys(iam.roles)).toEqual(step.roles);
      if (step.changes === 'nothing') expect(iam).toEqual(before);
      outcomes.push({ status, reason, iam });
    }
    expect(lab.cloudFormation.violations).toEqual([]);
    return outcomes;
  } finally {
    await lab.close();
  }
}

/** @returns how the stack stands and what its role says; no status where the stack was not touched */
async function take(step: Step, lab: Lab, door: Door): Promise<{ readonly status: string | undefined; readonly reason: string }> {
  if (step.call !== undefined) {
    await lab.iam.call(step.call, step.with ?? {});
    return { status: undefined, reason: '' };
  }
  if (step.remove !== undefined) return result(await lab.cloudFormation.deleteStack(step.remove));
  const { deploy = {}, parameters = {} } = step;
  const template = attempt(() => door(deploy, Object.keys(parameters)));
  if ('refused' in template) {
    if (step.atSynth !== true) throw new Error(template.refused);
    return { status: undefined, reason: template.refused };
  }
  if (step.refused !== undefined) {
    const fault = { kind: 'answer', when: 'before', code: 'LimitExceeded', message: 'Cannot exceed quota', status: 409 } as const;
    lab.iam.faults.at({ operation: step.refused, occurrence: 1 }, fault);
  }
  const input = { name: STACK, template: template.text, parameters };
  const exists = lab.cloudFormation.events.length > 0;
  return result(await (exists ? lab.cloudFormation.updateStack(input) : lab.cloudFormation.createStack(input)));
}

function result(stack: Awaited<ReturnType<Lab['remove']>>): { readonly status: string; readonly reason: string } {
  return { status: stack.status, reason: failureOf(stack) };
}

function attempt(make: () => string): { readonly text: string } | { readonly refused: string } {
  try {
    return { text: make() };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

async function expectSameAsOtherDoors(scenario: Scenario, door: Door): Promise<void> {
  const outcomes = await runScenario(scenario, door);
  const others = first.get(scenario.name) ?? outcomes;
  first.set(scenario.name, others);
  const comparable = (of: readonly Outcome[]): unknown =>
    of.map((outcome, index) => (scenario.steps[index]?.atSynth === true ? outcome.iam : outcome));
  expect(comparable(outcomes)).toEqual(comparable(others));
}

describe.each([
  ['raw templates', rawStack],
  ['the CDK', cdkStack],
])('failures of %s', (_, door) => {
  it.each(SCENARIOS)(
    'end as those of the other doors: $name',
    async (scenario) => {
      await expectSameAsOtherDoors(scenario, door);
    },
    60_000,
  );
});

describeWithPython('failures of SAM', (python) => {
  const ofSam = new Map<string, string>();
  const key = (resources: Resources, parameters: readonly string[]): string => samStack(resources, parameters);

  beforeAll(() => {
    const deployed = SCENARIOS.flatMap(({ steps }) =>
      steps.flatMap(({ deploy, parameters = {} }) => (deploy === undefined ? [] : [key(deploy, Object.keys(parameters))])),
    );
    translated(python, deployed).forEach((template, index) => ofSam.set(deployed[index] ?? '', JSON.stringify(template)));
  }, 60_000);

  it.each(SCENARIOS)(
    'end as those of the other doors: $name',
    async (scenario) => {
      await expectSameAsOtherDoors(scenario, (resources, parameters) => ofSam.get(key(resources, parameters)) ?? '');
    },
    60_000,
  );
});
