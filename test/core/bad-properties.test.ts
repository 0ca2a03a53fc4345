import fc from 'fast-check';
import { parseConfiguration } from '../../lambda/core/configuration';
import type { DesiredRole } from '../../lambda/core/desired';
import { PersonaRoleError } from '../../lambda/core/errors';
import { policyText } from '../../lambda/core/policy';
import { CASES, propertiesOf } from './bad-cases';
import { BASES, desired, faultsOf, keyArn, ROLE_TO_PASS, REPOSITORY, VPC } from './samples';

it('the corpus has at least 68 cases, each with a name of its own', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(68);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

describe('refused with every fault, its path and what is wrong:', () => {
  it.each(CASES.filter(({ issues }) => issues !== undefined))('$name', (bad) => {
    const byPath = (left: { path: string }, right: { path: string }): number => (left.path < right.path ? -1 : 1);
    const expected = [...(bad.issues ?? [])]
      .sort(byPath)
      .map(({ path, says }) => ({ path, message: expect.stringContaining(says) as unknown }));
    expect([...faultsOf(propertiesOf(bad))].sort(byPath)).toEqual(expected);
  });
});

describe('right, and the policy says exactly that:', () => {
  it.each(CASES.filter(({ grants }) => grants !== undefined))('$name', (odd) => {
    const statements = desired(propertiesOf(odd)).inlinePolicy.PolicyDocument.Statement;
    expect(statements.find(({ Sid }) => Sid === odd.grants?.Sid)).toMatchObject(odd.grants ?? {});
  });
});

/** Everything that an author may fill in with a text that ends up in a policy, with a value that is right. */
const PLACES: readonly { readonly place: string; readonly right: string; readonly properties: (value: string) => unknown }[] = [
  { place: 'S3Buckets of a person', right: 'ml-data', properties: (value) => ({ ...BASES.DataScientist, S3Buckets: [value] }) },
  { place: 'S3Buckets of a job', right: 'ml-data', properties: (value) => ({ ...BASES.Compute, S3Buckets: [value] }) },
  { place: 'RolesToPass', right: ROLE_TO_PASS, properties: (value) => ({ ...BASES.DataScientist, RolesToPass: [value] }) },
  { place: 'EcrRepositories', right: REPOSITORY, properties: (value) => ({ ...BASES.Compute, EcrRepositories: [value] }) },
  {
    place: 'Vpc.Subnets',
    right: 'subnet-0123abcd',
    properties: (value) => ({ ...BASES.DataScientist, Vpc: { ...VPC, Subnets: [value] } }),
  },
  {
    place: 'Vpc.SecurityGroups',
    right: 'sg-0123abcd',
    properties: (value) => ({ ...BASES.DataScientist, Vpc: { ...VPC, SecurityGroups: [value] } }),
  },
  { place: 'Kms.DataKeys', right: keyArn('1'), properties: (value) => ({ ...BASES.DataScientist, Kms: { DataKeys: [value] } }) },
  { place: 'Kms.VolumeKeys', right: keyArn('1'), properties: (value) => ({ ...BASES.DataScientist, Kms: { VolumeKeys: [value] } }) },
  {
    place: 'RolesToPass of one activity',
    right: ROLE_TO_PASS,
    properties: (value) => ({ Activities: [{ Activity: 'ManageJobs@1', RolesToPass: [value] }] }),
  },
];

const SURROUNDINGS_THAT_PASS_ALL = { configuration: parseConfiguration({ PassableRoleArns: '*' }) };

/** The role's documents with every occurrence of the value taken out; `undefined` where it is refused. */
function frame(properties: unknown, value: string): string | undefined {
  const role = accepted(properties);
  if (role === undefined) return undefined;
  const documents = [role.inlinePolicy, ...role.managedPolicies].map(({ PolicyDocument }) => PolicyDocument);
  return [...documents, role.trustPolicy].map((document) => policyText(document).split(value).join('VALUE')).join('\n');
}

function accepted(properties: unknown): DesiredRole | undefined {
  try {
    return desired(properties, SURROUNDINGS_THAT_PASS_ALL);
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'InvalidRequest') return undefined;
    throw error;
  }
}

const METACHARACTERS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '\u2028',
  '/',
  '*',
  '?',
  '$',
  '<',
  '>',
  "'",
  '`',
  '${',
  '[[',
  '{{',
  '","',
  '\\"',
];

describe.each(PLACES)('$place', ({ right, properties }) => {
  const expected = frame(properties(right), right);

  it('takes a right value, each time as a whole', () => {
    expect(expected).toContain('VALUE');
    expect(expected).not.toContain(right);
  });

  it.each(METACHARACTERS.map((character) => ({ character, shown: JSON.stringify(character) })))(
    'refuses $shown at its beginning, within and at its end, or keeps it inside one literal value',
    ({ character }) => {
      for (const index of new Set([0, 1, Math.floor(right.length / 2), right.length - 1, right.length])) {
        const value = right.slice(0, index) + character + right.slice(index);
        expect([undefined, expected]).toContain(frame(properties(value), value));
      }
    },
  );

  it('refuses whatever text is drawn, or keeps it inside one literal value', () => {
    const piece = fc.oneof(
      fc.constantFrom(...METACHARACTERS),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('a', '-', right),
    );
    const drawn = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        drawn.filter((value) => value !== ''),
        (value) => {
          expect([undefined, expected]).toContain(frame(properties(value), value));
        },
      ),
      { numRuns: 50, seed: 7 },
    );
  });
});
