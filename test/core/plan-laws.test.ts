import fc from 'fast-check';
import type { CurrentRole } from '../../lambda/core/current';
import { managedPolicyOf, type DesiredRole } from '../../lambda/core/desired';
import { GRANTS_POLICY_PREFIX } from '../../lambda/core/names';
import { INLINE_QUOTA, pack } from '../../lambda/core/pack';
import { PersonaRoleError } from '../../lambda/core/errors';
import { parseConfiguration } from '../../lambda/core/configuration';
import { plan } from '../../lambda/core/plan';
import type { Statement } from '../../lambda/core/policy';
import { stepText, type Step } from '../../lambda/core/step';
import { waves } from '../../lambda/core/waves';
import { applied, applyAll, effective, madeRole, MISSING, planInput, previousOfRole, violations } from './role-model';
import { BASES, desired, KMS, REPOSITORY, ROLE_TO_PASS, SCOPE, subnetId, VPC } from './samples';

const CONFIGURATION = { configuration: parseConfiguration({ AllowedManagedPolicyArns: '*' }) };

function subnets(from: number, count: number): { Subnets: string[]; SecurityGroups: readonly string[] } {
  return { Subnets: Array.from({ length: count }, (_, index) => subnetId(from + index)), SecurityGroups: VPC.SecurityGroups };
}

function buckets(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `a-bucket-of-the-team-${String(index).padStart(10, '0')}`);
}

/** Roles of every size: within one document, with overflow, with guards small and large. */
const ROLES: Readonly<Record<string, DesiredRole>> = Object.fromEntries(
  Object.entries({
    'experiments with attached policies': {
      ...BASES.Experiments,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B'],
    },
    'another attached policy': { ...BASES.Experiments, ManagedPolicyArns: ['arn:aws:iam::aws:policy/B', 'arn:aws:iam::aws:policy/C'] },
    'compute with 150 buckets': { ...BASES.Compute, S3Buckets: buckets(150), EcrRepositories: [REPOSITORY] },
    jobs: { Activities: ['ManageJobs'], RolesToPass: [ROLE_TO_PASS] },
    'jobs in a network': { Activities: ['ManageJobs'], RolesToPass: [ROLE_TO_PASS], Vpc: VPC },
    'jobs in a network with an attached policy': {
      Activities: ['ManageJobs'],
      RolesToPass: [ROLE_TO_PASS],
      Vpc: VPC,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/A'],
    },
    'a data scientist': BASES.DataScientist,
    'a data scientist in a large network': { ...BASES.DataScientist, Vpc: subnets(1, 60) },
    'a data scientist in another large network': { ...BASES.DataScientist, Vpc: subnets(100, 60) },
    'a data scientist with keys': { ...BASES.DataScientist, Kms: KMS },
    'a data scientist with everything': { ...BASES.DataScientist, Vpc: VPC, Kms: KMS },
    'a data scientist with 120 buckets in a network': { ...BASES.DataScientist, S3Buckets: buckets(120), Vpc: VPC },
  }).map(([name, properties]) => [name, { ...desired(properties, CONFIGURATION), roleName: 'team' }]),
);

const NAMES = Object.keys(ROLES);

function role(name: string): DesiredRole {
  const found = ROLES[name];
  if (found === undefined) throw new Error(`there is no sample role ${name}`);
  // Names of overflow policies carry the role's name.
  return {
    ...found,
    managedPolicies: found.managedPolicies.map(({ PolicyDocument }) => managedPolicyOf(PolicyDocument, 'team', found.path, SCOPE)),
  };
}

interface Walk {
  readonly end: CurrentRole;
  /** One line for each moment at which a law is broken. */
  readonly broken: readonly string[];
}

/** Applies steps one at a time and holds every moment against the laws. */
function walk(start: CurrentRole, steps: readonly Step[], final: DesiredRole, quota?: number): Walk {
  const old = effective(start);
  const wanted = effective(madeRole(final));
  let current: CurrentRole = start;
  const broken = steps.flatMap((step) => {
    const next = applied(current, step, quota);
    if (next === undefined) throw new Error(`${stepText(step)} took the role away`);
    current = next;
    return violations(old, effective(current), wanted).map((law) => `after ${stepText(step)}: ${law}`);
  });
  return { end: current, broken };
}

/** Orders in which steps may be carried out: those of one wave as planned, and the other way round. */
function orders(steps: readonly Step[]): [Step[], Step[]] {
  const planned = waves(steps);
  return [planned.flat(), planned.flatMap((wave) => wave.toReversed())];
}

/** Walks in both orders, which must lead to the same. */
function walkInOrders(start: CurrentRole, steps: readonly Step[], final: DesiredRole, quota?: number): Walk {
  const [one, other] = orders(steps).map((order) => walk(start, order, final, quota)) as [Walk, Walk];
  expect(effective(one.end)).toEqual(effective(other.end));
  return { end: one.end, broken: [...one.broken, ...other.broken] };
}

