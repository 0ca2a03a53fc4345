import { startAnswerServer, type AnswerServer } from '../lambda/answer-server';
import { stageWith, type Stage } from '../lambda/invoke';

/** A stage for the tests of a file: each begins with a fresh one, and all of them answer to one server, which ends with the file. */
export function stageOfEachTest(): Stage {
  let server: AnswerServer | undefined;
  let stage: Stage | undefined;
  beforeAll(async () => {
    server = await startAnswerServer();
  });
  beforeEach(() => {
    server?.clear();
    stage = server === undefined ? undefined : stageWith(server);
  });
  afterAll(async () => {
    await server?.close();
  });
  const current = (): Stage => {
    if (stage === undefined) throw new Error('there is a stage within tests only');
    return stage;
  };
  return {
    get server() {
      return current().server;
    },
    get iam() {
      return current().iam;
    },
    get cloudFormation() {
      return current().cloudFormation;
    },
    get clock() {
      return current().clock;
    },
  };
}
