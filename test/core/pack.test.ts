import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { permissions } from '../../lambda/core/diff';
import { PersonaRoleError } from '../../lambda/core/errors';
import {
  INLINE_QUOTA,
  inManagedPolicies,
  MANAGED_QUOTA,
  mergeStatements,
  pack,
  sizeTable,
  type PackedPolicies,
  type Room,
} from '../../lambda/core/pack';
import {
  isPlain,
  policyDocument,
  policySize,
  policyText,
  type Conditions,
  type PolicyDocument,
  type AnyStatement,
  type Statement,
} from '../../lambda/core/policy';
import { BASES, desired, KMS, subnetId, VPC } from './samples';

const ROOM: Room = { inline: INLINE_QUOTA, managedPolicies: 10 };

function tuples(statements: readonly AnyStatement[]): string {
  return permissions(statements)
    .map((permission) => canonicalize(permission))
    .join('\n');
}

function documentsOf({ inline, managed }: PackedPolicies): readonly PolicyDocument[] {
  return [inline, ...managed];
}

function allOf(packed: PackedPolicies): AnyStatement[] {
  return documentsOf(packed).flatMap(({ Statement: statements }) => statements);
}

/** The packed policies, or the error that says why there are none. */
function packedOrRefused(statements: readonly Statement[], room: Room = ROOM): PackedPolicies | PersonaRoleError {
  try {
    return pack(statements, room);
  } catch (error) {
    if (error instanceof PersonaRoleError) return error;
    throw error;
  }
}

function packed(statements: readonly Statement[], room: Room = ROOM): PackedPolicies {
  const result = packedOrRefused(statements, room);
  if (result instanceof PersonaRoleError) throw result;
  return result;
}

/** A statement whose text has about this many characters, by its resources. */
function sized(sid: string, size: number, change: Partial<Statement> = {}): Statement {
  const count = Math.max(1, Math.round((size - 80) / 100));
  const resources = Array.from({ length: count }, (_, index) => `arn:aws:s3:::${sid}-${String(index)}-`.padEnd(97, 'x'));
  return { Sid: sid, Effect: 'Allow', Action: [`s3:${sid}`], Resource: resources, ...change };
}

describe('what fits stays together', () => {
  it('in one inline document, as it is and in its order', () => {
    const statements = [sized('B', 3000), sized('A', 3000), sized('D', 300, { Effect: 'Deny' })];
    expect(packed(statements)).toEqual({ inline: policyDocument(statements), managed: [] });
  });

  it('to the last character of the quota', () => {
    const statements = [sized('A', 3000)];
    const size = policySize(policyDocument(statements));
    expect(packed(statements, { inline: size, managedPolicies: 0 }).inline.Statement).toEqual(statements);
    expect(packedOrRefused(statements, { inline: size - 1, managedPolicies: 0 })).toBeInstanceOf(PersonaRoleError);
  });

  it('in one inline document after statements of equal resource and condition are merged, the first id telling how many', () => {
    const { Resource } = sized('A', 4500);
    const statements = ['A', 'B', 'C'].map((sid) => sized(sid, 4500, { Resource }));
    const { inline, managed } = packed(statements);
    expect(managed).toEqual([]);
    expect(inline.Statement).toEqual([{ Sid: 'AAnd2', Effect: 'Allow', Action: ['s3:A', 's3:B', 's3:C'], Resource }]);
  });
});

describe('merging', () => {
  const condition: Conditions = { Bool: { k: ['true'] } };
  const base: Statement = { Sid: 'A', Effect: 'Allow', Action: ['a:X'], Resource: ['r', 's'] };

  it.each([
    { what: 'the same resources in another order', other: { ...base, Sid: 'B', Action: ['a:Y'], Resource: ['s', 'r'] }, count: 1 },
    { what: 'other resources', other: { ...base, Sid: 'B', Resource: ['r'] }, count: 2 },
    { what: 'another condition', other: { ...base, Sid: 'B', Condition: condition }, count: 2 },
    { what: 'another effect', other: { ...base, Sid: 'B', Effect: 'Deny' } as const, count: 2 },
  ])('of two statements with $what leaves $count', ({ other, count }) => {
    expect(mergeStatements([base, other])).toHaveLength(count);
  });

  it('names each action once and keeps ids apart', () => {
    expect(
      mergeStatements([base, { ...base, Sid: 'B' }, { ...base, Sid: 'C', Resource: ['t'] }]).map(({ Sid, Action }) => [Sid, Action]),
    ).toEqual([
      ['AAnd1', ['a:X']],
      ['C', ['a:X']],
    ]);
  });
});

