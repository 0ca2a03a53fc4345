import type { LocalIam } from '../../../local/iam';
import { COMPUTE } from '../harness';
import { describeSweep } from './sweep';

const settings = { GRANTABLE_ROLE_ARNS: 'arn:aws:iam::111122223333:role/service/*' };
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const LISTING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'List', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: ['*'] }],
});

async function there(iam: LocalIam): Promise<void> {
  for (const RoleName of ['training', 'other']) {
    await iam.call('CreateRole', { RoleName, Path: '/service/', AssumeRolePolicyDocument: TRUST });
    await iam.call('PutRolePolicy', { RoleName, PolicyName: 'by-hand', PolicyDocument: LISTING });
  }
}

const GRANT = { ...COMPUTE, GrantTo: 'arn:aws:iam::111122223333:role/service/training' };
const CHANGED = { ...GRANT, S3Buckets: ['another-bucket'] };
const MOVED = { ...GRANT, GrantTo: 'arn:aws:iam::111122223333:role/service/other' };
const FAILING = { DependsOn: 'Role', Fail: 'Create' };
const common = { settings, there };

describeSweep('grant', [
  { ...common, name: 'grant', after: { Role: GRANT }, steady: 'training' },
  { ...common, name: 'grant, and a sibling fails', after: { Role: GRANT, Sibling: FAILING }, steady: 'training' },
  { ...common, name: 'update of a grant', before: { Role: GRANT }, after: { Role: CHANGED }, steady: 'training' },
  {
    ...common,
    name: 'update of a grant, and a sibling fails',
    before: { Role: GRANT },
    after: { Role: CHANGED, Sibling: FAILING },
    steady: 'training',
  },
  { ...common, name: 'grant that moves', before: { Role: GRANT }, after: { Role: MOVED } },
  { ...common, name: 'grant that moves, and a sibling fails', before: { Role: GRANT }, after: { Role: MOVED, Sibling: FAILING } },
  { ...common, name: 'grant that becomes a role', before: { Role: GRANT }, after: { Role: COMPUTE } },
  { ...common, name: 'role that becomes a grant', before: { Role: COMPUTE }, after: { Role: GRANT } },
  {
    ...common,
    name: 'role that becomes a grant, and a sibling fails',
    before: { Role: COMPUTE },
    after: { Role: GRANT, Sibling: FAILING },
  },
  { ...common, name: 'delete of a grant', before: { Role: GRANT }, steady: 'training' },
]);
