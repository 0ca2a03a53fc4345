import { issueText } from '../../lambda/core/errors';
import { parseProperties } from '../../lambda/core/properties';
import { pathOf } from '../../lambda/core/given-values';
import { resolve, type ResolvedRole } from '../../lambda/core/resolve';
import type { Catalog } from '../../lambda/core/catalog';
import { ACCOUNT, BASES, catalog, faultLines, keyArn, KMS, ROLE_TO_PASS, SCOPE, subnetId, VPC } from './samples';
import { toyCatalog } from './toy-catalog';

function resolved(properties: unknown, from: Catalog = catalog): { role: ResolvedRole; faults: string[] } {
  const parsed = parseProperties(properties, from);
  if (parsed.properties === undefined) throw new Error(parsed.issues.map(issueText).join('; '));
  const { role, issues } = resolve(parsed, parsed.properties, from, SCOPE);
  return { role, faults: [...parsed.issues, ...issues].map(issueText) };
}

function activityNames({ role }: { role: ResolvedRole }): string[] {
  return role.activities.map(({ template }) => `${template.Activity}@${String(template.Version)}`);
}

describe('a persona', () => {
  it('preselects its activities in its versions', () => {
    const result = resolved(BASES.DataScientist);
    expect(result.faults).toEqual([]);
    expect(result.role.persona).toBe('DataScientist@1');
    expect(activityNames(result)).toEqual([
      'AccessS3Buckets@1',
      'ManageExperiments@1',
      'ManageJobs@1',
      'ManageModels@1',
      'RunStudioApps@1',
      'VisualizeExperiments@1',
    ]);
  });

  it('is only a name where Activities say exactly what the role has', () => {
    const result = resolved({ Persona: 'DataScientist', Activities: ['RunStudioApps@2', 'ManageExperiments'] });
    expect([result.role.persona, activityNames(result), result.faults]).toEqual([
      'DataScientist@1',
      ['ManageExperiments@1', 'RunStudioApps@2'],
      [],
    ]);
  });

  it('is not needed', () => {
    expect(resolved(BASES.Experiments).role.persona).toBeUndefined();
  });
});

describe('a version', () => {
  const versions = toyCatalog(
    [1, 2, 10].map((version) => ({ name: 'Work', version })),
    { Worker: ['Work@2'], 'Worker@2': ['Work@10'] },
  );

  it.each([
    { properties: { Activities: ['Work'] }, activity: 'Work@1', why: 'none means 1, whatever has been published since' },
    { properties: { Activities: ['Work@2'] }, activity: 'Work@2', why: 'it is asked for' },
    { properties: { Activities: [{ Activity: 'Work@10' }] }, activity: 'Work@10', why: 'it is asked for' },
    { properties: { Persona: 'Worker' }, activity: 'Work@2', why: 'version 1 of the persona says so' },
    { properties: { Persona: 'Worker@2' }, activity: 'Work@10', why: 'version 2 of the persona says so' },
  ])('of $properties is $activity: $why', ({ properties, activity }) => {
    expect(activityNames(resolved(properties, versions))).toEqual([activity]);
  });

  it.each([
    { reference: 'Work@3', fault: 'Work has no version "3"; there are Work@1, Work@2, Work@10' },
    { reference: 'Work@', fault: 'Work has no version ""; there are' },
    { reference: 'Work@01', fault: 'Work has no version "01"; there are' },
    { reference: 'Work@1@2', fault: 'Work has no version "1@2"; there are' },
    { reference: 'Work@latest', fault: 'Work has no version "latest"; there are' },
    { reference: 'work', fault: 'unknown activity "work", did you mean "Work"?' },
    { reference: 'toString', fault: 'unknown activity "toString", valid are Work' },
    { reference: '__proto__@1', fault: 'unknown activity "__proto__", valid are Work' },
    { reference: '@1', fault: 'unknown activity ""' },
  ])('$reference is refused: $fault', ({ reference, fault }) => {
    expect(resolved({ Activities: [reference] }, versions).faults).toEqual([expect.stringContaining(`Activities[0].Activity: ${fault}`)]);
  });

  it.each([
    { reference: 'Worker@3', fault: 'Persona: Worker has no version "3"; there are Worker@1, Worker@2' },
    { reference: 'constructor', fault: 'Persona: unknown persona "constructor", valid are Worker' },
  ])('persona $reference is refused', ({ reference, fault }) => {
    expect(resolved({ Persona: reference }, versions).faults).toEqual([fault]);
  });
});

