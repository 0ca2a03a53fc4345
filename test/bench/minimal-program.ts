import { build } from 'esbuild';
import { join } from 'node:path';
import { sdkInLambda } from '../../scripts/bundle.mjs';
import type { Wave } from './distant-iam';
import { FUNCTION_BUILD, sdkNames } from './function-bundle';
import type { Loopback } from './loopback';
import { ROOT } from './root';
import { eventOf } from './serving';

/** From the project's folder. */
const OUTFILE = '.cache/bench/minimal-program.js';

/**
 * Builds a handler that is told its calls, and makes them and answers: with the function's own client, each wave side by side. What it takes
 * is what the AWS SDK takes for these calls; it renders, compares and checks nothing.
 * @returns the file, from the project's folder
 */
export async function minimalProgram(): Promise<string> {
  const commands = sdkNames().flatMap(({ name, from }) => (from === '@aws-sdk/client-iam' && name.endsWith('Command') ? [name] : []));
  const contents = `
    import { ${commands.join(', ')} } from '@aws-sdk/client-iam';
    import { request as http } from 'node:http';
    import { request as https } from 'node:https';
    import { iamClient } from './lambda/iam-client';
    const commands = { ${commands.join(', ')} };
    const client = iamClient(process.env);
    const send = ({ operation, input }) => client.send(new commands[operation + 'Command'](input)).catch(() => undefined);
    export async function handler({ ResponseURL, waves }) {
      for (const wave of waves) await Promise.all(wave.map(send));
      await new Promise((resolve, reject) => {
        const put = (ResponseURL.startsWith('https:') ? https : http)(ResponseURL, { method: 'PUT' }, (response) => response.resume().on('end', resolve));
        put.on('error', reject).end(JSON.stringify({ Status: 'SUCCESS' }));
      });
    }`;
  await build({
    ...FUNCTION_BUILD,
    ...sdkInLambda,
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    outfile: join(ROOT, OUTFILE),
  });
  return OUTFILE;
}

/** An event that tells the minimal program its calls. */
export function eventOfWaves(loopback: Loopback, waves: readonly Wave[]): object {
  return eventOf(loopback, 'Update', {}, { waves });
}
