import { parseConfiguration } from '../../lambda/core/configuration';
import { PersonaRoleError } from '../../lambda/core/errors';
import { desiredGrant, grantDigest, grantPolicy, planGrant } from '../../lambda/core/grant';
import { ACCOUNT, BASES, KMS, SURROUNDINGS } from './samples';

const ARN = `arn:aws:iam::${ACCOUNT}:role/service/training`;
const LISTED = { ...SURROUNDINGS, configuration: parseConfiguration({ GrantableRoleArns: `arn:aws:iam::${ACCOUNT}:role/service/*` }) };
const GRANT = { ...BASES.DataScientist, GrantTo: ARN };

function faultOf(use: () => unknown): PersonaRoleError {
  try {
    use();
  } catch (error) {
    if (error instanceof PersonaRoleError) return error;
  }
  throw new Error('nothing was refused');
}

it('a grant has the statements of its activities and no Deny, whatever its limits', () => {
  const { statements, limits } = desiredGrant({ ...GRANT, Kms: KMS }, LISTED);
  expect(statements.length).toBeGreaterThan(5);
  expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([]);
  expect(limits).toEqual(['Kms.DataKeys', 'Kms.VolumeKeys']);
});

it('its policy is named after the stack and the logical id alone', () => {
  const name = desiredGrant(GRANT, LISTED).policyName;
  expect(name).toMatch(/^SageMakerPersona-[0-9a-f]{12}$/);
  const other = { ...LISTED, scope: { ...LISTED.scope, logicalResourceId: 'Other' } };
  expect(desiredGrant({ ...GRANT, S3Buckets: ['another'] }, LISTED).policyName).toBe(name);
  expect(desiredGrant(GRANT, other).policyName).not.toBe(name);
});

it('its statements are merged before it is refused for want of room, and then the sizes are told', () => {
  const mergeable = { ...BASES.Compute, Persona: '', Activities: ['AccessAwsServices@1', 'AccessS3Buckets@1'], GrantTo: ARN };
  const desired = desiredGrant(mergeable, LISTED);
  const whole = grantPolicy(desired, { inlinePolicies: {} });
  const size = JSON.stringify(whole.PolicyDocument).length;
  const beside = (characters: number): Parameters<typeof grantPolicy>[1] => ({
    inlinePolicies: { other: { x: 'y'.repeat(characters - 8) } },
  });
  const tight = grantPolicy(desired, beside(10_240 - size + 1));
  expect(tight.PolicyDocument.Statement.length).toBeLessThan(whole.PolicyDocument.Statement.length);
  expect(grantDigest(tight)).not.toBe(grantDigest(whole));
  const error = faultOf(() => grantPolicy(desired, beside(10_000)));
  expect([error.code, error.message]).toEqual([
    'ServiceLimitExceeded',
    expect.stringMatching(/240 fit inline.*10000 characters \(other 10000\)/),
  ]);
});

it('a grant that is there is not written again, and its own policy takes no room from itself', () => {
  const desired = desiredGrant(GRANT, LISTED);
  const policy = grantPolicy(desired, { inlinePolicies: {} });
  const current = { inlinePolicies: { [policy.PolicyName]: policy.PolicyDocument, other: {} } };
  expect(grantPolicy(desired, current)).toEqual(policy);
  expect(planGrant(desired, policy, current)).toEqual([]);
  expect(planGrant(desired, policy, { inlinePolicies: {} })).toMatchObject([{ call: 'PutRolePolicy', input: { RoleName: 'training' } }]);
});

it('where no role is listed, none may be granted to', () => {
  expect(faultOf(() => desiredGrant(GRANT, SURROUNDINGS)).message).toContain(
    `GrantTo: "${ARN}" is not permitted by the provider's configuration (GrantableRoleArns), which allows nothing`,
  );
});
