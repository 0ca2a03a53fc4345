// Loads a handler and serves events with it, one after the other. Prints the milliseconds of loading, and of each event.
// Arguments: the handler's file, and the events as JSON.
const [file, events] = process.argv.slice(2);
const context = {
  functionName: 'sagemaker-persona-role',
  functionVersion: '$LATEST',
  invokedFunctionArn: '',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 300_000,
};
console.log = () => undefined;

// A handler that knows CloudFormation's addresses only drops their port: those calls go to the loopback server as well.
const https = require('node:https');
const { request } = https;
https.request = (options, ...rest) =>
  request(
    options.hostname === '127.0.0.1' && options.port === undefined ? { ...options, port: process.env.ANSWER_PORT } : options,
    ...rest,
  );

async function main() {
  const started = performance.now();
  const { handler } = require(file);
  const loaded = performance.now();
  const serving = [];
  for (const event of JSON.parse(events)) {
    const before = performance.now();
    await handler(event, context);
    serving.push(performance.now() - before);
  }
  process.stdout.write(`${JSON.stringify({ loading: loaded - started, serving })}\n`);
  process.exit(0);
}

void main();
