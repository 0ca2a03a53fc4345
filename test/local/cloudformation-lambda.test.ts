import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloudFormation, type LocalCloudFormationSettings } from '../../local/cloudformation';
import { startFunction, type LocalFunction } from '../../local/lambda';
import { requestLines, TOKEN, toys } from './cloudformation-toy';

/** A provider as its author would bundle it: makes a file per resource, so that what exists can be seen from outside. */
const PROVIDER = `
const { writeFileSync, rmSync, existsSync } = require('node:fs');
const { request } = require('node:http');
const put = (url, body) => new Promise((resolve, reject) => {
  const sending = request(url, { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } }, (response) => {
    response.resume();
    response.statusCode === 200 ? resolve() : reject(new Error('status ' + response.statusCode));
  });
  sending.on('error', reject);
  sending.end(body);
});
exports.handler = async (event, context) => {
  const { StackId, RequestId, LogicalResourceId, RequestType } = event;
  const file = process.env.FOLDER + '/' + LogicalResourceId;
  const first = !existsSync(file);
  if (RequestType === 'Delete') rmSync(file, { force: true });
  else writeFileSync(file, JSON.stringify(event.ResourceProperties));
  if (event.ResourceProperties.Die === 'before answering' && RequestType === 'Create' && first) process.kill(process.pid, 'SIGKILL');
  const answer = { Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, PhysicalResourceId: LogicalResourceId, Data: { Log: context.logStreamName } };
  await put(event.ResponseURL, JSON.stringify(answer));
  if (event.ResourceProperties.Die === 'after answering' && RequestType === 'Create' && first) process.kill(process.pid, 'SIGKILL');
};
`;

let folder: string;
let provider: LocalFunction;
let cloudFormation: LocalCloudFormation;

async function start(settings: Partial<LocalCloudFormationSettings> = {}): Promise<void> {
  const place = { accountId: '111122223333', region: 'eu-west-1', partition: 'aws' };
  provider = startFunction({
    bundle: join(folder, 'index.js'),
    handler: 'index.handler',
    environment: { FOLDER: folder },
    timeoutSeconds: 10,
    memoryMb: 128,
    functionName: 'toy',
    ...place,
  });
  cloudFormation = await LocalCloudFormation.start({ functions: new Map([[TOKEN, provider]]), ...place, ...settings });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudformation-test-'));
  writeFileSync(join(folder, 'index.js'), PROVIDER);
});

afterEach(async () => {
  await cloudFormation.settled();
  await provider.close();
  await cloudFormation.close();
  rmSync(folder, { recursive: true });
});

describe('a stack whose provider is a bundle in the local Lambda', () => {
  test('is created, updated and deleted', async () => {
    await start();
    expect(provider.arn).toBe(TOKEN);
    const Outputs = { Log: { Value: { 'Fn::GetAtt': ['A', 'Log'] } } };
    const created = await cloudFormation.createStack({ name: 's', template: toys({ A: { V: '1' }, B: { V: '1' } }, { Outputs }) });
    expect(created).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Log: expect.stringContaining('[$LATEST]') as string } });
    expect(await cloudFormation.updateStack({ name: 's', template: toys({ A: { V: '2' }, B: { V: '1' } }, { Outputs }) })).toMatchObject({
      status: 'UPDATE_COMPLETE',
    });
    expect(await cloudFormation.deleteStack('s')).toMatchObject({ status: 'DELETE_COMPLETE' });
    expect(requestLines(cloudFormation).slice(2, 3)).toEqual(['Update A A 1>2']);
    expect(cloudFormation.violations).toEqual([]);
  });

  test('succeeds although the function is killed before it answers: Lambda retries the same event', async () => {
    await start();
    const template = toys({ A: { Properties: { Die: 'before answering' } } });
    expect(await cloudFormation.createStack({ name: 's', template })).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(cloudFormation.requests).toHaveLength(1);
    expect(cloudFormation.answers).toHaveLength(1);
  });

  test('may get a second answer when the function is killed after the first', async () => {
    await start();
    const template = toys({ A: { Properties: { Die: 'after answering' } } });
    await cloudFormation.createStack({ name: 's', template });
    await cloudFormation.settled();
    expect(cloudFormation.answers.map(({ counted }) => counted)).toEqual([true, false]);
    expect(cloudFormation.violations.map(({ rule }) => rule)).toEqual(['two different answers to one event']);
  });

  test('fifty resources are created and deleted within seconds', async () => {
    await start();
    const resources = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        `R${String(index)}`,
        { DependsOn: index < 4 ? [] : `R${String(index - 4)}`, Properties: {} },
      ]),
    );
    expect(await cloudFormation.createStack({ name: 's', template: toys(resources) })).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(await cloudFormation.deleteStack('s')).toMatchObject({ status: 'DELETE_COMPLETE' });
  });
});