describe('what does not fit overflows into managed policies', () => {
  it('while every Deny stays inline, even where Allows would fill it', () => {
    const statements = [...['A', 'B', 'C', 'E'].map((sid) => sized(sid, 5000)), sized('Z', 4000, { Effect: 'Deny' })];
    const { inline, managed } = packed(statements);
    expect(inline.Statement.map(({ Sid }) => Sid)).toContain('Z');
    expect(managed.flatMap(({ Statement: inside }) => inside).some(({ Effect }) => Effect === 'Deny')).toBe(false);
  });

  it('a statement that no managed policy could hold is split by its longer list, with numbered ids', () => {
    const statements = [sized('A', 9900), sized('B', 9000)];
    const { managed } = packed(statements);
    expect(tuples(allOf(packed(statements)))).toBe(tuples(statements));
    expect(managed.flatMap(({ Statement: inside }) => inside).every(({ Sid }) => /^[AB]Part\d+$/.test(Sid))).toBe(true);
  });

  it('of a long list of actions too', () => {
    const many = (sid: string): Statement => ({
      Sid: sid,
      Effect: 'Allow',
      Action: Array.from({ length: 400 }, (_, index) => `sagemaker:${sid}LongActionName${String(index)}`),
      Resource: ['*'],
      Condition: { Bool: { [sid]: ['true'] } },
    });
    const statements = [many('A'), many('B')];
    expect(tuples(allOf(packed(statements)))).toBe(tuples(statements));
  });

  it('and an ordinary role with every limit shows it', () => {
    const role = desired({ ...BASES.DataScientist, Vpc: VPC, Kms: KMS });
    expect(role.managedPolicies.length).toBeGreaterThan(0);
    expect(policySize(role.inlinePolicy.PolicyDocument)).toBeLessThanOrEqual(INLINE_QUOTA);
  });
});

describe('what fits nowhere is refused with the sizes', () => {
  it.each([
    {
      why: 'more managed policies than are free',
      statements: ['A', 'B', 'C'].map((sid) => sized(sid, 6000)),
      room: { inline: INLINE_QUOTA, managedPolicies: 1 },
    },
    { why: 'Denies alone are too many', statements: ['A', 'B'].map((sid) => sized(sid, 6000, { Effect: 'Deny' })), room: ROOM },
    {
      why: 'one condition is too long for any managed policy',
      statements: ['A', 'B'].map((sid) => sized(sid, 300, { Condition: longCondition(6200) })),
      room: ROOM,
    },
    { why: 'one condition is too long for any document', statements: [sized('A', 300, { Condition: longCondition(10_300) })], room: ROOM },
  ])('where $why', ({ statements, room }) => {
    const result = packedOrRefused(statements, room);
    expect(result).toBeInstanceOf(PersonaRoleError);
    expect(result).toHaveProperty('code', 'ServiceLimitExceeded');
  });

  it('by activity, the largest first, guards as one', () => {
    const statements = [
      sized('ManageJobsV1Read', 9000),
      sized('ManageJobsV1Write', 9000),
      sized('RunStudioAppsV12Run', 5000),
      sized('GuardVpcSubnets', 3000, { Effect: 'Deny' }),
    ];
    const error = packedOrRefused(statements, { inline: INLINE_QUOTA, managedPolicies: 1 });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(
        /^ServiceLimitExceeded: the permissions do not fit IAM's quotas: \d+ characters after merging, 10240 fit inline and 1 managed policies of 6144 are free\. Name fewer values or split the role\. Characters by activity: ManageJobsV1 \d+, RunStudioAppsV12 \d+, Guards \d+$/,
      ),
    );
  });

  it('which add up to the text', () => {
    const statements = [sized('ManageJobsV1Read', 900), sized('RunStudioAppsV1Run', 500), sized('GuardX', 300, { Effect: 'Deny' })];
    const sum = Object.values(sizeTable(statements)).reduce((total, size) => total + size, 0);
    const frame = policySize(policyDocument([])) - 1;
    expect(sum + frame).toBe(policySize(policyDocument(statements)));
  });
});

function longCondition(size: number): Conditions {
  return { StringEquals: { k: Array.from({ length: Math.ceil(size / 27) }, (_, index) => subnetId(index)) } };
}

