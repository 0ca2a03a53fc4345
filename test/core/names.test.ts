import { hash } from '#sha256';
import fc from 'fast-check';
import {
  defaultRoleName,
  isInventedPhysicalId,
  isUnownedPhysicalId,
  managedPolicyArn,
  managedPolicyName,
  managedPolicyPath,
  ROLE_NAME,
  roleArn,
  sameRoleName,
  unownedPhysicalId,
} from '../../lambda/core/names';
import { SCOPE } from './samples';

function stackIdOf(stackName: string, unique: string): string {
  return `arn:aws:cloudformation:us-east-1:111122223333:stack/${stackName}/${unique}`;
}

const stackName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
const logicalResourceId = fc.stringMatching(/^[A-Za-z0-9]{1,255}$/);

describe('the default role name', () => {
  it('is a name that IAM accepts, whatever the stack and the resource are called', () => {
    fc.assert(
      fc.property(stackName, fc.uuid(), logicalResourceId, (stack, unique, logical) => {
        expect(defaultRoleName({ stackId: stackIdOf(stack, unique), logicalResourceId: logical })).toMatch(ROLE_NAME);
      }),
    );
  });

  it('is another one for each of 100,000 pairs of stack and resource that differ only behind their 25th character', () => {
    const names = new Set<string>();
    for (let number = 0; number < 100_000; number += 1) {
      const [stack, logical] = [Math.floor(number / 300), number % 300].map((part) => `${'x'.repeat(25)}${String(part)}`);
      names.add(defaultRoleName({ stackId: stackIdOf(`s${stack ?? ''}`, '1'), logicalResourceId: logical ?? '' }).toLowerCase());
    }
    expect(names.size).toBe(100_000);
  });

  it('shows stack and resource and depends on nothing else', () => {
    const name = defaultRoleName(SCOPE);
    expect(name).toBe(`ml-Role-${hash(`${SCOPE.stackId}\nRole`).slice(0, 12)}`);
    const elsewhere = { ...SCOPE, partition: 'aws-cn', region: 'x', accountId: 'y' };
    expect(defaultRoleName(elsewhere)).toBe(name);
  });

  it('differs for a stack of the same name that was made later', () => {
    const [first, second] = ['1', '2'].map((unique) => defaultRoleName({ stackId: stackIdOf('ml', unique), logicalResourceId: 'Role' }));
    expect(first).not.toBe(second);
  });

  it('exists even where the stack id is none', () => {
    expect(defaultRoleName({ stackId: 'nonsense', logicalResourceId: 'Role' })).toMatch(/^stack-Role-[0-9a-f]{12}$/);
  });
});

it.each([
  { left: 'Team', right: 'team', same: true },
  { left: 'team', right: 'team', same: true },
  { left: 'team', right: 'teams', same: false },
])('role names $left and $right are the same: $same, since IAM compares them without case', ({ left, right, same }) => {
  expect(sameRoleName(left, right)).toBe(same);
});

describe('names of overflow policies', () => {
  it('stand below the role path in a folder named after the role', () => {
    expect(managedPolicyPath('/sagemaker-persona/', 'team')).toBe('/sagemaker-persona/team/');
    expect(managedPolicyArn(SCOPE, '/sagemaker-persona/', 'team', 'team-abc')).toBe(
      'arn:aws:iam::111122223333:policy/sagemaker-persona/team/team-abc',
    );
    expect(roleArn(SCOPE, '/sagemaker-persona/', 'team')).toBe('arn:aws:iam::111122223333:role/sagemaker-persona/team');
  });

  it('carry the hash of the text, so that another text is another policy', () => {
    expect(managedPolicyName('team', 'a')).toBe(`team-${hash('a').slice(0, 12)}`);
    expect(managedPolicyName('team', 'a')).not.toBe(managedPolicyName('team', 'b'));
  });

  it('stay within the 128 characters of IAM for the longest role name', () => {
    expect(managedPolicyName('x'.repeat(64), 'a').length).toBeLessThanOrEqual(128);
  });

  it('uses the SHA-256 that everyone else computes', () => {
    expect(hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('a physical id', () => {
  it('of a refused Create is no role name and is known again', () => {
    const id = unownedPhysicalId('team');
    expect([isUnownedPhysicalId(id), isUnownedPhysicalId('team'), ROLE_NAME.test(id)]).toEqual([true, false, false]);
  });

  it.each([
    { id: 'ml-Role-1ABCDEFGH', invented: true, why: 'it is made of stack, resource and a suffix' },
    { id: 'ML-ROLE-1ABCDEFGH', invented: true, why: 'case does not matter' },
    { id: '2026/11/23/[$LATEST]0a1b', invented: true, why: 'it is no role name' },
    { id: '', invented: true, why: 'it is no role name' },
    { id: 'SageMaker-Team', invented: false, why: 'it is a name that someone gave' },
    { id: 'ml-Role', invented: false, why: 'it has no suffix' },
    { id: 'ml-Other-1ABC', invented: false, why: 'it is of another resource' },
  ])('"$id" may be invented by CloudFormation: $invented, since $why', ({ id, invented }) => {
    expect(isInventedPhysicalId(id, SCOPE)).toBe(invented);
  });
});
