import { DATA_SCIENTIST, VPC } from '../harness';
import { describeSweep } from './sweep';

const PEOPLE = { ...DATA_SCIENTIST, RoleName: 'team' };

describeSweep('update of overflow policies', [
  { name: 'update that overflows', before: { Role: PEOPLE }, after: { Role: { ...PEOPLE, Vpc: VPC } }, steady: 'team' },
  { name: 'update that empties the overflow', before: { Role: { ...PEOPLE, Vpc: VPC } }, after: { Role: PEOPLE }, steady: 'team' },
]);