describe('an activity that is named twice is refused', () => {
  it.each([
    {
      activities: ['RunStudioApps@2', 'ManageExperiments', 'RunStudioApps@2'],
      fault: 'Activities[2].Activity: RunStudioApps is named twice (first in Activities[0])',
    },
    {
      activities: ['RunStudioApps@2', { Activity: 'RunStudioApps@2' }],
      fault: 'Activities[1].Activity: RunStudioApps is named twice (first in Activities[0])',
    },
    {
      activities: ['ManageExperiments', 'ManageExperiments@1'],
      fault: 'Activities[1].Activity: ManageExperiments is named twice (first in Activities[0])',
    },
  ])('$activities', ({ activities, fault }) => {
    expect(resolved({ Activities: activities }).faults).toEqual([fault]);
  });

  it('in two versions too', () => {
    expect(resolved({ Activities: ['RunStudioApps@1', 'RunStudioApps@2'], RolesToPass: [ROLE_TO_PASS] }).faults).toEqual([
      'Activities[1].Activity: RunStudioApps is named twice (first in Activities[0])',
    ]);
  });
});

describe('ExcludeActivities', () => {
  it.each([
    { excluded: ['ManageJobs', 'ManageModels', 'RunStudioApps', 'AccessS3Buckets'] },
    { excluded: ['ManageJobs@1', 'ManageModels', 'RunStudioApps@1', 'AccessS3Buckets'] },
  ])('leaves out what the persona preselects, with what only that needed: $excluded', ({ excluded }) => {
    const result = resolved({ Persona: 'DataScientist', ExcludeActivities: excluded });
    expect([activityNames(result), result.faults]).toEqual([['ManageExperiments@1', 'VisualizeExperiments@1'], []]);
  });

  it.each([
    { excluded: ['ManageJob'], fault: 'ExcludeActivities[0]: DataScientist@1 does not preselect "ManageJob", did you mean "ManageJobs"?' },
    {
      excluded: ['ManageJobs@2'],
      fault: 'ExcludeActivities[0]: DataScientist@1 does not preselect "ManageJobs@2", did you mean "ManageJobs"?',
    },
    {
      excluded: ['ManageJobs', 'AccessAwsServices'],
      fault: 'ExcludeActivities[1]: DataScientist@1 does not preselect "AccessAwsServices"',
    },
  ])('is refused where nothing is unticked: $fault', ({ excluded, fault }) => {
    expect(resolved({ ...BASES.DataScientist, ExcludeActivities: excluded }).faults).toEqual([expect.stringContaining(fault)]);
  });

  it('must leave something', () => {
    expect(resolved({ Persona: 'Compute', ExcludeActivities: ['AccessAwsServices'] }).faults).toEqual([
      'ExcludeActivities: leaves no activity of Compute@1',
    ]);
  });
});

describe('a required parameter that is missing is a fault', () => {
  it('that names every activity that needs it, and what it is', () => {
    expect(resolved({ Activities: ['ManageJobs', 'ManageModels'] }).faults).toEqual([
      'RolesToPass: is required by ManageJobs@1, ManageModels@1: a list, each the ARN of an IAM role of this account, such as arn:aws:iam::111122223333:role/sagemaker-persona/compute',
    ]);
  });

  it('that says how to do without, where a persona preselected the activity', () => {
    const { faults } = resolved({ Persona: 'DataScientist', RolesToPass: [ROLE_TO_PASS] });
    expect(faults).toEqual([
      expect.stringMatching(
        /^S3Buckets: is required by AccessS3Buckets@1: .*; or leave out what needs it: ExcludeActivities: \[AccessS3Buckets\]$/,
      ),
    ]);
  });

  it.each([
    { why: 'the role names it', properties: { Activities: ['ManageJobs'], RolesToPass: [ROLE_TO_PASS] } },
    { why: 'the activity names it', properties: { Activities: [{ Activity: 'ManageJobs', RolesToPass: [ROLE_TO_PASS] }] } },
  ])('but not where $why', ({ properties }) => {
    expect(resolved(properties).faults).toEqual([]);
  });

  it('and one that is not required may be', () => {
    const optional = toyCatalog([
      {
        name: 'Work',
        parameters: { S3Buckets: { Type: 'BucketName', Required: false } },
        statements: [{ Sid: 'Do', Resource: ['arn:{{Partition}}:s3:::[[S3Buckets]]'] }],
      },
    ]);
    expect(resolved({ Activities: ['Work'] }, optional).faults).toEqual([]);
  });
});

