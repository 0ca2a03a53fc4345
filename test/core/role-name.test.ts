import { defaultRoleName } from '../../lambda/core/names';
import { candidateRoleName, replacementOf, returnsTo } from '../../lambda/core/role-name';
import { SCOPE } from './samples';

describe('an Update makes another role', () => {
  it.each([
    { before: {}, after: {}, replacement: 'none', why: 'no name on either side' },
    { before: { RoleName: 'a' }, after: { RoleName: 'a' }, replacement: 'none', why: 'the same name' },
    { before: { RoleName: '' }, after: {}, replacement: 'none', why: 'an empty name is no name' },
    { before: { RoleName: 5 }, after: { RoleName: '5' }, replacement: 'none', why: 'a number is written as text' },
    { before: { Description: 'x', S3Buckets: 5 }, after: { Description: 'y' }, replacement: 'none', why: 'only other properties differ' },
    { before: { RoleName: 'a' }, after: { RoleName: 'b' }, replacement: 'replace', why: 'another name' },
    { before: { RoleName: 'a' }, after: {}, replacement: 'replace', why: 'the name is taken away' },
    { before: {}, after: { RoleName: 'a' }, replacement: 'replace', why: 'a name is given' },
    { before: { RoleNameSuffix: 'a' }, after: { RoleNameSuffix: 'b' }, replacement: 'replace', why: 'another suffix' },
    { before: { RoleName: 'a' }, after: { RoleName: 'A' }, replacement: 'case only', why: 'IAM takes both for one' },
    { before: { RoleNameSuffix: 'a' }, after: { RoleNameSuffix: 'A' }, replacement: 'case only', why: 'IAM takes both for one' },
  ])('$before -> $after: $replacement, since $why', ({ before, after, replacement }) => {
    expect(replacementOf(before, after)).toBe(replacement);
  });
});

describe('a role is gone back to', () => {
  it.each([
    { role: 'first', before: { RoleName: 'second' }, after: { RoleName: 'first' }, why: 'it has that name' },
    { role: 'first', before: {}, after: { RoleName: 'first' }, why: 'it has that name' },
    { role: defaultRoleName(SCOPE), before: { RoleName: 'second' }, after: {}, why: 'it has the derived name' },
    { role: 'old-team', before: { RoleNameSuffix: 't' }, after: { RoleNameSuffix: 'team' }, why: 'it has that suffix' },
    { role: 'old-team', before: { RoleNameSuffix: 'am' }, after: { RoleNameSuffix: 'team' }, why: 'it has the longer suffix' },
    { role: 'old-team', before: { RoleNameSuffix: 'TEAM' }, after: { RoleNameSuffix: 'team' }, why: 'it has the suffix in those letters' },
    { role: 'old-team', before: { RoleName: 'team' }, after: { RoleNameSuffix: 'team' }, why: 'the name is another one' },
    { role: 'old-team', before: {}, after: { RoleNameSuffix: 'team' }, why: 'the derived name is another one' },
    {
      role: 'old-team',
      before: { GrantTo: 'arn:aws:iam::1:role/a/team' },
      after: { RoleNameSuffix: 'team' },
      why: 'the target is another one',
    },
    { role: 'a', before: { RoleName: 'b' }, after: { GrantTo: 'arn:aws:iam::1:role/path/a' }, why: 'it is the target' },
  ])('$role, from $before to $after, since $why', ({ role, before, after }) => {
    expect(returnsTo(role, before, after, SCOPE)).toBe(true);
    expect(returnsTo(role, after, before, SCOPE)).toBe(false);
  });

  it.each([
    { role: 'old-team', before: { RoleNameSuffix: 'a' }, after: { RoleNameSuffix: 'b' }, why: 'it has neither suffix' },
    { role: 'old-team', before: { RoleName: 'a' }, after: { RoleName: 'b' }, why: 'it has neither name' },
    { role: 'SageMaker-team', before: { RoleName: 'SageMaker-team' }, after: { RoleNameSuffix: 'team' }, why: 'it has the old name' },
  ])('not $role, from $before to $after, since $why', ({ role, before, after }) => {
    expect(returnsTo(role, before, after, SCOPE)).toBe(false);
  });
});

describe('the name that a Create would have given', () => {
  it.each([
    { properties: { RoleName: 'team' }, name: 'team' },
    { properties: { RoleName: 123 }, name: '123' },
    { properties: { RoleName: true }, name: 'true' },
    { properties: { RoleNameSuffix: 'team' }, name: 'SageMaker-team' },
    { properties: { RoleName: '', RoleNameSuffix: 'team' }, name: 'SageMaker-team' },
    { properties: {}, name: defaultRoleName(SCOPE) },
    { properties: { RoleName: 'not a name' }, name: defaultRoleName(SCOPE) },
    { properties: { RoleName: 'x'.repeat(65) }, name: defaultRoleName(SCOPE) },
    { properties: { RoleName: ['team'] }, name: defaultRoleName(SCOPE) },
    { properties: { Persona: 'Nonsense', S3Buckets: '*' }, name: defaultRoleName(SCOPE) },
  ])('$properties: $name', ({ properties, name }) => {
    expect(candidateRoleName(properties, 'SageMaker-', SCOPE)).toBe(name);
  });
});
