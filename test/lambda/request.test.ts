import { PersonaRoleError } from '../../lambda/core/errors';
import { answerAddress, parseRequest } from '../../lambda/request';
import {
  ACCOUNT_ID,
  createEvent,
  deleteEvent,
  FUNCTION_ARN,
  LOGICAL_ID,
  PROPERTIES,
  REGION,
  REQUEST_ID,
  STACK_ID,
  updateEvent,
  type Event,
} from './events';

const HOST = '127.0.0.1:1';

/** Values that a field of another type may turn out to have. */
const OTHER_TYPES: readonly unknown[] = [null, 0, 1, true, [], ['Create'], {}, { toString: 1 }];

function codeAndText(event: unknown, functionArn = FUNCTION_ARN): string {
  try {
    return `accepted ${parseRequest(event, functionArn).type}`;
  } catch (error) {
    if (error instanceof PersonaRoleError) return error.message;
    throw error;
  }
}

function without(event: Event, key: string): Event {
  return Object.fromEntries(Object.entries(event).filter(([name]) => name !== key));
}

describe('reading an event', () => {
  it('takes a Create, an Update and a Delete', () => {
    const scope = { partition: 'aws', region: REGION, accountId: ACCOUNT_ID, stackId: STACK_ID, logicalResourceId: LOGICAL_ID };
    const common = { requestId: REQUEST_ID, properties: PROPERTIES, resourceType: 'Custom::SageMakerPersonaRole', scope };
    expect(parseRequest(createEvent(HOST), FUNCTION_ARN)).toEqual({ ...common, type: 'Create', physicalResourceId: '', oldProperties: {} });
    expect(parseRequest(updateEvent(HOST, { OldResourceProperties: { RoleName: 'old' } }), FUNCTION_ARN)).toEqual({
      ...common,
      type: 'Update',
      physicalResourceId: 'analyst',
      oldProperties: { RoleName: 'old' },
    });
    expect(parseRequest(deleteEvent(HOST), FUNCTION_ARN)).toEqual({
      ...common,
      type: 'Delete',
      physicalResourceId: 'analyst',
      oldProperties: {},
    });
  });

  it.each([undefined, null, 'text', '{}', 0, true, [], {}, () => 'x'])('refuses %p for an event', (event) => {
    expect(codeAndText(event)).toBe('InvalidRequest: RequestType: is "", not Create, Update or Delete');
    expect(answerAddress(event)).toEqual({ responseUrl: '', stackId: '', requestId: '', logicalResourceId: '', physicalResourceId: '' });
  });

  it.each(['create', 'CREATE', 'Import', 'Create ', '__proto__', 'constructor'])('refuses RequestType %p', (RequestType) => {
    expect(codeAndText(createEvent(HOST, { RequestType }))).toBe(
      `InvalidRequest: RequestType: is "${RequestType}", not Create, Update or Delete`,
    );
  });

  it.each(['Custom::SageMakerPersonaRol', 'AWS::CloudFormation::CustomResource', 'custom::sagemakerpersonarole', ''])(
    'refuses a Create and an Update of a resource of type %p, and serves its Delete',
    (ResourceType) => {
      const refused = `InvalidRequest: ResourceType: is "${ResourceType}"; write Type: Custom::SageMakerPersonaRole`;
      expect([createEvent(HOST, { ResourceType }), updateEvent(HOST, { ResourceType })].map((event) => codeAndText(event))).toEqual([
        refused,
        refused,
      ]);
      expect(parseRequest(deleteEvent(HOST, { ResourceType }), FUNCTION_ARN).resourceType).toBe(ResourceType);
    },
  );

  it('quotes a long RequestType only in part', () => {
    expect(codeAndText(createEvent(HOST, { RequestType: 'x'.repeat(100_000) })).length).toBeLessThan(200);
  });

  it.each(
    [
      ['RequestType', 'is "", not Create, Update or Delete'],
      ['StackId', 'is not the id of a stack'],
      ['LogicalResourceId', 'is not the logical id of a resource'],
      ['RequestId', 'is not the id of a request'],
      ['PhysicalResourceId', 'is missing in an Update'],
    ].flatMap(([field = '', message = '']) => [
      { field, message, name: 'missing', event: without(updateEvent(HOST), field) },
      { field, message, name: 'empty', event: updateEvent(HOST, { [field]: '' }) },
      ...OTHER_TYPES.map((value) => ({ field, message, name: JSON.stringify(value), event: updateEvent(HOST, { [field]: value }) })),
    ]),
  )('refuses $field $name', ({ field, message, event }) => {
    expect(codeAndText(event)).toBe(`InvalidRequest: ${field}: ${message}`);
  });

  it('refuses a Delete without a physical id', () => {
    expect(codeAndText(without(deleteEvent(HOST), 'PhysicalResourceId'))).toBe(
      'InvalidRequest: PhysicalResourceId: is missing in a Delete',
    );
  });

  it.each(
    ['ResourceProperties', 'OldResourceProperties'].flatMap((field) =>
      [undefined, null, 'text', 3, true, [], [PROPERTIES]].map((value) => ({ field, value })),
    ),
  )('takes $field $value for none', ({ field, value }) => {
    const request = parseRequest(updateEvent(HOST, { [field]: value }), FUNCTION_ARN);
    expect(field === 'ResourceProperties' ? request.properties : request.oldProperties).toEqual({});
  });

  it('takes no field from a prototype', () => {
    expect(codeAndText(Object.create(createEvent(HOST)))).toMatch(/^InvalidRequest: RequestType/);
  });

  it.each(['My-Role', 'Rolé', 'a b', 'x'.repeat(256), '../x'])('refuses LogicalResourceId %p', (LogicalResourceId) => {
    expect(codeAndText(createEvent(HOST, { LogicalResourceId }))).toBe(
      'InvalidRequest: LogicalResourceId: is not the logical id of a resource',
    );
  });

  it.each([`${REQUEST_ID}\n`, 'é', 'a b', 'x'.repeat(257)])('refuses RequestId %p, which no tag could hold as it is', (RequestId) => {
    expect(codeAndText(createEvent(HOST, { RequestId }))).toBe('InvalidRequest: RequestId: is not the id of a request');
  });

  it.each([
    'team',
    'arn:aws:cloudformation:eu-west-1:111122223333:stack/team',
    'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/team/0b8e2f10',
    'arn:aws:iam::111122223333:role/team/x',
    'arn:aws:cloudformation:eu-west-1:1:stack/team/0b8e2f10',
    'arn:aws-new:cloudformation:eu-west-1:111122223333:stack/team/0b8e2f10',
    `${STACK_ID}\n`,
    `${STACK_ID}/x`,
    'x'.repeat(100_000),
  ])('refuses StackId %p', (StackId) => {
    expect(codeAndText(createEvent(HOST, { StackId }))).toBe('InvalidRequest: StackId: is not the id of a stack');
  });
});

