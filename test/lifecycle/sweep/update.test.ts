import { COMPUTE } from '../harness';
import { describeSweep } from './sweep';

const BEFORE = { ...COMPUTE, RoleName: 'team', Tags: [{ Key: 'old', Value: 'x' }] };
const AFTER = {
  ...BEFORE,
  S3Buckets: ['other'],
  Description: 'new',
  Tags: [{ Key: 'a', Value: 'b' }],
  SourceCondition: 'arn',
  MaxSessionDuration: 7200,
};
const FAILING = { DependsOn: 'Role', Fail: 'Create' };

describeSweep('update', [
  { name: 'update in place', before: { Role: BEFORE }, after: { Role: AFTER }, steady: 'team' },
  { name: 'update, and a sibling fails', before: { Role: BEFORE }, after: { Role: AFTER, Sibling: FAILING }, steady: 'team' },
  { name: 'update that replaces', before: { Role: BEFORE }, after: { Role: { ...AFTER, RoleName: 'other-team' } } },
  {
    name: 'update that replaces, and a sibling fails',
    before: { Role: BEFORE },
    after: { Role: { ...AFTER, RoleName: 'other-team' }, Sibling: FAILING },
  },
]);
