import * as z from 'zod/mini';
import { ADDITIONAL_STATEMENT_NAMES, additionalStatements } from '../../lambda/core/additional-statements';
import { parameterNames } from '../../lambda/core/catalog';
import { LIMIT_KEYS, limitProperties } from '../../lambda/core/limit-properties';
import { parseProperties, singleValueWarnings, type Properties } from '../../lambda/core/properties';
import { ownProperties, TAG_NAMES } from '../../lambda/core/properties-schema';
import { TRUSTED_PRINCIPAL_NAMES, trustedPrincipals } from '../../lambda/core/trusted-principals';
import { issueText } from '../../lambda/core/errors';
import { BASES, catalog, faultLines, KMS, ROLE_TO_PASS, VPC } from './samples';

function read(properties: Readonly<Record<string, unknown>>): Properties {
  const parsed = parseProperties({ ...BASES.Experiments, ...properties }, catalog);
  expect(parsed.issues).toEqual([]);
  if (parsed.properties === undefined) throw new Error('valid properties were not read');
  return parsed.properties;
}

describe('what an absent property means', () => {
  it('is the default of the documentation', () => {
    expect(parseProperties(BASES.Experiments, catalog).properties).toEqual({
      persona: undefined,
      activities: [{ path: 'Activities[0]', name: 'ManageExperiments@1', parameters: {}, limits: {} }],
      excludeActivities: [],
      parameters: {},
      limits: {},
      roleName: undefined,
      roleNameSuffix: undefined,
      description: '',
      maxSessionDuration: 3600,
      tags: [],
      managedPolicyArns: [],
      permissionsBoundary: undefined,
      sourceCondition: 'account',
      trustedPrincipals: [],
      sourceIdentity: false,
      additionalStatements: [],
      allowWildcards: false,
      adopt: false,
      grantTo: undefined,
      exclusive: false,
      forceDetach: true,
      propagationDelaySeconds: undefined,
    });
  });

  it.each([
    'ServiceToken',
    'ServiceTimeout',
    'Persona',
    'ExcludeActivities',
    'RoleName',
    'RoleNameSuffix',
    'Description',
    'MaxSessionDuration',
    'Tags',
    'ManagedPolicyArns',
    'PermissionsBoundary',
    'SourceCondition',
    'TrustedPrincipals',
    'SourceIdentity',
    'AdditionalStatements',
    'AllowWildcards',
    'Exclusive',
    'ForceDetach',
    'PropagationDelaySeconds',
    'Revision',
    'Vpc',
    'Kms',
    'S3Buckets',
    'EcrRepositories',
    'RolesToPass',
  ])('%s means the same with an empty text, an empty list and null', (name) => {
    const plain = parseProperties(BASES.Experiments, catalog);
    for (const empty of ['', [], null, undefined, [''], ['', '']]) {
      expect(parseProperties({ ...BASES.Experiments, [name]: empty }, catalog)).toEqual(plain);
    }
  });

  it('Activities with an empty list are those of the persona', () => {
    for (const empty of ['', [], ['']])
      expect(parseProperties({ Persona: 'Compute', Activities: empty }, catalog).properties?.activities).toBeUndefined();
  });

  it('empty texts in lists are dropped, at every level', () => {
    const entry = { Activity: 'ManageJobs', RolesToPass: ['', 'r'], Vpc: { Subnets: ['', 's'], SecurityGroups: ['g', ''] } };
    expect(read({ S3Buckets: ['', 'ml-data', ''], Activities: ['', entry] })).toMatchObject({
      parameters: { S3Buckets: ['ml-data'] },
      activities: [
        { path: 'Activities[0]', parameters: { RolesToPass: ['r'] }, limits: { 'Vpc.Subnets': ['s'], 'Vpc.SecurityGroups': ['g'] } },
      ],
    });
  });
});

