/** Documents and calls that the tests of the local IAM share. */

export const ACCOUNT_ID = '111122223333';

export function trust(principal: unknown = { Service: 'sagemaker.amazonaws.com' }, more: Readonly<Record<string, unknown>> = {}): string {
  return policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more });
}

/** A document of these statements. */
export function policy(...Statement: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

export const READ_BUCKET = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' };

/** A document that IAM charges with exactly this many characters. */
export function policyOfSize(size: number): string {
  const empty = policy({ ...READ_BUCKET, Sid: '' });
  return policy({ ...READ_BUCKET, Sid: 'x'.repeat(size - empty.length) });
}

/** One call and what it has to lead to: a result that contains `gives`, or an error with this wire code. */
export interface Step {
  readonly call: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly gives?: Readonly<Record<string, unknown>>;
  readonly fails?: string;
}

export function role(RoleName: string, more: Readonly<Record<string, unknown>> = {}): Step {
  return { call: 'CreateRole', with: { RoleName, AssumeRolePolicyDocument: trust(), ...more } };
}

export function managedPolicy(PolicyName: string, more: Readonly<Record<string, unknown>> = {}): Step {
  return { call: 'CreatePolicy', with: { PolicyName, PolicyDocument: policy(READ_BUCKET), ...more } };
}

export function policyArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT_ID}:policy/${name}`;
}
