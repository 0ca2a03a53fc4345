import { readTemplate } from '../../cli/template';
import { parameterValues } from '../../cli/template-parameters';

function valueOf(declaration: Record<string, unknown>, given?: string, ssm?: Record<string, string>): unknown {
  const template = readTemplate(JSON.stringify({ Parameters: { P: declaration } }), 't.json');
  return parameterValues(template, { values: given === undefined ? {} : { P: given }, ...(ssm && { ssm }) }).get('P');
}

describe('parameters', () => {
  test.each([
    { what: 'a given text', declaration: { Type: 'String', Default: 'd' }, given: 'g', value: 'g' },
    { what: 'a default number', declaration: { Type: 'Number', Default: 3600 }, given: undefined, value: '3600' },
    { what: 'an empty text', declaration: { Type: 'String' }, given: '', value: '' },
    { what: 'a comma list', declaration: { Type: 'CommaDelimitedList' }, given: 'a, b ,c', value: ['a', 'b', 'c'] },
    { what: 'an empty list', declaration: { Type: 'CommaDelimitedList', Default: '' }, given: undefined, value: [] },
    { what: 'a number list', declaration: { Type: 'List<Number>' }, given: '1,2.5', value: ['1', '2.5'] },
    {
      what: 'a list of subnets',
      declaration: { Type: 'List<AWS::EC2::Subnet::Id>' },
      given: 'subnet-1,subnet-2',
      value: ['subnet-1', 'subnet-2'],
    },
    { what: 'a VPC', declaration: { Type: 'AWS::EC2::VPC::Id' }, given: 'vpc-1', value: 'vpc-1' },
    { what: 'an allowed value', declaration: { Type: 'String', AllowedValues: ['true', false] }, given: 'false', value: 'false' },
  ])('$what', ({ declaration, given, value }) => {
    expect(valueOf(declaration, given)).toEqual(value);
  });

  test('an SSM parameter gives what it holds, as its inner type', () => {
    expect(valueOf({ Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/subnets' }, undefined, { '/subnets': 'a,b' })).toEqual([
      'a',
      'b',
    ]);
  });

  test.each([
    { fault: 'no value', declaration: { Type: 'String' }, given: undefined, message: 'no default and no value' },
    { fault: 'no number', declaration: { Type: 'Number' }, given: 'x', message: '"x" is not a number' },
    { fault: 'too small', declaration: { Type: 'Number', MinValue: 2 }, given: '1', message: 'less than MinValue' },
    { fault: 'too large', declaration: { Type: 'Number', MaxValue: 2 }, given: '3', message: 'more than MaxValue' },
    { fault: 'too short', declaration: { Type: 'String', MinLength: 2 }, given: 'a', message: 'shorter than MinLength' },
    { fault: 'too long', declaration: { Type: 'String', MaxLength: 2 }, given: 'abc', message: 'longer than MaxLength' },
    {
      fault: 'not allowed',
      declaration: { Type: 'String', AllowedValues: ['a', 'b'] },
      given: 'c',
      message: 'none of the AllowedValues a, b',
    },
    {
      fault: 'a list element not allowed',
      declaration: { Type: 'CommaDelimitedList', AllowedValues: ['a'] },
      given: 'a,c',
      message: '"c" is none',
    },
    {
      fault: 'a part that matches only',
      declaration: { Type: 'String', AllowedPattern: '[a-z]+' },
      given: 'a1',
      message: 'does not match AllowedPattern',
    },
    {
      fault: 'in the words of the author',
      declaration: { Type: 'String', AllowedPattern: 'a', ConstraintDescription: 'must be a' },
      given: 'b',
      message: '"b" must be a',
    },
    { fault: 'an unknown type', declaration: { Type: 'Text' }, given: 'b', message: 'parameter type Text is unknown' },
    {
      fault: 'an unknown SSM parameter',
      declaration: { Type: 'AWS::SSM::Parameter::Value<String>' },
      given: '/x',
      message: 'no value is known for the SSM parameter "/x"',
    },
  ])('refused: $fault', ({ declaration, given, message }) => {
    expect(() => valueOf(declaration, given)).toThrow(message);
  });

  test('all faults come at once, with their places', () => {
    const template = readTemplate('Parameters:\n  A: { Type: Number }\n  B: { Type: String }\n', 't.yaml');
    expect(() => parameterValues(template, { values: { A: 'x', Bb: '' } })).toThrow(
      /t\.yaml:2:3: Parameters: there is no parameter Bb; did you mean "B"\?; t\.yaml:2:6: Parameters\.A: "x" is not a number; t\.yaml:3:6: Parameters\.B: the parameter has no default/,
    );
  });
});