/** CloudFormation sends every scalar as a text; other callers send JSON's own types. */
describe('a scalar is read by what it is declared as, never by what it looks like', () => {
  it.each([
    { property: 'MaxSessionDuration', given: '7200', field: 'maxSessionDuration', value: 7200 },
    { property: 'MaxSessionDuration', given: 7200, field: 'maxSessionDuration', value: 7200 },
    { property: 'MaxSessionDuration', given: '3600', field: 'maxSessionDuration', value: 3600 },
    { property: 'MaxSessionDuration', given: '43200', field: 'maxSessionDuration', value: 43200 },
    { property: 'PropagationDelaySeconds', given: '0', field: 'propagationDelaySeconds', value: 0 },
    { property: 'PropagationDelaySeconds', given: 0, field: 'propagationDelaySeconds', value: 0 },
    { property: 'PropagationDelaySeconds', given: '120', field: 'propagationDelaySeconds', value: 120 },
    { property: 'Exclusive', given: 'true', field: 'exclusive', value: true },
    { property: 'Exclusive', given: true, field: 'exclusive', value: true },
    { property: 'Exclusive', given: 'false', field: 'exclusive', value: false },
    { property: 'ForceDetach', given: 'false', field: 'forceDetach', value: false },
    { property: 'ForceDetach', given: false, field: 'forceDetach', value: false },
    { property: 'RoleName', given: '123', field: 'roleName', value: '123' },
    { property: 'RoleName', given: 123, field: 'roleName', value: '123' },
    { property: 'RoleName', given: 'true', field: 'roleName', value: 'true' },
    { property: 'RoleNameSuffix', given: true, field: 'roleNameSuffix', value: 'true' },
    { property: 'Description', given: '3600', field: 'description', value: '3600' },
    { property: 'Description', given: 0, field: 'description', value: '0' },
    { property: 'SourceCondition', given: 'none', field: 'sourceCondition', value: 'none' },
  ])('$property given as $given is $value', ({ property, given, field, value }) => {
    expect(read({ [property]: given })).toHaveProperty(field, value);
  });

  it.each([
    { property: 'ServiceTimeout', given: '1' },
    { property: 'ServiceTimeout', given: 3600 },
    { property: 'Revision', given: 7 },
    { property: 'Revision', given: 'anything at all' },
    { property: 'ServiceToken', given: 'arn:aws:lambda:us-east-1:111122223333:function:x' },
  ])('$property given as $given is accepted', ({ property, given }) => {
    expect(read({ [property]: given })).toEqual(read({}));
  });

  it.each([
    { property: 'S3Buckets', given: 'ml-data', field: 'parameters.S3Buckets', value: ['ml-data'] },
    { property: 'S3Buckets', given: 7, field: 'parameters.S3Buckets', value: ['7'] },
    { property: 'ManagedPolicyArns', given: 'a', field: 'managedPolicyArns', value: ['a'] },
    {
      property: 'Vpc',
      given: { Subnets: 's', SecurityGroups: 'g' },
      field: 'limits',
      value: { 'Vpc.Subnets': ['s'], 'Vpc.SecurityGroups': ['g'] },
    },
    { property: 'Kms', given: { DataKeys: 'k' }, field: 'limits', value: { 'Kms.DataKeys': ['k'] } },
    { property: 'Tags', given: { Key: 'Team', Value: 'ml' }, field: 'tags', value: [{ Key: 'Team', Value: 'ml' }] },
  ])('$property given as a single value is a list of one', ({ property, given, field, value }) => {
    expect(read({ [property]: given })).toHaveProperty(field, value);
  });
});

describe('an activity', () => {
  it.each([
    { given: 'ManageJobs', name: 'ManageJobs' },
    { given: ['ManageJobs'], name: 'ManageJobs' },
    { given: ['ManageJobs@1'], name: 'ManageJobs@1' },
    { given: [{ Activity: 'ManageJobs@1' }], name: 'ManageJobs@1' },
    { given: { Activity: 'ManageJobs@1' }, name: 'ManageJobs@1' },
  ])('may be given as $given', ({ given, name }) => {
    expect(read({ Activities: given }).activities).toEqual([{ path: 'Activities[0]', name, parameters: {}, limits: {} }]);
  });

  it('has parameters and limits of its own', () => {
    expect(read({ Activities: [{ Activity: 'ManageJobs', RolesToPass: ['r'], Vpc: VPC, Kms: KMS }] }).activities?.[0]).toMatchObject({
      parameters: { RolesToPass: ['r'] },
      limits: {
        'Vpc.Subnets': VPC.Subnets,
        'Vpc.SecurityGroups': VPC.SecurityGroups,
        'Kms.DataKeys': KMS.DataKeys,
        'Kms.VolumeKeys': KMS.VolumeKeys,
      },
    });
  });
});

