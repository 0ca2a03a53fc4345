'use strict';

// What Lambda's Node.js runtime does inside the execution environment: loads the bundle once, then runs one event after another.
// Started by lambda-process.ts as `node lambda-bootstrap.cjs BUNDLE EXPORT`; events and results travel as IPC messages.

const [, , bundle, exportName] = process.argv;

function functionError(thrown) {
  const known = thrown instanceof Error;
  return {
    errorType: known ? thrown.name : typeof thrown,
    errorMessage: known ? thrown.message : String(thrown),
    trace: known && typeof thrown.stack === 'string' ? thrown.stack.split('\n') : [],
  };
}

function contextOf({ deadline, ...properties }) {
  return { ...properties, callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
}

async function run(handler, { event, context }) {
  try {
    const value = await handler(event, contextOf(context));
    process.send({ type: 'result', value });
  } catch (thrown) {
    process.send({ type: 'error', error: functionError(thrown) });
  }
}

function load() {
  const handler = require(bundle)[exportName];
  if (typeof handler !== 'function') throw new Error(`${exportName} is not exported by ${bundle}, or is no function`);
  return handler;
}

// An environment whose parent is gone has nobody left to answer.
process.on('disconnect', () => process.exit());

try {
  const handler = load();
  process.on('message', (message) => void run(handler, message));
  process.send({ type: 'ready' });
} catch (thrown) {
  process.send({ type: 'init error', error: functionError(thrown) }, () => process.exit(1));
}
