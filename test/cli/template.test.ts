import { readTemplate } from '../../cli/template';

const YAML = `AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Suffix: { Type: String, Default: a }
Mappings:
  Accounts:
    012345678901: { On: yes, Name: y }
Resources:
  Role:
    Type: Custom::SageMakerPersonaRole
    Properties:
      RoleName: !Sub 'x-\${Suffix}'
      Activities:
        - ManageJobs
        - !If [Big, !Ref Suffix, !Ref AWS::NoValue]
      Arn: !GetAtt Other.Arn
      Empty:
`;

describe('reading a template', () => {
  test('short tags and long forms are the same template', () => {
    const { body } = readTemplate(YAML);
    expect(body['Resources']).toEqual({
      Role: {
        Type: 'Custom::SageMakerPersonaRole',
        Properties: {
          RoleName: { 'Fn::Sub': 'x-${Suffix}' },
          Activities: ['ManageJobs', { 'Fn::If': ['Big', { Ref: 'Suffix' }, { Ref: 'AWS::NoValue' }] }],
          Arn: { 'Fn::GetAtt': 'Other.Arn' },
          Empty: null,
        },
      },
    });
    expect(readTemplate(JSON.stringify(body)).body).toEqual(body);
  });

  test('dates stay texts, keys stay as typed, yes is a boolean and y is not', () => {
    const { body } = readTemplate(YAML);
    expect(body['AWSTemplateFormatVersion']).toBe('2010-09-09');
    expect(body['Mappings']).toEqual({ Accounts: { '012345678901': { On: true, Name: 'y' } } });
  });

  test.each([
    { path: ['Resources', 'Role', 'Properties', 'RoleName'], value: '11:22', key: '11:7' },
    { path: ['Resources', 'Role', 'Properties', 'RoleName', 'Fn::Sub'], value: '11:22', key: '11:7' },
    { path: ['Resources', 'Role', 'Properties', 'Activities', 1], value: '14:15', key: '14:15' },
    { path: ['Resources', 'Role', 'Properties', 'Activities', 1, 'Fn::If', 1], value: '14:26', key: '14:26' },
    { path: ['Resources', 'Role', 'Properties', 'Missing', 'Deeper'], value: '11:7', key: '10:5' },
  ])('the place of $path is known', ({ path, value, key }) => {
    const template = readTemplate(YAML, 't.yaml');
    const text = ({ line, column }: { line: number; column: number }): string => `${String(line)}:${String(column)}`;
    expect(text(template.position(path))).toBe(value);
    expect(text(template.keyPosition(path))).toBe(key);
  });

  test('JSON with tabs is read, with places', () => {
    const template = readTemplate('{\n\t"Resources": {\n\t\t"A": {"Type": "Custom::X"}\n\t}\n}', 't.json');
    expect(template.position(['Resources', 'A', 'Type'])).toEqual({ file: 't.json', line: 3, column: 17 });
  });

  test.each([
    { fault: 'a duplicate key', text: 'Resources:\n  A: 1\n  A: 2\n', message: /t\.yaml:3:3: Map keys must be unique/ },
    { fault: 'an alias', text: 'A: &x 1\nB: *x\n', message: /t\.yaml:2:4: CloudFormation does not support YAML aliases \(\*x\)/ },
    { fault: 'a merge', text: 'A:\n  <<: { a: 1 }\n', message: /t\.yaml:2:3: CloudFormation does not support YAML merges/ },
    { fault: 'two tags on one value', text: 'A: !Base64 !Sub x\n', message: /t\.yaml:1:12: A node can have at most one tag/ },
    { fault: 'no map', text: 'just text\n', message: /t\.yaml:1:1: a CloudFormation template is a map/ },
  ])('$fault is refused with its place', ({ text, message }) => {
    expect(() => readTemplate(text, 't.yaml')).toThrow(message);
  });
});
