import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate } from '../../cli/template';
import { parameterValues } from '../../cli/template-parameters';
import { resolveAt } from '../../cli/template-resolve';
import type { Statement } from '../../lambda/core/policy';
import { isAllowed } from '../policy-templates/simulate';

const FILE = join(__dirname, '..', '..', 'examples', 'raw', 'ml-administrator.yaml');
const STACK = 'arn:aws:cloudformation:us-east-1:111122223333:stack/';
const ALLOWED = { 'cloudformation:ResourceTypes': ['Custom::SageMakerPersonaRole'] };

/** The statements of the role, all intrinsics resolved. */
function statements(): Statement[] {
  const template = readTemplate(readFileSync(FILE, 'utf8'), FILE);
  const scope = {
    template,
    parameters: parameterValues(template, { values: { AdministratorArn: 'arn:aws:iam::111122223333:role/ml-lead' } }),
    pseudo: {
      accountId: '111122223333',
      region: 'us-east-1',
      partition: 'aws',
      stackId: `${STACK}ml-administrator/1`,
      stackName: 'ml-administrator',
      urlSuffix: 'amazonaws.com',
      notificationArns: [],
    },
    resources: { ref: (name: string) => name, getAtt: (name: string) => name },
    exports: new Map<string, string>(),
  };
  const [policy] = resolveAt(scope, ['Resources', 'AdministratorRole', 'Properties', 'Policies']) as unknown as {
    PolicyDocument: { Statement: { Sid: string; Effect: 'Allow'; Action: string | string[]; Resource: string; Condition?: Condition }[] };
  }[];
  return (policy?.PolicyDocument.Statement ?? []).map(({ Action, Resource, Condition: conditions = {}, ...rest }) => ({
    ...rest,
    Action: [Action].flat(),
    Resource: [Resource],
    Condition: Object.fromEntries(
      Object.entries(conditions).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, [value].flat()])),
      ]),
    ),
  }));
}

type Condition = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

const CASES: readonly (readonly [string, 'allow' | 'deny', string, string, Readonly<Record<string, readonly string[]>>])[] = [
  ['creates a stack that lists persona roles alone', 'allow', 'cloudformation:CreateStack', `${STACK}ml-roles-a/1`, ALLOWED],
  ['updates it the same way', 'allow', 'cloudformation:UpdateStack', `${STACK}ml-roles-a/1`, ALLOWED],
  ['makes change sets the same way', 'allow', 'cloudformation:CreateChangeSet', `${STACK}ml-roles-a/1`, ALLOWED],
  ['lists no types', 'deny', 'cloudformation:CreateStack', `${STACK}ml-roles-a/1`, {}],
  [
    'lists another type too',
    'deny',
    'cloudformation:CreateStack',
    `${STACK}ml-roles-a/1`,
    { 'cloudformation:ResourceTypes': ['Custom::SageMakerPersonaRole', 'AWS::IAM::Role'] },
  ],
  ["changes the provider's stack", 'deny', 'cloudformation:UpdateStack', `${STACK}sagemaker-persona-role/1`, ALLOWED],
  ["deletes the provider's stack", 'deny', 'cloudformation:DeleteStack', `${STACK}sagemaker-persona-role/1`, {}],
  ['uses the CDK', 'deny', 'cloudformation:CreateChangeSet', `${STACK}CDKToolkit/1`, ALLOWED],
  ['deletes a stack of the own', 'allow', 'cloudformation:DeleteStack', `${STACK}ml-roles-a/1`, {}],
  [
    'has the provider make roles',
    'allow',
    'lambda:InvokeFunction',
    'arn:aws:lambda:us-east-1:111122223333:function:sagemaker-persona-role',
    {},
  ],
  ['invokes another function', 'deny', 'lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:other', {}],
  [
    'changes the provider',
    'deny',
    'lambda:UpdateFunctionCode',
    'arn:aws:lambda:us-east-1:111122223333:function:sagemaker-persona-role',
    {},
  ],
  ['makes a role without the provider', 'deny', 'iam:CreateRole', 'arn:aws:iam::111122223333:role/sagemaker-persona/x', {}],
  ['lends the stack a service role', 'deny', 'iam:PassRole', 'arn:aws:iam::111122223333:role/admin', {}],
];

it.each(CASES)('who %s: %s', async (_what, expected, Action, Resource, Context) => {
  expect(await isAllowed(statements(), { Action, Resource, Context })).toBe(expected === 'allow');
});
