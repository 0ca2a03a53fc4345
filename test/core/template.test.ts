import { issueText, PersonaRoleError } from '../../lambda/core/errors';
import { namesOf, versioned, versionsOf, type Catalog } from '../../lambda/core/catalog';
import { supportedLimits } from '../../lambda/core/limit-reach';
import { buildCatalog } from '../../lambda/core/template';
import { listReferences } from '../../lambda/core/template-checks';

const STATEMENT = {
  Sid: 'Read',
  Action: ['s3:GetObject'],
  Resource: ['arn:{{Partition}}:s3:::[[S3Buckets]]/*'],
  Origin: 'AWS template',
};

const ACTIVITY = {
  Activity: 'ReadThings',
  Version: 1,
  Title: 'Read things',
  Description: 'For tests.',
  Source: ['https://docs.aws.amazon.com/'],
  Trust: { Services: ['sagemaker.amazonaws.com'] },
  Parameters: { S3Buckets: { Type: 'BucketName', Required: true, Description: 'Buckets.' } },
  Statements: [STATEMENT],
};

const PERSONA = {
  Persona: 'Reader',
  Version: 1,
  Title: 'Reader',
  Description: 'For tests.',
  Source: ['https://docs.aws.amazon.com/'],
  Activities: ['ReadThings@1'],
};

const OPTIONAL = { ...ACTIVITY.Parameters, Groups: { Type: 'SecurityGroupId', Required: false, Description: 'Groups.' } };

function catalogOf(activity: unknown, persona: unknown = PERSONA): Catalog {
  return buildCatalog([
    { path: 'activities/ReadThings.v1.json', content: activity },
    { path: 'personas/Reader.v1.json', content: persona },
  ]);
}

function faults(activity: unknown, persona: unknown = PERSONA): string[] {
  try {
    catalogOf(activity, persona);
    return [];
  } catch (error) {
    if (error instanceof PersonaRoleError) return error.issues.map(issueText);
    throw error;
  }
}

function withStatement(change: Readonly<Record<string, unknown>>): unknown {
  return { ...ACTIVITY, Statements: [{ ...STATEMENT, ...change }] };
}

it('activities and personas are found by name and version', () => {
  const catalog = catalogOf(ACTIVITY);
  expect([...catalog.activities.keys()]).toEqual(['ReadThings@1']);
  expect(catalog.personas.get(versioned('Reader', 1))?.Activities).toEqual(['ReadThings@1']);
});