describe('a parameter that nothing uses is a fault', () => {
  it.each([
    {
      properties: { ...BASES.Experiments, S3Buckets: ['ml-data'] },
      fault: 'S3Buckets: no activity of the role uses it; these do: AccessAwsServices@1, AccessS3Buckets@1',
    },
    {
      properties: { ...BASES.Compute, RolesToPass: [ROLE_TO_PASS] },
      fault: 'RolesToPass: no activity of the role uses it; these do: ManageJobs@1, ManageModels@1, RunStudioApps@1',
    },
    {
      properties: { Activities: [{ Activity: 'ManageExperiments', S3Buckets: ['ml-data'] }] },
      fault: 'Activities[0].S3Buckets: ManageExperiments@1 does not use it; these do: AccessAwsServices@1, AccessS3Buckets@1',
    },
    {
      properties: { Activities: [{ Activity: 'AccessS3Buckets', S3Buckets: ['ml-data'] }], S3Buckets: ['ml-out'] },
      fault: 'S3Buckets: no activity of the role uses it; these do: AccessAwsServices@1, AccessS3Buckets@1',
    },
  ])('$fault', ({ properties, fault }) => {
    expect(resolved(properties).faults).toEqual([fault]);
  });
});

describe('an override', () => {
  const other = `arn:aws:iam::${ACCOUNT}:role/sagemaker-persona/models`;
  const { role, faults } = resolved({
    Activities: [
      'ManageJobs',
      { Activity: 'ManageModels', RolesToPass: [other], Vpc: { ...VPC, Subnets: [subnetId(9)] } },
      'RunStudioApps',
    ],
    RolesToPass: [ROLE_TO_PASS],
    Vpc: VPC,
    Kms: KMS,
  });
  const listsOf = (name: string): ResolvedRole['limitLists'] =>
    role.activities.find(({ template }) => template.Activity === name)?.lists ?? {};

  it('replaces the parameter and the limit of the role for its activity', () => {
    expect(faults).toEqual([]);
    expect(listsOf('ManageModels')).toMatchObject({ RolesToPass: [other], 'Vpc.Subnets': [subnetId(9)] });
  });

  it('changes nothing for the other activities', () => {
    expect(listsOf('ManageJobs')).toEqual({
      RolesToPass: [ROLE_TO_PASS],
      'Vpc.Subnets': VPC.Subnets,
      'Vpc.SecurityGroups': VPC.SecurityGroups,
      'Kms.DataKeys': KMS.DataKeys,
      'Kms.VolumeKeys': KMS.VolumeKeys,
    });
  });

  it('leaves an activity only the lists that it knows', () => {
    expect(Object.keys(listsOf('RunStudioApps')).sort()).toEqual(['Kms.DataKeys', 'Kms.VolumeKeys', 'RolesToPass']);
  });

  it('adds its values to those that the guards admit for the whole role', () => {
    expect(role.limitLists['Vpc.Subnets']).toEqual([subnetId(9), ...VPC.Subnets].sort());
    expect(role.limitLists['Vpc.SecurityGroups']).toEqual(VPC.SecurityGroups);
  });
});

it('a requirement that an activity sets to false is not demanded of it, though the role still guards it', () => {
  const { role, faults } = resolved({
    Activities: ['ManageJobs', { Activity: 'ManageModels', RequireNetworkIsolation: 'false' }],
    RolesToPass: [ROLE_TO_PASS],
    RequireNetworkIsolation: true,
  });
  expect(faults).toEqual([]);
  expect(role.activities.map(({ lists }) => lists['RequireNetworkIsolation'])).toEqual([['true'], undefined]);
  expect(role.limitLists).toEqual({ RequireNetworkIsolation: ['true'] });
});

describe('lists', () => {
  it('are sorted and name each value once, as the author orders them plays no part', () => {
    const { role } = resolved({ Activities: ['AccessS3Buckets'], S3Buckets: ['b-bucket', 'a-bucket', 'b-bucket'] });
    expect(role.activities[0]?.lists).toEqual({ S3Buckets: ['a-bucket', 'b-bucket'] });
  });

  it('of limits on two activities are united for the role and stay apart for each', () => {
    const { role } = resolved({
      Activities: ['1', '2'].map((digit, index) => ({
        Activity: ['ManageJobs', 'RunStudioApps'][index] ?? '',
        RolesToPass: [ROLE_TO_PASS],
        Kms: { VolumeKeys: [keyArn(digit)] },
      })),
    });
    expect(role.limitLists).toEqual({ 'Kms.VolumeKeys': [keyArn('1'), keyArn('2')] });
    expect(role.activities.map(({ lists }) => lists['Kms.VolumeKeys'])).toEqual([[keyArn('1')], [keyArn('2')]]);
  });
});

