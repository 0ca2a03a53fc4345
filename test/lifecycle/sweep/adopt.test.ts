import type { LocalIam } from '../../../local/iam';
import { COMPUTE } from '../harness';
import { describeSweep } from './sweep';

const settings = { ADOPTABLE_ROLE_ARNS: 'arn:aws:iam::111122223333:role/people/*' };
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'People', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const LISTING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'List', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: ['*'] }],
});

async function there(iam: LocalIam): Promise<void> {
  await iam.call('CreateRole', {
    RoleName: 'analyst',
    Path: '/people/',
    AssumeRolePolicyDocument: TRUST,
    Description: 'by hand',
    Tags: [{ Key: 'team', Value: 'ml' }],
  });
  await iam.call('PutRolePolicy', { RoleName: 'analyst', PolicyName: 'by-hand', PolicyDocument: LISTING });
}

const ADOPT = { ...COMPUTE, RoleName: 'analyst', Adopt: 'true' };
const OWN = { ...COMPUTE, RoleName: 'analyst', Description: 'ours' };
const FAILING = { DependsOn: 'Role', Fail: 'Create' };
const common = { settings, there };
/** What the update that makes a role the resource's own replaces. */
const lost = ['AssumeRolePolicyDocument', 'PermissionsBoundary', 'Description', 'MaxSessionDuration'];

describeSweep('adopt', [
  { ...common, name: 'adopt', after: { Role: ADOPT }, steady: 'analyst' },
  { ...common, name: 'adopt, and a sibling fails', after: { Role: ADOPT, Sibling: FAILING }, steady: 'analyst' },
  {
    ...common,
    name: 'update of an adopted role',
    before: { Role: ADOPT },
    after: { Role: { ...ADOPT, S3Buckets: ['other'] } },
    steady: 'analyst',
  },
  { ...common, name: 'adopted role is released', before: { Role: ADOPT }, steady: 'analyst' },
  { ...common, name: 'adopted role becomes the own', before: { Role: ADOPT }, after: { Role: OWN }, steady: 'analyst', lost },
  {
    ...common,
    name: 'adopted role becomes the own, and a sibling fails',
    before: { Role: ADOPT },
    after: { Role: OWN, Sibling: FAILING },
    steady: 'analyst',
    lost,
  },
  { ...common, name: 'replacement by an adopted role', before: { Role: COMPUTE }, after: { Role: ADOPT } },
  {
    ...common,
    name: 'replacement by an adopted role, and a sibling fails',
    before: { Role: COMPUTE },
    after: { Role: ADOPT, Sibling: FAILING },
  },
]);
