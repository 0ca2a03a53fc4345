import { DATA_SCIENTIST, VPC } from '../harness';
import { describeSweep } from './sweep';

const OVERFLOWING = { ...DATA_SCIENTIST, Vpc: VPC, RoleName: 'team' };

describeSweep('create and delete of overflow policies', [
  { name: 'create with overflow to managed policies', after: { Role: OVERFLOWING } },
  { name: 'delete with overflow policies', before: { Role: OVERFLOWING } },
]);