describe('an activity file is refused, with file and place,', () => {
  it.each([
    { why: 'for a key that is none', activity: { ...ACTIVITY, Titel: 'x' }, fault: 'Titel: unknown property "Titel"' },
    { why: 'for a missing title', activity: { ...ACTIVITY, Title: undefined }, fault: 'Title: is required' },
    { why: 'for a version that is no number', activity: { ...ACTIVITY, Version: '1' }, fault: 'Version: must be a number' },
    {
      why: 'for an action with a wildcard',
      activity: withStatement({ Action: ['s3:*'] }),
      fault: 'Statements[0].Action[0]: must be service:Action without wildcard',
    },
    {
      why: 'for a statement without actions',
      activity: withStatement({ Action: [] }),
      fault: 'Statements[0].Action: must have at least 1 elements',
    },
    {
      why: 'for a statement without resources',
      activity: withStatement({ Resource: [] }),
      fault: 'Statements[0].Resource: must have at least 1 elements',
    },
    {
      why: 'for a condition without values',
      activity: withStatement({ Condition: { StringEquals: { k: [] } } }),
      fault: 'Statements[0].Condition.StringEquals.k: must have at least 1 elements',
    },
    {
      why: 'for NotAction',
      activity: withStatement({ NotAction: ['s3:GetObject'] }),
      fault: 'Statements[0].NotAction: unknown property "NotAction"',
    },
    {
      why: 'for a limit that is none',
      activity: withStatement({ When: 'Network' }),
      fault: 'Statements[0].When: must be one of Vpc, Kms.DataKeys, Kms.VolumeKeys',
    },
    {
      why: 'for a parameter type that is none',
      activity: { ...ACTIVITY, Parameters: { S3Buckets: { Type: 'Bucket', Required: true, Description: 'x' } } },
      fault: 'Parameters.S3Buckets.Type: must be one of',
    },
    {
      why: 'for a Sid used twice',
      activity: { ...ACTIVITY, Statements: [STATEMENT, STATEMENT] },
      fault: 'Statements: Sid Read is used twice',
    },
    {
      why: 'for a parameter that nothing uses',
      activity: { ...ACTIVITY, Parameters: OPTIONAL },
      fault: 'Parameters.Groups: no statement uses it',
    },
    {
      why: 'for a list that is not declared',
      activity: withStatement({ Resource: ['[[S3Buckets]]', '[[Buckets]]'] }),
      fault: 'Statements[0].Resource: [[Buckets]] is neither a parameter',
    },
    {
      why: 'for a list called like a property of every object',
      activity: withStatement({ Resource: ['[[S3Buckets]]', '[[constructor]]'] }),
      fault: 'Statements[0].Resource: [[constructor]] is neither a parameter',
    },
    {
      why: 'for a list of a limit that the statement does not depend on',
      activity: withStatement({ Resource: ['[[S3Buckets]]', '[[Kms.DataKeys]]'] }),
      fault: 'Statements[0].Resource: [[Kms.DataKeys]] is neither a parameter',
    },
    {
      why: 'for a list that the limit does not have',
      activity: withStatement({ When: 'Vpc', Condition: { StringEquals: { k: ['[[Vpc.Subnet]]'] } } }),
      fault: 'Statements[0].Condition: [[Vpc.Subnet]] is neither a parameter',
    },
    {
      why: "for a condition with another limit's list",
      activity: withStatement({ ConditionsWhen: { Vpc: { ArnEquals: { k: ['[[Kms.DataKeys]]'] } } } }),
      fault: 'Statements[0].ConditionsWhen.Vpc: [[Kms.DataKeys]] is neither a parameter',
    },
    {
      why: 'for two lists in one text',
      activity: { ...withParameters(), Statements: [{ ...STATEMENT, Resource: ['[[S3Buckets]]/[[Groups]]'] }] },
      fault: 'refers to more than one list',
    },
    {
      why: 'for a placeholder that is none',
      activity: withStatement({ Resource: ['arn:{{Partitoin}}:s3:::[[S3Buckets]]'] }),
      fault: 'there is no {{Partitoin}}; there are Partition, Region, AccountId, UrlSuffix',
    },
    {
      why: 'for a list name that cannot be read',
      activity: withStatement({ Resource: ['[[S3Buckets]]', 'x[[S3_Buckets]]'] }),
      fault: 'Statements[0]: "x[[S3_Buckets]]" has brackets that name no list',
    },
    {
      why: 'for a condition whose only value may be absent',
      activity: { ...withParameters(), Statements: [{ ...STATEMENT, Condition: { StringEquals: { k: ['[[Groups]]'] } } }] },
      fault: 'Statements[0].Condition: [[Groups]] is optional: without it the condition would have no value',
    },
    {
      why: 'for a condition of a limit whose only value may be absent',
      activity: { ...withParameters(), Statements: [{ ...STATEMENT, ConditionsWhen: { Vpc: { StringEquals: { k: ['[[Groups]]'] } } } }] },
      fault: 'Statements[0].ConditionsWhen.Vpc: [[Groups]] is optional: without it the condition would have no value',
    },
    {
      why: 'for two conditions of which one would replace the other',
      activity: withStatement({ Condition: { Null: { k: ['true'] } }, ConditionsWhen: { Vpc: { Null: { k: ['false'] } } } }),
      fault: 'Statements[0]: both Condition and ConditionsWhen.Vpc set Null k; only one of them would hold',
    },
    {
      why: 'for conditions of two limits of which one would replace the other',
      activity: withStatement({ ConditionsWhen: { Vpc: { Null: { k: ['true'] } }, 'Kms.DataKeys': { Null: { k: ['false'] } } } }),
      fault: 'Statements[0]: both ConditionsWhen.Vpc and ConditionsWhen.Kms.DataKeys set Null k; only one of them would hold',
    },
  ])('$why', ({ activity, fault }) => {
    expect(faults(activity)).toEqual([
      expect.stringContaining(`activities/ReadThings.v1.json: ${fault.startsWith('refers') || fault.startsWith('there') ? '' : fault}`),
    ]);
    expect(faults(activity)[0]).toContain(fault);
  });
});

