import { join } from 'node:path';
import type { Loopback } from './loopback';
import { freshProcessAsync } from './measure';
import { ROOT } from './root';
import { SURROUNDINGS } from './workload';

/** The built function, from the project's folder. */
export const FUNCTION = 'dist/function/index.js';

/** What `serve-events.cjs` prints, milliseconds. */
export interface Served {
  readonly loading: number;
  /** Of each event. */
  readonly serving: readonly number[];
}

/** An event for the resource `Role` of the loopback's stack. */
export function eventOf(loopback: Loopback, type: 'Create' | 'Update' | 'Delete', resourceProperties: object, more: object = {}): object {
  return {
    RequestType: type,
    ResponseURL: loopback.responseUrl,
    StackId: SURROUNDINGS.scope.stackId,
    RequestId: `request-${type}`,
    ResourceType: 'Custom::SageMakerPersonaRole',
    LogicalResourceId: SURROUNDINGS.scope.logicalResourceId,
    ResourceProperties: { ServiceToken: 'x', ...resourceProperties },
    ...more,
  };
}

/** Serves events in a fresh process. */
export async function serve(loopback: Loopback, file: string, events: readonly object[]): Promise<Served> {
  const before = loopback.answers.length;
  const served = (await freshProcessAsync(
    [join(ROOT, 'test/bench/serve-events.cjs'), join(ROOT, file), JSON.stringify(events)],
    loopback.environment,
  )) as Served;
  const failed = loopback.answers.slice(before).filter((answer) => !answer.includes('"SUCCESS"'));
  if (loopback.answers.length - before !== events.length || failed.length > 0) throw new Error(`${file} did not succeed: ${failed.join()}`);
  return served;
}