describe('a limit that nothing honours is a fault, never silence', () => {
  it.each([
    {
      properties: { ...BASES.Experiments, Vpc: VPC },
      faults: ['Vpc: no activity of the role can honour this limit; these can: AccessAwsServices@1, ManageJobs@1, ManageModels@1'],
    },
    {
      properties: { ...BASES.Experiments, Kms: KMS },
      faults: [
        'Kms.DataKeys: no activity of the role can honour this limit; these can: AccessAwsServices@1, ManageJobs@1, RunStudioApps@2',
        'Kms.VolumeKeys: no activity of the role can honour this limit; these can: AccessAwsServices@1, ManageJobs@1, RunStudioApps@2',
      ],
    },
    {
      properties: { Activities: ['ManageModels'], RolesToPass: [ROLE_TO_PASS], Kms: { DataKeys: KMS.DataKeys } },
      faults: [
        'Kms.DataKeys: no activity of the role can honour this limit; these can: AccessAwsServices@1, ManageJobs@1, RunStudioApps@2',
      ],
    },
    {
      properties: { Activities: [{ Activity: 'ManageExperiments', Vpc: VPC }] },
      faults: [
        'Activities[0].Vpc: ManageExperiments@1 cannot honour this limit; these can: AccessAwsServices@1, ManageJobs@1, ManageModels@1',
      ],
    },
    {
      properties: { Activities: ['ManageJobs', { Activity: 'ManageModels', Kms: KMS }], RolesToPass: [ROLE_TO_PASS] },
      faults: [
        'Activities[1].Kms.DataKeys: ManageModels@1 cannot honour this limit; these can: AccessAwsServices@1, ManageJobs@1, RunStudioApps@2',
        'Activities[1].Kms.VolumeKeys: ManageModels@1 cannot honour this limit; these can: AccessAwsServices@1, ManageJobs@1, RunStudioApps@2',
      ],
    },
  ])('$faults', ({ properties, faults }) => {
    expect(resolved(properties).faults).toEqual(faults);
  });

  it('and one that any activity of the role honours is right', () => {
    expect(resolved({ ...BASES.DataScientist, Vpc: VPC, Kms: KMS }).faults).toEqual([]);
    expect(resolved({ ...BASES.Compute, Vpc: VPC, Kms: { VolumeKeys: KMS.VolumeKeys } }).faults).toEqual([]);
  });
});

describe('a withdrawn version', () => {
  const withdrawn = toyCatalog(
    [
      { name: 'Work', withdrawn: 'it forgot a condition; use Work@2' },
      { name: 'Work', version: 2 },
    ],
    { Worker: ['Work@1'] },
  );

  it.each([
    { properties: { Activities: ['Work'] }, path: 'Activities[0].Activity' },
    { properties: { Persona: 'Worker' }, path: 'Persona' },
  ])('in $properties is reported apart from the faults, since Update keeps it', ({ properties, path }) => {
    const { role, faults } = resolved(properties, withdrawn);
    expect(faults).toEqual([]);
    expect(role.withdrawn).toEqual([{ path, message: 'Work@1 was withdrawn: it forgot a condition; use Work@2' }]);
  });

  it('does not touch the others', () => {
    expect(resolved({ Activities: ['Work@2'] }, withdrawn).role.withdrawn).toEqual([]);
  });
});

it('every value is known with its place and type, for the configuration to judge', () => {
  const { role } = resolved({
    Activities: [{ Activity: 'ManageJobs', RolesToPass: [ROLE_TO_PASS], Vpc: VPC }, 'AccessS3Buckets'],
    S3Buckets: ['ml-data'],
  });
  const given = role.givenValues.map((one) => ({ path: pathOf(one), type: one.type, value: one.value }));
  expect(given).toEqual([
    { path: 'S3Buckets[0]', type: 'BucketName', value: 'ml-data' },
    { path: 'Activities[0].RolesToPass[0]', type: 'RoleArnToPass', value: ROLE_TO_PASS },
    { path: 'Activities[0].Vpc.Subnets[0]', type: 'SubnetId', value: VPC.Subnets[0] },
    { path: 'Activities[0].Vpc.Subnets[1]', type: 'SubnetId', value: VPC.Subnets[1] },
    { path: 'Activities[0].Vpc.SecurityGroups[0]', type: 'SecurityGroupId', value: VPC.SecurityGroups[0] },
  ]);
});

it('a long value is cut in the message', () => {
  const [line] = faultLines({ ...BASES.DataScientist, S3Buckets: ['x'.repeat(100_000)] });
  expect(line).toMatch(/^S3Buckets\[0\]: "x{117}\.\.\." is not the name/);
});