describe('ranges at both ends', () => {
  it.each([
    { property: 'MaxSessionDuration', wrong: '3599', fault: 'must be at least 3600' },
    { property: 'MaxSessionDuration', wrong: 43201, fault: 'must be at most 43200' },
    { property: 'ServiceTimeout', wrong: '0', fault: 'must be at least 1' },
    { property: 'ServiceTimeout', wrong: '3601', fault: 'must be at most 3600' },
    { property: 'PropagationDelaySeconds', wrong: '-1', fault: 'must be at least 0' },
    { property: 'PropagationDelaySeconds', wrong: 121, fault: 'must be at most 120' },
    { property: 'RoleName', wrong: 'x'.repeat(65), fault: 'must be 1 to 64 letters, digits and _+=,.@-' },
    { property: 'Description', wrong: 'x'.repeat(1001), fault: 'must be at most 1,000 characters' },
  ])('$property is refused beyond them', ({ property, wrong, fault }) => {
    expect(faultLines({ ...BASES.Experiments, [property]: wrong })).toEqual([expect.stringContaining(`${property}: ${fault}`)]);
  });

  it.each([
    { property: 'RoleName', value: 'x'.repeat(64) },
    { property: 'RoleName', value: 'a' },
    { property: 'RoleName', value: 'aZ0_+=,.@-' },
    { property: 'RoleNameSuffix', value: 'x'.repeat(54) },
    { property: 'Description', value: 'x'.repeat(1000) },
    { property: 'Description', value: 'tab\tline\nreturn\r~¡ÿ é' },
    { property: 'Tags', value: [{ Key: 'x'.repeat(128), Value: 'y'.repeat(256) }] },
    { property: 'Tags', value: [{ Key: 'Größe 5_.:/=+-@', Value: '名前 5_.:/=+-@' }] },
    { property: 'Tags', value: [{ Key: 'empty' }] },
    { property: 'Tags', value: Array.from({ length: 45 }, (_, index) => ({ Key: `k${String(index)}`, Value: 'v' })) },
  ])('$property is accepted up to them: $value', ({ property, value }) => {
    expect(faultLines({ ...BASES.Experiments, [property]: value })).toEqual([]);
  });

  it.each(['curly “quotes”', 'emoji 😀', 'a dash –', 'bell \u0007', 'del \u007f', 'c1 \u0085'])(
    'Description refuses what IAM refuses: %s',
    (value) => {
      expect(faultLines({ ...BASES.Experiments, Description: value })).toEqual([
        expect.stringContaining('Description: must be at most 1,000 characters of Latin-1'),
      ]);
    },
  );
});

describe('tags', () => {
  it.each([
    { tags: [{ Key: 'aws:x', Value: 'v' }], fault: 'Tags[0].Key: begins with "aws:", which AWS reserves' },
    { tags: [{ Key: 'AWS:x', Value: 'v' }], fault: 'Tags[0].Key: begins with "aws:"' },
    {
      tags: [{ Key: 'sagemaker-persona:stack-id', Value: 'v' }],
      fault: 'Tags[0].Key: begins with "sagemaker-persona:", which marks whose role it is',
    },
    { tags: [{ Key: 'ok' }, { Key: 'SageMaker-Persona:x', Value: 'v' }], fault: 'Tags[1].Key: begins with "sagemaker-persona:"' },
    { tags: [{ Key: 'x'.repeat(129), Value: 'v' }], fault: 'Tags[0].Key: must be at most 128' },
    { tags: [{ Key: 'k', Value: 'v'.repeat(257) }], fault: 'Tags[0].Value: must be at most 256' },
    { tags: [{ Key: 'k<', Value: 'v' }], fault: 'Tags[0].Key: must be at most 128 letters' },
    { tags: [{ Key: 'k', Value: 'a;b' }], fault: 'Tags[0].Value: must be at most 256 letters' },
    { tags: [{ Key: 'k', Value: 'a\nb' }], fault: 'Tags[0].Value: must be at most 256 letters' },
    { tags: [{ Value: 'v' }], fault: 'Tags[0].Key: is required' },
    {
      tags: [
        { Key: 'Team', Value: '1' },
        { Key: 'team', Value: '2' },
      ],
      fault: 'Tags: names a key twice',
    },
    { tags: [{ Key: 'Team', Vaule: '1' }], fault: 'Tags[0].Vaule: unknown property "Vaule", did you mean "Value"?' },
    { tags: { Team: 'ml' }, fault: 'Tags[0].Team: unknown property "Team", valid are Key, Value' },
    { tags: ['Team'], fault: 'Tags[0]: must be a map' },
    { tags: Array.from({ length: 46 }, (_, index) => ({ Key: `k${String(index)}` })), fault: 'Tags: must have at most 45 elements' },
  ])('$fault', ({ tags, fault }) => {
    expect(faultLines({ ...BASES.Experiments, Tags: tags })).toContainEqual(expect.stringContaining(fault));
  });
});