function withParameters(): typeof ACTIVITY {
  return { ...ACTIVITY, Parameters: OPTIONAL };
}

describe('the folder is the registry:', () => {
  it('a persona names only activities that exist', () => {
    expect(faults(ACTIVITY, { ...PERSONA, Activities: ['ReadThings@1', 'ReadThings@2'] })).toEqual([
      'personas/Reader.v1.json: Activities: there is no activity ReadThings@2',
    ]);
  });

  it('a persona names versions', () => {
    expect(faults(ACTIVITY, { ...PERSONA, Activities: ['ReadThings'] })).toEqual([
      'personas/Reader.v1.json: Activities[0]: must be Name@version',
    ]);
  });

  it('a file is named as its content says', () => {
    expect(faults({ ...ACTIVITY, Version: 2 })).toEqual(
      expect.arrayContaining(['activities/ReadThings.v1.json: the file must be named activities/ReadThings.v2.json']),
    );
  });

  it('all faults of all files come at once', () => {
    expect(faults({ ...ACTIVITY, Title: '', Statements: [] }, { ...PERSONA, Source: ['x'] }).length).toBeGreaterThanOrEqual(3);
  });
});

it.each(['{{Partition}}', '[[Kms.VolumeKeys]]', 'x[[Vpc.Subnets]]'])('a guard has no placeholder of its own, such as %s', (text) => {
  const guard = { Sid: 'Guard', Key: 'a:Key', List: 'Kms.DataKeys', Type: 'arns', Actions: ['a:Make'], ActionsIfPresent: {} };
  const limitsFile = (value: string): unknown => [
    {
      ...{ Limit: 'Kms.DataKeys', Kind: 'keys', Source: ['https://docs.aws.amazon.com/'], Remarks: [] },
      Guards: [{ ...guard, Part: { StringEquals: { 'a:Part': [value] } } }],
    },
  ];
  const build = (value: string): Catalog => buildCatalog([{ path: 'limits.json', content: limitsFile(value) }]);
  expect(build('plain').limits).toHaveLength(1);
  expect(() => build(text)).toThrow(/limits\.json: \[0\]\.Guards\[0\]\.Part\.StringEquals\.a:Part\[0\]: .*placeholder/);
});

it('an activity supports the limits that some statement of it depends on', () => {
  const activity = {
    ...ACTIVITY,
    Statements: [
      STATEMENT,
      { ...STATEMENT, Sid: 'A', When: 'Kms.DataKeys' },
      { ...STATEMENT, Sid: 'B', ConditionsWhen: { Vpc: { StringEquals: { k: ['[[Vpc.Subnets]]'] } } } },
    ],
  };
  const catalog = catalogOf(activity);
  const template = catalog.activities.get('ReadThings@1');
  expect(template === undefined ? [] : supportedLimits(template, catalog)).toEqual(['Vpc', 'Kms.DataKeys']);
});

it('names and versions of a catalogue are listed in order', () => {
  const templates = new Map(['B@2', 'A@10', 'A@2', 'A@1'].map((key) => [key, { Version: Number(key.split('@')[1]) }]));
  expect([namesOf(templates), versionsOf(templates, 'A'), versionsOf(templates, 'C')]).toEqual([['A', 'B'], [1, 2, 10], []]);
});

it('list references are found wherever they stand', () => {
  expect(listReferences('["[[A]]","x[[Vpc.Subnets]]y","[A]","[[]]"]')).toEqual(['A', 'Vpc.Subnets']);
});
