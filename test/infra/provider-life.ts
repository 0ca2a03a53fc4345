import { createEvent, deleteEvent, updateEvent, type Event } from '../lambda/events';

export const TEAM_POLICY = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';

/** Parameters of the provider under which the life below is allowed. */
export const LIFE_PARAMETERS = { AllowedManagedPolicyArns: TEAM_POLICY };

const BUCKETS = Array.from({ length: 150 }, (_, index) => `bucket-${String(index)}-${'x'.repeat(40)}`);
const SMALL = { Activities: ['AccessS3Buckets@1'], RoleName: 'analyst', S3Buckets: ['ml-data'], Tags: [{ Key: 'team', Value: 'a' }] };
const LARGE = {
  Activities: ['AccessS3Buckets@1'],
  RoleName: 'analyst',
  S3Buckets: BUCKETS,
  Tags: [{ Key: 'cost', Value: '1' }],
  Description: 'more',
  SourceCondition: 'arn',
  ManagedPolicyArns: [TEAM_POLICY],
};

export interface Chapter {
  readonly name: string;
  /** What somebody else does before it. */
  readonly before?: 'the boundary is changed';
  readonly event: (host: string) => Event;
}

/** A life of a role in which the function makes every call that it ever makes, but those that mend what somebody else did to a policy. */
export const LIFE: readonly Chapter[] = [
  { name: 'creates a role', event: (host) => createEvent(host, { ResourceProperties: SMALL }) },
  {
    name: 'changes everything about it, and makes overflow policies',
    event: (host) => updateEvent(host, { ResourceProperties: LARGE, OldResourceProperties: SMALL }),
  },
  {
    name: 'changes everything back, and removes the overflow policies',
    event: (host) => updateEvent(host, { ResourceProperties: SMALL, OldResourceProperties: LARGE }),
  },
  {
    name: 'puts the boundary back',
    before: 'the boundary is changed',
    event: (host) => updateEvent(host, { ResourceProperties: { ...SMALL, Revision: '2' }, OldResourceProperties: SMALL }),
  },
  {
    name: 'replaces the role',
    event: (host) => updateEvent(host, { ResourceProperties: { ...LARGE, RoleName: 'other' }, OldResourceProperties: SMALL }),
  },
  { name: 'removes the old role after the replacement', event: (host) => deleteEvent(host, { ResourceProperties: SMALL }) },
  {
    name: 'deletes the new one, under another boundary',
    before: 'the boundary is changed',
    event: (host) => deleteEvent(host, { ResourceProperties: LARGE, PhysicalResourceId: 'other' }),
  },
];
