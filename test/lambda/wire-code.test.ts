import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { types } from 'node:util';
import { GetRoleCommand, IAMClient, IAMServiceException } from '@aws-sdk/client-iam';
import { httpStatusOf, NO_ANSWER, wireCode } from '../../lambda/retry';

let server: Server;
let client: IAMClient;
let answer: (response: ServerResponse) => void;
let requests = 0;

/*
 * Jest runs tests with an Error class of their own, of which the errors of Node's sockets are no instances: the SDK would wrap them. In
 * the function there is but one.
 */
const isInstance = Object.getOwnPropertyDescriptor(Function.prototype, Symbol.hasInstance)?.value as (
  this: unknown,
  value: unknown,
) => boolean;
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return isInstance.call(this, value) || (this === Error && types.isNativeError(value));
  },
});

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    request.resume();
    request.on('end', () => {
      answer(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  client = clientOf(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});

afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function clientOf(endpoint: string): IAMClient {
  return new IAMClient({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  });
}

/** What the SDK throws where IAM answers so. */
async function thrown(abortSignal?: AbortSignal, iam = client): Promise<unknown> {
  requests = 0;
  return iam.send(new GetRoleCommand({ RoleName: 'R' }), abortSignal === undefined ? {} : { abortSignal }).then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => error,
  );
}

function errorXml(code: string): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>words of IAM</Message></Error>`;
  return `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${error}<RequestId>id</RequestId></ErrorResponse>`;
}

describe("the code of the SDK's errors", () => {
  // Modelled and unmodelled codes, with the statuses that IAM answers them with.
  // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the Errors of each operation there.
  it.each([
    ['ConcurrentModification', 409],
    ['DeleteConflict', 409],
    ['EntityAlreadyExists', 409],
    ['EntityTemporarilyUnmodifiable', 409],
    ['InvalidInput', 400],
    ['LimitExceeded', 409],
    ['MalformedPolicyDocument', 400],
    ['NoSuchEntity', 404],
    ['PolicyNotAttachable', 400],
    ['ServiceFailure', 500],
    ['UnmodifiableEntity', 400],
    ['AccessDenied', 403],
    ['AccessDeniedException', 403],
    ['ExpiredToken', 403],
    ['InternalFailure', 500],
    ['InvalidClientTokenId', 403],
    ['RequestLimitExceeded', 503],
    ['RequestTimeout', 408],
    ['ServiceUnavailable', 503],
    ['Throttling', 400],
    ['ThrottlingException', 400],
    ['TooManyRequestsException', 429],
    ['ValidationError', 400],
    ['SomethingNew', 418],
  ])('is %s as on the wire, after one attempt', async (code, status) => {
    answer = (response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(errorXml(code));
    const error = await thrown();
    expect(error).toBeInstanceOf(IAMServiceException);
    expect(error).toMatchObject({ message: 'words of IAM' });
    expect(wireCode(error)).toBe(code);
    expect(httpStatusOf(error)).toBe(status);
    expect(requests).toBe(1);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a broken connection', (response) => response.destroy()],
    ['an answer that breaks off', (response) => response.writeHead(200, { 'content-length': '100' }).write('<', () => response.destroy())],
  ])('is "no answer" after %s', async (_, how) => {
    answer = how;
    expect(wireCode(await thrown())).toBe(NO_ANSWER);
  });

  it('is "no answer" where nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => {
      closed.listen(0, '127.0.0.1', resolve);
    });
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const nobody = clientOf(`http://127.0.0.1:${String(port)}`);
    expect(wireCode(await thrown(undefined, nobody))).toBe(NO_ANSWER);
    nobody.destroy();
  });

  it('is "no answer" where the attempt took too long', async () => {
    answer = () => undefined;
    expect(wireCode(await thrown(AbortSignal.timeout(20)))).toBe(NO_ANSWER);
  });

  it('is "no answer" where the attempt was broken off before it began', async () => {
    expect(wireCode(await thrown(AbortSignal.abort()))).toBe(NO_ANSWER);
  });

  it.each([
    ['an HTML page of a proxy', 502, '<html><body>Bad Gateway</body></html>'],
    ['nothing at all', 503, ''],
    ['something that is not XML', 500, '{"message":"no"}'],
  ])('keeps the status where the answer is %s', async (_, status, body) => {
    answer = (response) => response.writeHead(status).end(body);
    const error = await thrown();
    expect(httpStatusOf(error)).toBe(status);
  });
});

describe('the code of anything else that is thrown', () => {
  it.each([
    ['an Error', new Error('words')],
    ['a TypeError', new TypeError('words')],
    ['a text', 'AccessDenied'],
    ['a number', 3],
    ['null', null],
    ['nothing', undefined],
    ['a map', { name: 'AccessDenied' }],
    ['a map with a number for a code', { Code: 3, code: 4, name: 5 }],
  ])('is empty: %s', (_, error) => {
    expect(wireCode(error)).toBe('');
    expect(httpStatusOf(error)).toBeUndefined();
  });

  it.each<readonly [object, string]>([
    [{ name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } }, 'NoSuchEntity'],
    [{ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }, 'AccessDenied'],
    [{ name: 'NoSuchEntityException', Code: 'NoSuchEntity', $metadata: {} }, 'NoSuchEntity'],
    [{ code: 'ECONNRESET' }, NO_ANSWER],
    ...['ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'].map(
      (code) => [{ code, name: 'Error' }, NO_ANSWER] as const,
    ),
    [{ code: 'ENOENT', name: 'Error' }, ''],
  ])('%j: %s', (error, code) => {
    expect(wireCode(error)).toBe(code);
  });

  it.each([
    [{ $metadata: { httpStatusCode: 404 } }, 404],
    [{ $metadata: { httpStatusCode: '404' } }, undefined],
    [{ $metadata: null }, undefined],
    [{ $metadata: {} }, undefined],
    [{}, undefined],
  ])('the status of %j is %p', (error, status) => {
    expect(httpStatusOf(error)).toBe(status);
  });
});
