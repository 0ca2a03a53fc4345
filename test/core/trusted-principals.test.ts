import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '../../lambda/core/configuration';
import { PersonaRoleError } from '../../lambda/core/errors';
import { TRUST_POLICY_QUOTA } from '../../lambda/core/trust';
import type { Scope } from '../../lambda/core/scope';
import { BASES, catalog, desired, faultsOf, SCOPE } from './samples';

interface Case {
  readonly name: string;
  readonly partition?: string;
  readonly given: readonly unknown[];
}

// Read as text: an import would lose keys such as `__proto__`.
const cases = JSON.parse(readFileSync(join(__dirname, 'cases', 'trusted-principals.json'), 'utf8')) as {
  readonly trusted: readonly (Case & { readonly statements: readonly unknown[] })[];
  readonly refused: readonly (Case & { readonly path: string; readonly says: string })[];
};

const EVERYBODY = parseConfiguration({ TrustedPrincipals: '*' });

function surroundings({ partition = 'aws' }: Pick<Case, 'partition'>): {
  readonly catalog: typeof catalog;
  readonly scope: Scope;
  readonly configuration: typeof EVERYBODY;
} {
  return {
    catalog,
    scope: { ...SCOPE, partition, stackId: SCOPE.stackId.replace('arn:aws:', `arn:${partition}:`) },
    configuration: EVERYBODY,
  };
}

function statementsFor(given: readonly unknown[], partition?: string): readonly unknown[] {
  const role = desired(
    { ...BASES.Experiments, TrustedPrincipals: given },
    surroundings({ ...(partition === undefined ? {} : { partition }) }),
  );
  return role.trustPolicy.Statement.slice(1);
}

describe('trusted besides SageMaker:', () => {
  it.each(cases.trusted)('$name', ({ given, statements, partition }) => {
    expect(statementsFor(given, partition)).toEqual(
      statements.map((statement, index) => ({ Sid: `TrustedPrincipals${String(index + 1)}`, ...(statement as object) })),
    );
  });

  it('is the same whatever the order of the principals and of their lists', () => {
    const given = cases.trusted.filter(({ partition }) => partition === undefined).flatMap((one) => one.given);
    const half = given.slice(0, 5);
    expect(statementsFor([...half].reverse())).toEqual(statementsFor(half));
  });

  it('changes nothing for SageMaker itself', () => {
    const plain = desired(BASES.Experiments).trustPolicy;
    expect(desired({ ...BASES.Experiments, TrustedPrincipals: [{ Service: 'glue.amazonaws.com' }] }).trustPolicy.Statement[0]).toEqual(
      plain.Statement[0],
    );
  });
});

describe('refused as somebody to trust, naming the place:', () => {
  it.each(cases.refused)('$name', ({ given, path, says, partition }) => {
    const found = faultsOf(
      { ...BASES.Experiments, TrustedPrincipals: given },
      surroundings({ ...(partition === undefined ? {} : { partition }) }),
    );
    expect(found).toEqual([{ path, message: expect.stringContaining(says) as unknown }]);
  });
});

it('a trust policy that exceeds the quota is refused with its size before anything is written', () => {
  const principals = Array.from({ length: 40 }, (_, index) => ({ AWS: `arn:aws:iam::444455556666:role/sign-in-${String(index)}` }));
  const rendering = (): unknown => desired({ ...BASES.Experiments, TrustedPrincipals: principals });
  expect(rendering).toThrow(PersonaRoleError);
  expect(rendering).toThrow(new RegExp(`the trust policy has \\d{4} characters, IAM takes ${String(TRUST_POLICY_QUOTA)}`));
});