describe('an unknown name is answered by the nearest valid one, at every level:', () => {
  it.each([
    { properties: { Personna: 'x' }, fault: 'Personna: unknown property "Personna", did you mean "Persona"?' },
    { properties: { S3Bucket: ['x'] }, fault: 'S3Bucket: unknown property "S3Bucket", did you mean "S3Buckets"?' },
    { properties: { vpc: VPC }, fault: 'vpc: unknown property "vpc", did you mean "Vpc"?' },
    {
      properties: { Vpc: { ...VPC, SecurityGroupIds: ['x'] } },
      fault: 'Vpc.SecurityGroupIds: unknown property "SecurityGroupIds", did you mean "SecurityGroups"?',
    },
    { properties: { Kms: { DataKey: ['x'] } }, fault: 'Kms.DataKey: unknown property "DataKey", did you mean "DataKeys"?' },
    {
      properties: { Activities: [{ Activity: 'ManageExperiments', RoleToPass: ['x'] }] },
      fault: 'Activities[0].RoleToPass: unknown property "RoleToPass", did you mean "RolesToPass"?',
    },
    {
      properties: { Activities: [{ Activity: 'ManageExperiments', Name: 'x' }] },
      fault: 'Activities[0].Name: unknown property "Name", valid are Activity, AllowedInstanceTypes, EcrRepositories',
    },
    {
      properties: { Activities: ['ManageExperiments', { Activity: 'ManageJobs', Vpc: { ...VPC, Subnet: 'x' } }] },
      fault: 'Activities[1].Vpc.Subnet: unknown property "Subnet", did you mean "Subnets"?',
    },
    {
      properties: { Activities: ['ManageExperimants'] },
      fault: 'Activities[0].Activity: unknown activity "ManageExperimants", did you mean "ManageExperiments"?',
    },
    { properties: { Persona: 'DataScientits' }, fault: 'Persona: unknown persona "DataScientits", did you mean "DataScientist"?' },
  ])('$fault', ({ properties, fault }) => {
    expect(faultLines({ ...BASES.Experiments, ...properties })).toContainEqual(expect.stringContaining(fault));
  });

  it.each<[string, readonly string[], () => z.ZodMiniType]>([
    ['Vpc', LIMIT_KEYS.Vpc, () => limitProperties.Vpc.def.innerType],
    ['Kms', LIMIT_KEYS.Kms, () => limitProperties.Kms.def.innerType],
    ['Tags', TAG_NAMES, () => ownProperties.Tags.def.innerType],
    ['TrustedPrincipals', TRUSTED_PRINCIPAL_NAMES, trustedPrincipals],
    ['AdditionalStatements', ADDITIONAL_STATEMENT_NAMES, additionalStatements],
  ])('the names that are told for %s are those that its schema has', (_, names, schema) => {
    const { items, properties } = z.toJSONSchema(schema(), { io: 'output' });
    const map = (items as { readonly properties?: object } | undefined)?.properties ?? properties ?? {};
    expect([...names].sort()).toEqual(Object.keys(map).sort());
  });

  it('every parameter of the catalogue is a valid name', () => {
    expect(parameterNames(catalog)).toEqual(['EcrRepositories', 'RolesToPass', 'S3Buckets']);
  });

  it('a name is cut where it is shown, so that it cannot push the other faults out of the answer', () => {
    const [line] = faultLines({ ...BASES.Experiments, ['x'.repeat(100_000)]: 1 });
    expect(line?.length).toBeLessThan(1_000);
  });
});