/** Statements with ids of their own, of all sizes, some of which can be merged and some of which must be split. */
const drawnStatements = fc
  .array(
    fc.record({
      Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
      actions: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }),
      resources: fc.oneof(fc.constant<number[]>([0]), fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 150 })),
      condition: fc.constantFrom<Conditions | undefined>(
        undefined,
        undefined,
        { Bool: { k: ['true'] } },
        { StringEquals: { k: ['a', 'b'] } },
      ),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((drawn) =>
    drawn.map(({ Effect, actions, resources, condition }, index): Statement => {
      const isDeny = Effect === 'Deny';
      return {
        Sid: `WorkV1S${String(index)}`,
        Effect,
        Action: actions.map((number) => `sagemaker:ActionNumber${String(number)}`),
        Resource: (isDeny ? resources.slice(0, 5) : resources).map((number) =>
          number === 0 ? '*' : `arn:aws:s3:::a-bucket-of-the-team-${String(number)}`,
        ),
        ...(condition === undefined ? {} : { Condition: condition }),
      };
    }),
  );

describe('for any statements', () => {
  it('packing changes no permission, exceeds no quota, keeps Denies inline and ids unique', () => {
    fc.assert(
      fc.property(drawnStatements, (statements) => {
        const result = packedOrRefused(statements);
        if (result instanceof PersonaRoleError) return;
        expect(tuples(allOf(result))).toBe(tuples(statements));
        expect(policySize(result.inline)).toBeLessThanOrEqual(INLINE_QUOTA);
        for (const document of result.managed) {
          expect(policySize(document)).toBeLessThanOrEqual(MANAGED_QUOTA);
          expect(document.Statement.every(({ Effect }) => Effect === 'Allow')).toBe(true);
        }
        for (const { Statement: inside } of documentsOf(result)) expect(new Set(inside.map(({ Sid }) => Sid)).size).toBe(inside.length);
        for (const { Action, Resource } of allOf(result).filter(isPlain))
          expect(Math.min(Action.length, Resource.length)).toBeGreaterThan(0);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('there is one document if one can hold them', () => {
    fc.assert(
      fc.property(drawnStatements, (statements) => {
        const merged = mergeStatements(statements);
        const fitsInline = Math.min(policySize(policyDocument(statements)), policySize(policyDocument(merged))) <= INLINE_QUOTA;
        const result = packedOrRefused(statements);
        expect(!(result instanceof PersonaRoleError) && result.managed.length === 0).toBe(fitsInline);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('merging changes no permission, whatever the order', () => {
    fc.assert(
      fc.property(
        drawnStatements.chain((statements) =>
          fc.tuple(fc.constant(statements), fc.shuffledSubarray(statements, { minLength: statements.length })),
        ),
        ([statements, shuffled]) => {
          expect(tuples(mergeStatements(shuffled))).toBe(tuples(statements));
          expect(mergeStatements(shuffled)).toHaveLength(mergeStatements(statements).length);
        },
      ),
      { numRuns: 80, seed: 3 },
    );
  });

  it('which statements share a document does not depend on the order in which they come', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 100, max: 5000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        distinct.chain((sizes) => fc.tuple(fc.constant(sizes), fc.shuffledSubarray(sizes, { minLength: sizes.length }))),
        ([sizes, shuffled]) => {
          const groupsOf = (order: readonly number[]): string[] =>
            documentsOf(packed(order.map((size) => sized(`S${String(size)}`, size))))
              .map(({ Statement: inside }) =>
                inside
                  .map(({ Sid }) => Sid)
                  .sort()
                  .join(),
              )
              .sort();
          expect(groupsOf(shuffled)).toEqual(groupsOf(sizes));
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });

  it('of ordinary size there is at most one document more than their characters need', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100, max: 900 }), { minLength: 1, maxLength: 70 }), (sizes) => {
        const { managed } = packed(sizes.map((size, index) => sized(`S${String(index)}`, size)));
        const total = policySize(policyDocument(sizes.map((size, index) => sized(`S${String(index)}`, size))));
        expect(managed.length).toBeLessThanOrEqual(Math.ceil(Math.max(0, total - INLINE_QUOTA) / MANAGED_QUOTA) + 1);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

describe('managed policies alone', () => {
  it('hold every statement within their quota', () => {
    const statements = [sized('A', 9900), sized('B', 3000), sized('C', 300, { Effect: 'Deny' })];
    const documents = inManagedPolicies(statements) ?? [];
    expect(tuples(documents.flatMap(({ Statement: inside }) => inside))).toBe(tuples(statements));
    for (const document of documents) expect(policySize(document)).toBeLessThanOrEqual(MANAGED_QUOTA);
  });

  it('are none where a condition is too long for any', () => {
    expect(inManagedPolicies([sized('A', 300), sized('B', 300, { Condition: longCondition(6200) })])).toBeUndefined();
  });
});

it('the text of a packed document is what is measured', () => {
  const { inline } = packed([sized('A', 500)]);
  expect(policyText(inline).length).toBe(policySize(inline));
});
