import { COMPUTE } from '../harness';
import { describeSweep } from './sweep';

const FAILING = { DependsOn: 'Role', Fail: 'Create' };

describeSweep('create and delete', [
  { name: 'create', after: { Role: COMPUTE } },
  { name: 'create, and a sibling fails', after: { Role: COMPUTE, Sibling: FAILING } },
  { name: 'delete', before: { Role: COMPUTE } },
]);
