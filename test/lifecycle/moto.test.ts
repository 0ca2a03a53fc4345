import { PLACE } from '../../local/local-aws';
import { describeWithPython, startMoto, type PythonServer } from '../python';
import { keepRolesIn } from './lab-iam';
import { motoAt } from './moto-iam';
import { MOTO_EXCEPTIONS } from './moto-exceptions';

/* The cases of this folder once more, with moto's IAM in the place of the local one. A listed exception has to fail there. */

const SUITES = ['create', 'update', 'delete', 'grant', 'adopt', 'delivery'];

type Run = (...row: never[]) => Promise<void> | void;
type Define = (name: string, run: Run) => void;
type DefineEach = (table: readonly unknown[]) => Define;

/** Defines the cases of a file here, as failing ones where they are exceptions. */
function defineCases(suite: string): void {
  const known = globalThis.it;
  const exceptions = MOTO_EXCEPTIONS.filter((other) => other.suite === suite);
  const defined = new Set<string>();
  const isException = (name: string): boolean => {
    defined.add(name);
    return exceptions.some((other) => other.case === name);
  };
  const define: Define = (name, run) => {
    (isException(name) ? known.failing : known)(name, run as () => Promise<void>);
  };
  const each: DefineEach = (table) => (name, run) => {
    ((isException(name) ? known.failing.each : known.each) as DefineEach)(table)(name, run);
  };
  globalThis.it = Object.assign(define, known, { each }) as jest.It;
  try {
    jest.requireActual(`./${suite}.test`);
  } finally {
    globalThis.it = known;
  }
  const unknown = exceptions.filter((exception) => !defined.has(exception.case));
  if (unknown.length > 0) throw new Error(`${suite}.test.ts has no case "${unknown.map((exception) => exception.case).join('", "')}"`);
}

// A call takes moto milliseconds, and every write is followed by reads.
jest.setTimeout(60_000);

describeWithPython("on moto's IAM", (python) => {
  let moto: PythonServer;

  beforeAll(async () => {
    moto = await startMoto(python, { MOTO_ACCOUNT_ID: PLACE.accountId });
    keepRolesIn(motoAt(() => moto.url));
  });
  afterAll(() => moto.stop());

  describe.each(SUITES)('%s', defineCases);
});