describe('whom the provider serves', () => {
  it.each([
    ['another account', 'arn:aws:cloudformation:eu-west-1:444455556666:stack/team/0b8e2f10', 'aws eu-west-1 444455556666'],
    ['another Region', 'arn:aws:cloudformation:us-east-1:111122223333:stack/team/0b8e2f10', 'aws us-east-1 111122223333'],
    ['another partition', 'arn:aws-cn:cloudformation:eu-west-1:111122223333:stack/team/0b8e2f10', 'aws-cn eu-west-1 111122223333'],
  ])('not a stack of %s', (_, StackId, words) => {
    for (const event of [createEvent(HOST, { StackId }), updateEvent(HOST, { StackId }), deleteEvent(HOST, { StackId })]) {
      expect(codeAndText(event)).toBe(`InvalidRequest: StackId: is of ${words}; this provider serves aws eu-west-1 111122223333 only`);
    }
  });

  it('stacks of its own account, Region and partition, whatever version or alias was called', () => {
    expect(codeAndText(createEvent(HOST), `${FUNCTION_ARN}:live`)).toBe('accepted Create');
    expect(
      codeAndText(
        createEvent(HOST, { StackId: STACK_ID.replace('arn:aws:', 'arn:aws-cn:') }),
        FUNCTION_ARN.replace('arn:aws:', 'arn:aws-cn:'),
      ),
    ).toBe('accepted Create');
  });

  it('any stack where an emulator gives the function no ARN', () => {
    expect(codeAndText(createEvent(HOST), '')).toBe('accepted Create');
  });
});
