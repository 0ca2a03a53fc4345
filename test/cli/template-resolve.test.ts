import { readTemplate } from '../../cli/template';
import { references } from '../../cli/template-references';
import { holds, resolveAt } from '../../cli/template-resolve';
import type { TemplateScope } from '../../cli/template-scope';
import { ownValue } from '../../cli/template-value';

const PREAMBLE = `Parameters:
  Suffix: { Type: String }
  Subnets: { Type: CommaDelimitedList }
Mappings:
  Sizes:
    eu-west-1: { Instance: ml.m5.large, Names: [a, b] }
Conditions:
  Big: !Equals [!Ref Suffix, s]
  Small: !Not [!Condition Big]
  Both: !And [!Condition Big, !Not [!Condition Small]]
  Either: !Or [!Condition Small, !Equals ['true', true]]
  Loop: !Not [!Condition Loop]
Resources:
  Other: { Type: Custom::X }
Value: `;

function scopeOf(value: string): TemplateScope {
  return {
    template: readTemplate(`${PREAMBLE}${value}\n`, 't.yaml'),
    parameters: new Map<string, string | string[]>([
      ['Suffix', 's'],
      ['Subnets', ['subnet-1', 'subnet-2']],
    ]),
    pseudo: {
      accountId: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/g',
      stackName: 's',
      urlSuffix: 'amazonaws.com',
      notificationArns: [],
    },
    resources: { ref: (id) => `ref-of-${id}`, getAtt: (id, attribute) => `${attribute}-of-${id}` },
    exports: new Map([['token', 'arn:of:token']]),
  };
}

function valueOf(written: string): unknown {
  return resolveAt(scopeOf(written), ['Value']);
}

describe('resolving values', () => {
  test.each([
    ['!Ref Suffix', 's'],
    ['!Ref Subnets', ['subnet-1', 'subnet-2']],
    ['!Ref Other', 'ref-of-Other'],
    ['{ Ref: AWS::Region }', 'eu-west-1'],
    ['!Ref AWS::NoValue', undefined],
    ['[a, !Ref AWS::NoValue, b]', ['a', 'b']],
    ['{ A: !Ref AWS::NoValue, B: 1 }', { B: 1 }],
    ['!GetAtt Other.Arn', 'Arn-of-Other'],
    ['!GetAtt Other.Outputs.X', 'Outputs.X-of-Other'],
    ['{ Fn::GetAtt: [Other, !Ref Suffix] }', 's-of-Other'],
    ["!Sub 'arn:${AWS::Partition}:${Suffix}:${Other}:${Other.Arn}'", 'arn:aws:s:ref-of-Other:Arn-of-Other'],
    ["!Sub '${!aws:username}-${Suffix}'", '${aws:username}-s'],
    ["!Sub ['${A}/${Suffix}', { A: !Join [',', !Ref Subnets] }]", 'subnet-1,subnet-2/s'],
    ['!If [Big, a, b]', 'a'],
    ['!If [Small, !Ref Nowhere, !Ref AWS::NoValue]', undefined],
    ['!If [Either, [!Ref Suffix], b]', ['s']],
    ['!FindInMap [Sizes, !Ref AWS::Region, Instance]', 'ml.m5.large'],
    ['!FindInMap [Sizes, eu-west-1, Names]', ['a', 'b']],
    ["!Join ['-', [a, !Ref Suffix, 1, true, !Ref AWS::NoValue]]", 'a-s-1-true'],
    ["!Select [1, !Split ['/', 'a/b/c']]", 'b'],
    ['{ Fn::Base64: !Sub "${Suffix}é" }', 'c8Op'],
    ['!ImportValue token', 'arn:of:token'],
    ['{ Condition: { StringEquals: { a: b } } }', { Condition: { StringEquals: { a: 'b' } } }],
  ])('%s is %j', (written, value) => {
    expect(valueOf(written)).toEqual(value);
  });

  test.each([
    ['!GetAZs eu-west-1', 't.yaml:15:16: Value: Fn::GetAZs is not supported'],
    ['!Cidr [a, 1, 1]', 'Fn::Cidr is not supported'],
    ['{ Fn::Transform: { Name: X } }', 'Fn::Transform is not supported'],
    ['!Ref Nowhere', 'Value: Ref names "Nowhere", which is neither a parameter nor a resource of this template'],
    ['!Ref constructor', 'names "constructor"'],
    ['[a, !GetAtt Nowhere.Arn]', 't.yaml:15:20: Value[1]: Fn::GetAtt names "Nowhere", which is not a resource'],
    ['!GetAtt Suffix.Arn', 'names "Suffix", which is not a resource'],
    ['!GetAtt Other', '"Other" is not of the form LogicalId.Attribute'],
    ["!Sub '${Nowhere}'", 'Fn::Sub names "Nowhere"'],
    ["!Sub '${Subnets}'", 'needs a text for "${Subnets}"'],
    ["!Sub 'a${Suffix'", 'has a "${" without "}"'],
    ['!If [Maybe, a, b]', 'there is no condition "Maybe"'],
    ['!If [Loop, a, b]', 'Conditions.Loop: the condition depends on itself'],
    ['!FindInMap [Sizes, us-east-1, Instance]', 'finds nothing in Mappings.Sizes.us-east-1.Instance'],
    ['!Join [",", a]', 'Fn::Join needs a list'],
    ['!Select [2, [a, b]]', 'has no element "2" in a list of 2'],
    ['!ImportValue nowhere', 'No export named nowhere found.'],
    ['{ Fn::Sub: a, B: c }', 'Fn::Sub must stand alone in its map'],
    ['{ A: }', "Value.A: 'null' values are not allowed in templates"],
    ["'{{resolve:ssm:x}}'", 'dynamic references'],
  ])('%s is refused with its place', (written, message) => {
    expect(() => valueOf(written)).toThrow(message);
  });

  test.each([
    ['Big', true],
    ['Small', false],
    ['Both', true],
    ['Either', true],
  ])('condition %s is %s', (name, expected) => {
    expect(holds(scopeOf('x'), name, [])).toBe(expected);
  });

  test('references are every resource that a value needs, on the chosen side of Fn::If only', () => {
    const scope = scopeOf(
      "[!Ref Other, !Ref Suffix, !GetAtt A.Arn, !Sub ['${B.Arn}${V}${!X}', { V: !Ref C }], !If [Big, !Ref D, !Ref E], { Fn::GetAtt: [F, x] }]",
    );
    const value = ownValue(scope.template.body, 'Value') ?? null;
    expect(references(scope, value, ['Value']).map(({ name }) => name)).toEqual(['Other', 'A', 'B', 'C', 'D', 'F']);
  });
});
