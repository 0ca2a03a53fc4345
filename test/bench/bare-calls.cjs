// Calls IAM one call after the other over one connection, with Node's HTTP client alone. Prints the milliseconds of each call but the first,
// which opens the connection.
const http = require('node:http');

const agent = new http.Agent({ keepAlive: true });
const body = 'Action=ListRolePolicies&Version=2010-05-08&RoleName=role';
const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };

function call() {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const answered = (response) => response.resume().on('end', () => resolve(performance.now() - started));
    const request = http.request(process.env.AWS_ENDPOINT_URL_IAM, { method: 'POST', agent, headers }, answered);
    request.on('error', reject).end(body);
  });
}

async function main() {
  await call();
  const calls = [];
  for (let index = 0; index < 5; index += 1) calls.push(await call());
  process.stdout.write(`${JSON.stringify(calls)}\n`);
  process.exit(0);
}

void main();
