// What `persona-role try FILE [Name=Value ...]` starts, once it is built: everything that it needs lies in dist.
import { runTrial } from './trial';

const [file = '-', ...assignments] = process.argv.slice(2);
void runTrial({
  command: 'persona-role try',
  file,
  assignments,
  prepare: () => undefined,
  next: 'Next: "Into a real account" in README.md of this package',
});
