import { PersonaRoleError } from '../lambda/core/errors';
import { wireCode } from '../lambda/retry';

const READING = 'iam:Get*, iam:List* and cloudformation:DescribeStackResource';

/** Codes of AWS and names of the SDK's errors that are about who asks, each with what to do. */
const ADVICE: readonly { readonly codes: readonly string[]; readonly words: (message: string) => string }[] = [
  {
    codes: ['CredentialsProviderError', 'TokenProviderError'],
    words: (message) =>
      `this command reads an AWS account, and the shell has no credentials (${message}): sign in, such as by aws sso login, and name the ` +
      `profile by AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; they need ${READING}`,
  },
  {
    codes: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
    words: (message) => `the credentials of the shell have expired (${message}): sign in again, such as by aws sso login`,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
    codes: ['InvalidClientTokenId', 'UnrecognizedClient', 'SignatureDoesNotMatch', 'IncompleteSignature', 'MissingAuthenticationToken'],
    words: (message) =>
      `AWS does not take the credentials of the shell (${message}): see that AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and ` +
      `AWS_SESSION_TOKEN, are of one set, and of the partition that is asked`,
  },
  {
    codes: ['AccessDenied'],
    words: (message) => `the credentials of the shell may not read this (${message}): take some that have ${READING}`,
  },
];

/**
 * Does what asks an account. Where that fails because of who asks, the error says what to do about it.
 * @throws PersonaRoleError as the work throws it, with other words where the credentials are the reason
 */
export async function advised<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof PersonaRoleError ? error.cause : error;
    const codes = [wireCode(cause), cause instanceof Error ? cause.name : ''];
    const advice = ADVICE.find((candidate) => candidate.codes.some((code) => codes.includes(code)));
    if (advice === undefined || !(cause instanceof Error)) throw error;
    throw new PersonaRoleError('AccessDenied', [{ path: '', message: advice.words(cause.message) }], { cause: error });
  }
}
