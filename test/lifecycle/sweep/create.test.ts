import { COMPUTE, DATA_SCIENTIST, VPC } from '../harness';
import { describeSweep } from './sweep';

const OVERFLOWING = { ...DATA_SCIENTIST, Vpc: VPC, RoleName: 'team' };
const FAILING = { DependsOn: 'Role', Fail: 'Create' };

describeSweep('create and delete', [
  { name: 'create', after: { Role: COMPUTE } },
  { name: 'create with overflow to managed policies', after: { Role: OVERFLOWING } },
  { name: 'create, and a sibling fails', after: { Role: COMPUTE, Sibling: FAILING } },
  { name: 'delete', before: { Role: COMPUTE } },
  { name: 'delete with overflow policies', before: { Role: OVERFLOWING } },
]);
