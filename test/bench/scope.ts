import type { Scope } from '../../lambda/core/scope';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** The stack that everything measured here belongs to. */
export const SCOPE: Scope = {
  partition: 'aws',
  region: REGION,
  accountId: ACCOUNT,
  stackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/ml/0a1b2c3d-0000-1111-2222-333344445555`,
  logicalResourceId: 'Role',
};