describe.each(NAMES)('an update of %s', (from) => {
  it.each(NAMES)('to %s keeps the laws at every moment and ends in the new role', (to) => {
    const start = madeRole(role(from));
    const input = planInput(role(to), { current: start, previous: previousOfRole(role(from)) });
    const steps = plan(input);
    const { end, broken } = walkInOrders(start, steps, role(to));
    expect(broken).toEqual([]);
    expect(plan({ ...input, current: end })).toEqual([]);
    expect(effective(end)).toEqual(effective(madeRole(role(to))));
    if (from === to) expect(steps).toEqual([]);
  });
});

describe('an update that was cut off at any step', () => {
  const samples = fc.constantFrom(...NAMES);

  it('is taken up or turned back by the laws, from where it stands', () => {
    fc.assert(
      fc.property(samples, samples, samples, fc.nat(20), (from, to, then, cut) => {
        const start = madeRole(role(from));
        const [planned, reversed] = orders(plan(planInput(role(to), { current: start, previous: previousOfRole(role(from)) })));
        const midway = applyAll(start, (cut % 2 === 0 ? planned : reversed).slice(0, cut % (planned.length + 1)));
        if (midway === undefined) throw new Error('an update took the role away');
        for (const target of [from, to, then]) {
          const previous = { tagKeys: [], managedPolicyArns: [from, to].flatMap((name) => role(name).managedPolicyArns) };
          const input = planInput(role(target), { current: midway, previous });
          const { end, broken } = walkInOrders(midway, plan(input), role(target));
          expect([from, to, target, cut, broken]).toEqual([from, to, target, cut, []]);
          expect(plan({ ...input, current: end })).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});

/** Statements of which many are common to both sides; a number behind the letter is another content under the same id. */
const drawnStatement = fc.record({
  id: fc.nat(25),
  content: fc.constantFrom(0, 0, 0, 1),
  effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
});

const drawnStatements = fc
  .uniqueArray(drawnStatement, { minLength: 1, maxLength: 22, selector: ({ id, effect }) => `${effect}${String(id)}` })
  .map((drawn) =>
    drawn.map(({ id, content, effect }): Statement => {
      const size = effect === 'Deny' ? 1 + (id % 4) * 3 : 3 + ((id * 7) % 25);
      return {
        Sid: `${effect}V1S${String(id)}`,
        Effect: effect,
        Action: [`a:Do${String(id)}`],
        Resource: Array.from({ length: size }, (_, index) =>
          `arn:aws:x:::${effect}-${String(id)}-${String(index + content * 3)}`.padEnd(70, 'x'),
        ),
      };
    }),
  );

function roleOf(statements: readonly Statement[]): DesiredRole | undefined {
  try {
    const { inline, managed } = pack(statements, { inline: INLINE_QUOTA, managedPolicies: 4 });
    return {
      ...role('jobs'),
      inlinePolicy: { PolicyName: 'SageMakerPersona', PolicyDocument: inline },
      managedPolicies: managed.map((document) => managedPolicyOf(document, 'team', '/sagemaker-persona/', SCOPE)),
    };
  } catch (error) {
    if (error instanceof PersonaRoleError) return undefined;
    throw error;
  }
}

describe('for any statements on both sides', () => {
  it('the laws hold at every moment', () => {
    fc.assert(
      fc.property(drawnStatements, drawnStatements, (one, other) => {
        const [from, to] = [roleOf(one), roleOf(other)];
        if (from === undefined || to === undefined) return;
        const start = madeRole(from);
        const input = planInput(to, { current: start });
        const { end, broken } = walkInOrders(start, plan(input), to);
        expect(broken).toEqual([]);
        expect(plan({ ...input, current: end })).toEqual([]);
      }),
      { numRuns: 150, seed: 12 },
    );
  });

  it('without room for one more attachment a permission may be missing for a moment, but none is ever too many', () => {
    fc.assert(
      fc.property(drawnStatements, drawnStatements, (one, other) => {
        const [from, to] = [roleOf(one), roleOf(other)];
        if (from === undefined || to === undefined) return;
        const start = madeRole(from);
        const quota = Math.max(from.managedPolicies.length, to.managedPolicies.length);
        const input = planInput(to, { current: start, attachmentQuota: quota });
        const { end, broken } = walkInOrders(start, plan(input), to, quota);
        expect(broken.filter((line) => !line.includes(MISSING))).toEqual([]);
        expect(plan({ ...input, current: end })).toEqual([]);
      }),
      { numRuns: 150, seed: 13 },
    );
  });
});

it('Exclusive takes off what someone else put on the role, but never the policies of stacks that say so by their names', () => {
  const wanted = { ...desired({ ...BASES.Experiments, Exclusive: true }, CONFIGURATION), roleName: 'team' };
  const made = madeRole(wanted);
  const current = { ...made, inlinePolicies: { ...made.inlinePolicies, 'by-hand': {}, [`${GRANTS_POLICY_PREFIX}TeamRole`]: {} } };
  expect(plan(planInput(wanted, { current }))).toEqual([{ call: 'DeleteRolePolicy', input: { RoleName: 'team', PolicyName: 'by-hand' } }]);
});
