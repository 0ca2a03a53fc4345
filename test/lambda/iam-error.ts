import { IAMServiceException } from '@aws-sdk/client-iam';

/** An error as the SDK throws it where IAM answers with a code. */
export function iamError(code: string, message = 'words of IAM', httpStatusCode = 400): Error {
  const error = new IAMServiceException({ name: code, message, $fault: 'client', $metadata: { httpStatusCode } });
  return Object.assign(error, { Code: code });
}

export function noSuchRole(roleName: string): Error {
  return iamError('NoSuchEntity', `The role with name ${roleName} cannot be found.`, 404);
}

/** An error as Node gives it where the connection breaks. */
export function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
