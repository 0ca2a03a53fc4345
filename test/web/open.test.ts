import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_PLACE } from '../../web/design/design';
import { openText } from '../../web/design/open';
import { ROOT } from '../docs/markdown';

describe('what someone pastes', () => {
  it.each([
    ['properties as YAML', 'Persona: Compute@1\nS3Buckets: [b]'],
    ['properties as JSON', '{"Persona": "Compute@1", "S3Buckets": ["b"]}'],
    [
      'a resource',
      'Type: Custom::SageMakerPersonaRole\nProperties:\n  ServiceToken: !ImportValue x\n  Persona: Compute@1\n  S3Buckets: [b]',
    ],
  ])('may be %s', (_, text) => {
    expect(openText(text, EXAMPLE_PLACE)).toEqual({ properties: { Persona: 'Compute@1', S3Buckets: ['b'] }, logicalId: undefined });
  });

  it('may be a template with one such resource', () => {
    expect(openText(readFileSync(join(ROOT, 'examples/raw/compute.yaml'), 'utf8'), EXAMPLE_PLACE)).toMatchObject({
      properties: { Persona: 'Compute@1' },
      logicalId: expect.any(String) as string,
    });
  });

  it('gets the values of the place for pseudo parameters; other functions stay, for the checks to refuse', () => {
    const text = [
      'RolesToPass: [!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x", !GetAtt ComputeRole.Arn, !GetAtt [ComputeRole, Arn]]',
      'S3Buckets: [!Ref Bucket, {Ref: AWS::Region}, {"Fn::Sub": "${Bucket}-x"}, !Join ["-", [a, b]]]',
      'Description: !Sub "${!Literal}"',
    ].join('\n');
    expect(openText(text, { ...EXAMPLE_PLACE, partition: 'aws-cn' })).toMatchObject({
      properties: {
        RolesToPass: ['arn:aws-cn:iam::111122223333:role/x', '!GetAtt ComputeRole.Arn', '!GetAtt ComputeRole.Arn'],
        S3Buckets: ['!Ref Bucket', 'us-east-1', '!Sub ${Bucket}-x', '!Join -.a,b'],
        Description: '${Literal}',
      },
    });
  });

  it.each([
    ['no YAML', 'Persona: [', /^Flow sequence in block collection/],
    ['no map', 'Compute@1', /no map of properties/],
    ['a template without such a role', 'Resources: {A: {Type: AWS::S3::Bucket}}', /no resource of type Custom::SageMakerPersonaRole/],
    [
      'a template with several',
      'Resources: {A: {Type: Custom::SageMakerPersonaRole}, B: {Type: Custom::SageMakerPersonaRole}}',
      /one of A, B/,
    ],
  ])('is refused with a reason where it is %s', (_, text, reason) => {
    expect(openText(text, EXAMPLE_PLACE).fault).toMatch(reason);
  });
});