describe('all faults come at once,', () => {
  it('each with its path, at every level', () => {
    const properties = {
      Persona: 'DataScientits',
      Activities: ['ManageJbos', { Activity: 'ManageModels', S3Bukets: ['x'], Vpc: { Subnets: ['subnet-1'] } }, { RolesToPass: ['r'] }],
      S3Buckets: ['*', { Ref: 'x' }],
      Kms: 'key',
      MaxSessionDuration: '1h',
      Exclusive: 'yes',
      Tags: [{ Key: 'aws:x', Value: '1' }],
      RoleName: 'a b',
      Colour: 'red',
    };
    const paths = parsePaths(properties);
    expect(paths.sort()).toEqual([
      'Activities[0].Activity',
      'Activities[1].S3Bukets',
      'Activities[1].Vpc.SecurityGroups',
      'Activities[2].Activity',
      'Colour',
      'Exclusive',
      'Kms',
      'MaxSessionDuration',
      'Persona',
      'RoleName',
      'RolesToPass',
      'S3Buckets[0]',
      'S3Buckets[1]',
      'Tags[0].Key',
    ]);
  });

  it('those of the shape beside those of the values', () => {
    const lines = faultLines({ ...BASES.DataScientist, S3Buckets: { Ref: 'Bucket' }, RolesToPass: ['*'], MaxSessionDuration: 'x' });
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(['MaxSessionDuration', 'RolesToPass[0]', 'S3Buckets[0]']);
  });

  it('those of tags beside a key that is named twice', () => {
    const lines = faultLines({ ...BASES.Experiments, Tags: [{ Key: 'a' }, { Key: 'A' }, { Key: 'b', Color: 'red' }] });
    expect(lines).toEqual([expect.stringContaining('Tags[2].Color'), expect.stringContaining('Tags: names a key twice')]);
  });

  it('those of an activity that is not in a list beside the others', () => {
    const lines = faultLines({ Activities: { Activity: 'ManageExperiments', Colour: 'red' }, MaxSessionDuration: 1 });
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(['Activities[0].Colour', 'MaxSessionDuration']);
  });

  it('those of a map that stands in two places, as YAML allows it, in both', () => {
    const twice = { ...VPC, Subnets: ['subnet-1'], Colour: 'red' };
    const properties = {
      Activities: [
        { Activity: 'ManageJobs@1', Vpc: twice },
        { Activity: 'ManageModels@1', Vpc: twice },
      ],
      RolesToPass: [ROLE_TO_PASS],
    };
    expect(parsePaths(properties).sort()).toEqual([
      'Activities[0].Vpc.Colour',
      'Activities[0].Vpc.Subnets[0]',
      'Activities[1].Vpc.Colour',
      'Activities[1].Vpc.Subnets[0]',
    ]);
    expect(twice).toEqual({ ...VPC, Subnets: ['subnet-1'], Colour: 'red' });
  });
});

function parsePaths(properties: unknown): string[] {
  return [...new Set(faultLines(properties).map((line) => line.slice(0, line.indexOf(':'))))];
}

