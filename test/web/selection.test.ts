import { catalog } from '../../lambda/catalog';
import { writtenProperties } from '../../web/design/design';
import {
  neededParameters,
  parkUnused,
  selectedActivities,
  withActivity,
  withoutActivity,
  withOwnValues,
  withPersona,
} from '../../web/design/selection';

const PERSONA = { Persona: 'DataScientist@1' };
const preselected = catalog.personas.get('DataScientist@1')?.Activities ?? [];
const references = (properties: Readonly<Record<string, unknown>>): string[] =>
  selectedActivities(properties, catalog).map(({ reference }) => reference);

describe('what is ticked', () => {
  it.each([
    ['a persona: what it preselects', PERSONA, preselected],
    ['less what is excluded', { ...PERSONA, ExcludeActivities: ['ManageJobs'] }, preselected.filter((name) => name !== 'ManageJobs@1')],
    ['the activities that are named, with a persona or without', { ...PERSONA, Activities: ['RunStudioApps@2'] }, ['RunStudioApps@2']],
    ['a name without a version means version 1', { Activities: ['ManageJobs'] }, ['ManageJobs@1']],
    ['a map names its activity', { Activities: [{ Activity: 'ManageJobs@1', RolesToPass: ['x'] }] }, ['ManageJobs@1']],
    ['a single value stands for a list of one', { Activities: 'ManageJobs@1' }, ['ManageJobs@1']],
    ['what is no activity is left to the faults', { Activities: [7, { Activty: 'ManageJobs' }, ''] }, []],
  ])('%s', (_, properties, expected) => {
    expect(references(properties)).toEqual(expected);
  });
});

describe('ticking and unticking', () => {
  it('keeps the persona while that can say it, and says the rest by what is excluded', () => {
    const without = withoutActivity(PERSONA, 'ManageJobs', catalog);
    expect(without).toEqual({ ...PERSONA, ExcludeActivities: ['ManageJobs'] });
    expect(withActivity(without, 'ManageJobs@1', catalog)).toEqual(PERSONA);
  });

  it('names the exact activities where the persona cannot say it', () => {
    expect(withActivity(PERSONA, 'AccessAwsServices@1', catalog)).toEqual({
      ...PERSONA,
      Activities: [...preselected, 'AccessAwsServices@1'],
    });
    expect(withActivity(PERSONA, 'RunStudioApps@2', catalog)).toEqual({
      ...PERSONA,
      Activities: preselected.map((name) => (name === 'RunStudioApps@1' ? 'RunStudioApps@2' : name)),
    });
  });

  it('gives one activity values of its own, and takes them away again', () => {
    const own = withOwnValues(PERSONA, 'ManageJobs', { RolesToPass: ['a'] }, catalog);
    expect(own).toMatchObject({ Activities: expect.arrayContaining([{ Activity: 'ManageJobs@1', RolesToPass: ['a'] }]) as unknown });
    expect(withOwnValues(own, 'ManageJobs', {}, catalog)).toEqual(PERSONA);
  });

  it('leaves no persona behind, but its activities', () => {
    expect(withPersona({ ...PERSONA, S3Buckets: ['b'] }, undefined, catalog)).toEqual({ S3Buckets: ['b'], Activities: preselected });
  });
});

describe('parameters', () => {
  it('are those that the ticked activities declare, each once', () => {
    expect(neededParameters(PERSONA, catalog).map(({ name }) => name)).toEqual(['RolesToPass', 'S3Buckets']);
    expect(neededParameters({ Activities: ['ManageExperiments@1'] }, catalog)).toEqual([]);
  });

  it('are taken aside while nothing uses them, and come back', () => {
    const without = parkUnused({ properties: { Activities: ['ManageExperiments@1'], S3Buckets: ['b'] }, parked: {} }, catalog);
    expect(without).toEqual({ properties: { Activities: ['ManageExperiments@1'] }, parked: { S3Buckets: ['b'] } });
    const again = parkUnused({ ...without, properties: { Activities: ['AccessS3Buckets@1'] } }, catalog);
    expect(again).toEqual({ properties: { Activities: ['AccessS3Buckets@1'], S3Buckets: ['b'] }, parked: {} });
  });
});

it('what is written down has nothing empty, and the choice first', () => {
  const properties = { S3Buckets: ['b', ''], Vpc: { Subnets: [''] }, Kms: { DataKeys: ['k'], VolumeKeys: [] }, Persona: 'Compute@1' };
  expect(JSON.stringify(writtenProperties(properties))).toBe('{"Persona":"Compute@1","S3Buckets":["b"],"Kms":{"DataKeys":["k"]}}');
});
