import { notAdoptable } from '../../lambda/core/adoption';

describe('a role that no list makes adoptable', () => {
  it.each([
    {
      arn: 'arn:aws:iam::111122223333:role/sagemaker-persona-provider/sagemaker-persona-role-eu-west-1',
      says: 'is the role of a provider',
    },
    { arn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X', says: 'is linked to a service' },
  ])('$says', ({ arn, says }) => {
    expect(notAdoptable(arn, ['*'])).toContain(says);
    expect(notAdoptable(arn.replace(/role\/.*/, 'role/people/analyst'), ['*'])).toBeUndefined();
  });
});
