/**
 * HTTP status of IAM's wire codes.
 * Source: "Errors" of each operation, https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html, and
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const STATUSES: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  ConcurrentModification: 409,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  EntityTemporarilyUnmodifiable: 409,
  LimitExceeded: 409,
  NoSuchEntity: 404,
  ServiceFailure: 500,
  ServiceUnavailable: 503,
};

/** What IAM answers instead of a result: its wire code (`NoSuchEntity`), its message and the HTTP status. */
export class IamError extends Error {
  override readonly name = 'IamError';

  constructor(
    readonly code: string,
    message: string,
    readonly status: number = STATUSES[code] ?? 400,
  ) {
    super(message);
  }
}

/** The connection broke: the caller gets no answer and cannot know whether its call was carried out. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

export function noSuchEntity(message: string): IamError {
  return new IamError('NoSuchEntity', message);
}

export function malformed(message: string): IamError {
  return new IamError('MalformedPolicyDocument', message);
}

export function limitExceeded(message: string): IamError {
  return new IamError('LimitExceeded', message);
}
