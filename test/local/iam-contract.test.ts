import { LocalIam } from '../../local/iam';
import { startIamServer, type IamServer } from '../../local/iam-server';
import { describeWithPython, resetMoto, startMoto, type PythonServer } from '../python';
import { CONTRACT, type ContractCase } from './iam-contract-cases';
import { MOTO_DEVIATIONS, type Deviation } from './iam-contract-deviations';
import { ACCOUNT_ID, type Step } from './iam-documents';
import { iamClient, outcomeOf, type Outcome } from './iam-sdk';

/** `OK`, the error's code, or `OK, but another result`, in one word for messages. */
function verdict(step: Step, outcome: Outcome): string {
  if ('code' in outcome) return outcome.code;
  if (step.gives === undefined) return 'OK';
  try {
    expect(withPlainDocuments(outcome.result)).toMatchObject(step.gives);
    return 'OK';
  } catch {
    return 'OK, but another result';
  }
}

/** A result whose documents are JSON text again, however they were encoded. */
function withPlainDocuments(result: object): unknown {
  return JSON.parse(JSON.stringify(result), (key, value: unknown) =>
    key.endsWith('Document') && typeof value === 'string' ? decodeURIComponent(value) : value,
  );
}

async function verdicts(url: string, { steps }: ContractCase): Promise<readonly string[]> {
  const client = iamClient(url);
  const list: string[] = [];
  for (const step of steps) list.push(verdict(step, await outcomeOf(client, step)));
  client.destroy();
  return list;
}

function expected(contract: ContractCase, deviations: readonly Deviation[] = []): readonly string[] {
  return contract.steps.map((step, index) => {
    const deviation = deviations.find((other) => other.case === contract.name && other.steps.includes(index + 1));
    return deviation?.moto ?? step.fails ?? 'OK';
  });
}

describe('the local IAM', () => {
  let server: IamServer;

  afterEach(() => server.close());

  it.each(CONTRACT)('$name', async (contract) => {
    server = await startIamServer(new LocalIam({ accountId: ACCOUNT_ID }));
    expect(await verdicts(server.url, contract)).toEqual(expected(contract));
  });
});

/** Loading the AWS managed policies takes moto a second after every reset, so only the cases that need them pay for it. */
const NEEDS_AWS_POLICIES = CONTRACT.filter(({ steps }) => JSON.stringify(steps).includes(':iam::aws:policy/'));
const GROUPS = [
  { group: 'without AWS managed policies', load: 'false', cases: CONTRACT.filter((contract) => !NEEDS_AWS_POLICIES.includes(contract)) },
  { group: 'with AWS managed policies', load: 'true', cases: NEEDS_AWS_POLICIES },
];

describeWithPython("moto's IAM agrees, but for the listed differences", (python) => {
  describe.each(GROUPS)('$group', ({ load, cases }) => {
    let moto: PythonServer;

    beforeAll(async () => {
      moto = await startMoto(python, { MOTO_ACCOUNT_ID: ACCOUNT_ID, MOTO_IAM_LOAD_MANAGED_POLICIES: load });
    }, 60_000);
    afterAll(() => moto.stop());
    beforeEach(() => resetMoto(moto.url), 60_000);

    it.each(cases)(
      '$name',
      async (contract) => {
        expect(await verdicts(moto.url, contract)).toEqual(expected(contract, MOTO_DEVIATIONS));
      },
      60_000,
    );
  });
});

describe('the list of differences', () => {
  it.each(MOTO_DEVIATIONS)(
    'names steps of the contract and really differs from them: $case',
    ({ case: name, steps, moto, fact, source }) => {
      const contract = CONTRACT.find((other) => other.name === name);
      const answers = steps.map((step) => contract?.steps[step - 1]?.fails ?? (contract?.steps[step - 1] && 'OK'));
      expect(answers).not.toContain(undefined);
      expect(answers).not.toContain(moto);
      expect(fact).not.toBe('');
      expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|github\.com)\//);
    },
  );
});
