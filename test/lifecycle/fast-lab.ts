import { readTemplate, type Template } from '../../cli/template';
import { handle } from '../../lambda/index';
import { LocalCloudFormation, type StackDescription } from '../../local/cloudformation';
import type { CustomResourceFunction } from '../../local/cloudformation-channel';
import { LocalIam } from '../../local/iam';
import { PLACE } from '../../local/local-aws';
import { providerDeployment, type ProviderDeployment } from '../../local/provider-deployment';
import { virtualClock, type VirtualClock } from '../lambda/virtual-clock';
import { answerAsTold, contextOf, SIBLING_TOKEN, templateOf, TOKEN, withRetries, type Properties } from './harness';
import { inProcessCloudFormation, inProcessIam, type Passage } from './in-process';

/** Thrown into an invocation whose process is killed; nothing that it was about to do happens any more. */
export class Killed extends Error {}

export interface FastLab {
  readonly iam: LocalIam;
  readonly cloudFormation: LocalCloudFormation;
  readonly clock: VirtualClock;
  readonly log: string[];
  readonly environment: Record<string, string>;
  /** Around every IAM call of the function. A passage that throws Killed ends the invocation on the spot. */
  passage: Passage;
  /** Milliseconds until Lambda ends the invocation that began last. */
  timeLeft(): number;
  /** How many events were delivered so far, every attempt counted. */
  invocations(): number;
  deploy(resources: Readonly<Record<string, Properties>>): Promise<StackDescription>;
  remove(): Promise<StackDescription>;
  close(): Promise<void>;
}

/** Reading the provider's template takes longer than a whole stack. */
let known: ProviderDeployment | undefined;

const templates = new Map<string, Template>();

/** The template of these resources, read once. */
function read(resources: Readonly<Record<string, Properties>>): Template {
  const text = templateOf(resources);
  const template = templates.get(text) ?? readTemplate(text, 'team');
  templates.set(text, template);
  return template;
}

/** The handler on the local AWS, all in one process and in virtual time, but for the answer, which goes over HTTP as always. */
export async function startFastLab(settings: Readonly<Record<string, string>> = {}): Promise<FastLab> {
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const iam = new LocalIam(PLACE);
  const functions = new Map<string, CustomResourceFunction>();
  const cloudFormation = await LocalCloudFormation.start({ ...PLACE, functions, now: () => new Date(clock.now()) });
  const deployment = (known ??= providerDeployment(PLACE, { PropagationDelaySeconds: '0' }));
  await iam.call('CreatePolicy', { PolicyName: deployment.ceiling.name, PolicyDocument: deployment.ceiling.document });
  const log: string[] = [];
  const environment: Record<string, string> = {
    ...deployment.environment,
    ALLOWED_RESPONSE_HOSTS: cloudFormation.responses.host,
    ...settings,
  };
  let isKnown = false;
  let end = 0;
  let invocations = 0;
  const lab: FastLab = {
    iam,
    cloudFormation,
    clock,
    log,
    environment,
    passage: ({ perform }) => perform(),
    timeLeft: () => end - clock.now(),
    invocations: () => invocations,
    deploy: async (resources) => {
      const input = { name: 'team', template: read(resources) };
      if (isKnown) return cloudFormation.updateStack(input);
      isKnown = true;
      return cloudFormation.createStack(input);
    },
    remove: async () => {
      isKnown = false;
      return cloudFormation.deleteStack('team');
    },
    close: () => cloudFormation.close(),
  };
  const serve = (event: unknown): Promise<void> =>
    mortal((passage) => {
      const own = clock.now() + deployment.timeoutSeconds * 1000;
      end = own;
      invocations += 1;
      return handle(
        event,
        { ...contextOf(deployment.timeoutSeconds), getRemainingTimeInMillis: () => own - clock.now() },
        {
          iam: inProcessIam(iam, passage),
          cloudFormation: inProcessCloudFormation(cloudFormation),
          clock,
          environment,
          writeLog: (line) => log.push(line),
        },
      );
    }, lab);
  functions.set(TOKEN, withRetries(serve)).set(SIBLING_TOKEN, withRetries(answerAsTold));
  return lab;
}

/** Runs an invocation until it ends or is killed. A killed one stands still for ever: its calls are neither carried out nor answered. */
function mortal(run: (passage: Passage) => Promise<void>, lab: Pick<FastLab, 'passage'>): Promise<void> {
  return new Promise((resolve, reject) => {
    let isAlive = true;
    const passage: Passage = async (call) => {
      if (!isAlive) return new Promise(() => undefined);
      try {
        return await lab.passage(call);
      } catch (thrown) {
        if (!(thrown instanceof Killed)) throw thrown;
        isAlive = false;
        reject(thrown);
        return new Promise(() => undefined);
      }
    };
    run(passage).then(resolve, reject);
  });
}