describe('a fault has no follow-up:', () => {
  it.each([
    {
      why: 'a misspelt property is not missing too',
      properties: { Persona: 'Compute', S3Bukets: ['x'], S3Buckets: ['ml-data'], EcrRepositories: '' },
      paths: ['S3Bukets', 'EcrRepositories'],
    },
    { why: 'a wrong list is not missing too', properties: { ...BASES.DataScientist, S3Buckets: [{ Ref: 'B' }] }, paths: ['S3Buckets[0]'] },
    {
      why: 'a wrong list of an activity is not missing too',
      properties: {
        Activities: [
          { Activity: 'ManageJobs', RolesToPass: [[]], Vpc: VPC },
          { Activity: 'ManageModels', RolesToPass: [{}] },
        ],
      },
      paths: ['RolesToPass', 'Activities[1].RolesToPass[0]'],
    },
    {
      why: 'a misspelt activity may be what uses a parameter',
      properties: { Activities: ['ManageExperiments', 'AccesS3Buckets'], S3Buckets: ['ml-data'] },
      paths: ['Activities[1].Activity'],
    },
    {
      why: 'a misspelt activity may be what honours a limit',
      properties: { Activities: ['ManageExperiments', 'ManageJbos'], Vpc: VPC, Kms: KMS },
      paths: ['Activities[1].Activity'],
    },
    {
      why: 'an activity without a name may be what uses a parameter and honours a limit',
      properties: { Activities: ['ManageExperiments', { S3Buckets: ['x'] }], S3Buckets: ['ml-data'], Vpc: VPC },
      paths: ['Activities[1].Activity'],
    },
    {
      why: 'an unknown persona has no activities to exclude',
      properties: { Persona: 'DataScientits', ExcludeActivities: ['ManageJobs'] },
      paths: ['Persona'],
    },
    { why: 'a wrong persona is not missing too', properties: { Persona: ['a', 'b'] }, paths: ['Persona'] },
    { why: 'wrong activities are not missing too', properties: { Activities: 5 }, paths: ['Activities[0]'] },
    { why: 'a wrong map has no missing keys', properties: { ...BASES.DataScientist, Vpc: 'subnet-0aaaaaaaaaaaaaaaa' }, paths: ['Vpc'] },
    {
      why: 'a wrong name is not too long too',
      properties: { ...BASES.Experiments, RoleNameSuffix: 'x y'.repeat(60) },
      paths: ['RoleNameSuffix'],
    },
    { why: 'nothing else is said of properties that are no map', properties: 'x', paths: ['x'] },
  ])('$why', ({ properties, paths }) => {
    const lines = faultLines(properties);
    if (properties === 'x') expect(lines).toEqual(['must be a map']);
    else expect(lines.map((line) => line.slice(0, line.indexOf(':'))).sort()).toEqual([...paths].sort());
  });
});

describe('combinations', () => {
  it.each([
    { properties: {}, fault: 'either Persona or Activities is required' },
    { properties: { Activities: [] }, fault: 'either Persona or Activities is required' },
    {
      properties: { ...BASES.Experiments, RoleName: 'a', RoleNameSuffix: 'b' },
      fault: 'RoleNameSuffix: cannot stand beside RoleName; keep one of them',
    },
    {
      properties: { ...BASES.Experiments, ExcludeActivities: ['ManageJobs'] },
      fault: 'ExcludeActivities: goes only with Persona and without Activities',
    },
    {
      properties: { Persona: 'Compute', ...BASES.Experiments, ExcludeActivities: ['ManageJobs'] },
      fault: 'ExcludeActivities: goes only with Persona and without Activities',
    },
    { properties: { ...BASES.Experiments, Kms: {} }, fault: 'Kms: needs DataKeys, VolumeKeys or both' },
    { properties: { ...BASES.Experiments, Kms: { DataKeys: [], VolumeKeys: [''] } }, fault: 'Kms: needs DataKeys, VolumeKeys or both' },
    { properties: { ...BASES.Experiments, Vpc: { Subnets: VPC.Subnets } }, fault: 'Vpc.SecurityGroups: is required' },
    { properties: { ...BASES.Experiments, Vpc: { Subnets: VPC.Subnets, SecurityGroups: [] } }, fault: 'Vpc.SecurityGroups: is required' },
    { properties: { ...BASES.Experiments, SourceCondition: 'Account' }, fault: 'SourceCondition: must be one of account, arn, none' },
  ])('$fault', ({ properties, fault }) => {
    expect(faultLines(properties)).toContainEqual(expect.stringContaining(fault));
  });
});

describe('a list that was given as a single value', () => {
  it('is worth a warning, since one comma too few looks the same', () => {
    expect(singleValueWarnings({ ...BASES.Experiments, S3Buckets: 'ml-data', ManagedPolicyArns: 'a,b' }, catalog).map(issueText)).toEqual([
      'S3Buckets: is a single value; a list of one was taken',
      'ManagedPolicyArns: is a single value; a list of one was taken',
    ]);
  });

  it.each([{ given: { S3Buckets: '' } }, { given: { S3Buckets: ['x'] } }, { given: { RoleName: 'x' } }, { given: null }, { given: 'x' }])(
    'is none in $given',
    ({ given }) => {
      expect(singleValueWarnings(given, catalog)).toEqual([]);
    },
  );
});
