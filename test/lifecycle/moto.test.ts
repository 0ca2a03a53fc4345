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
  const isException = (name: string, row?: unknown): boolean =>
    MOTO_EXCEPTIONS.some(
      (other) => other.suite === suite && other.case === name && (other.rows === undefined || other.rows.includes(rowName(row))),
    );
  const define: Define = (name, run) => {
    (isException(name) ? known.failing : known)(name, run as () => Promise<void>);
  };
  const each: DefineEach = (table) => (name, run) => {
    const failing = table.filter((row) => isException(name, row));
    const passing = table.filter((row) => !isException(name, row));
    if (failing.length > 0) (known.failing.each as DefineEach)(failing)(name, run);
    if (passing.length > 0) (known.each as DefineEach)(passing)(name, run);
  };
  globalThis.it = Object.assign(define, known, { each }) as jest.It;
  try {
    jest.requireActual(`./${suite}.test`);
  } finally {
    globalThis.it = known;
  }
}

/** What tells a row of a table from the others: its first column, or its name. */
function rowName(row: unknown): string {
  const named = row as { readonly name?: string };
  return String(Array.isArray(row) ? row[0] : (named.name ?? row));
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
