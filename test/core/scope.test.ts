import { parseStackId, PARTITIONS, urlSuffix } from '../../lambda/core/scope';

describe('a stack id', () => {
  it.each(PARTITIONS.map((partition) => ({ partition })))(
    'of partition $partition gives partition, Region, account and name',
    ({ partition }) => {
      expect(parseStackId(`arn:${partition}:cloudformation:xx-north-1:111122223333:stack/ml-Team/0a1b-2c`)).toEqual({
        partition,
        region: 'xx-north-1',
        accountId: '111122223333',
        stackName: 'ml-Team',
      });
    },
  );

  it.each([
    { why: 'empty', stackId: '' },
    { why: 'no ARN', stackId: 'ml' },
    { why: 'of another service', stackId: 'arn:aws:iam:us-east-1:111122223333:stack/ml/1' },
    { why: 'of an unknown partition', stackId: 'arn:aws-mars:cloudformation:us-east-1:111122223333:stack/ml/1' },
    { why: 'without a Region', stackId: 'arn:aws:cloudformation::111122223333:stack/ml/1' },
    { why: 'with a short account', stackId: 'arn:aws:cloudformation:us-east-1:11112222333:stack/ml/1' },
    { why: 'with letters in the account', stackId: 'arn:aws:cloudformation:us-east-1:11112222333x:stack/ml/1' },
    { why: 'of a stack set', stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stackset/ml/1' },
    { why: 'without a unique part', stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/ml' },
    { why: 'with a fourth part', stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/ml/1/2' },
    { why: 'with a line break', stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/ml/1\n' },
  ])('that is $why is none', ({ stackId }) => {
    expect(parseStackId(stackId)).toBeUndefined();
  });
});

it.each([
  { partition: 'aws', suffix: 'amazonaws.com' },
  { partition: 'aws-us-gov', suffix: 'amazonaws.com' },
  { partition: 'aws-cn', suffix: 'amazonaws.com.cn' },
  { partition: 'aws-eusc', suffix: 'amazonaws.eu' },
])('endpoints of $partition end in $suffix', ({ partition, suffix }) => {
  expect(urlSuffix(partition)).toBe(suffix);
});
