import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole } from '../../lambda/core/desired';
import type { Statement } from '../../lambda/core/policy';
import type { Limit } from '../../lambda/core/limit';
import type { ActivityTemplate } from '../../lambda/core/template';
import { PERSON } from './access-cases';
import { personaFindings } from './lint-persona';
import { catalog, testFile, testFileNames } from './policy-files';
import { referenceLevel } from './reference';
import { resolvedSample, sampleLists, SCOPE, variantName } from './samples';
import { isAllowed, type AccessRequest } from './simulate';

interface PersonaCase extends AccessRequest {
  readonly Expect: 'allow' | 'deny';
  readonly Because: string;
  readonly Limits?: readonly Limit[];
}

const personas = testFileNames('persona-cases').map((file) => ({
  name: file.replace('.v', '@').replace('.json', ''),
  cases: (testFile(`persona-cases/${file}`) as readonly PersonaCase[]).map(({ Expect, Because, Limits = [], ...request }) => ({
    expected: Expect,
    because: Because,
    limits: Limits,
    variant: variantName(Limits),
    request,
  })),
}));

function activitiesOf(name: string): readonly ActivityTemplate[] {
  const { Activities = [] } = catalog.personas.get(name) ?? {};
  return Activities.flatMap((activity) => catalog.activities.get(activity) ?? []);
}

/** Everything that the role of a persona holds, in all of its documents, for a person of Studio. */
function roleOf(name: string, limits: readonly Limit[]): readonly Statement[] {
  const samples = sampleLists(SCOPE);
  const parameters = Object.assign({}, ...activitiesOf(name).map((activity) => parametersOf(activity))) as Record<
    string,
    readonly string[]
  >;
  const Vpc = { Subnets: samples['Vpc.Subnets'], SecurityGroups: samples['Vpc.SecurityGroups'] };
  const Kms = { DataKeys: samples['Kms.DataKeys'], VolumeKeys: samples['Kms.VolumeKeys'] };
  const given = { ...(limits.includes('Vpc') ? { Vpc } : {}), ...(limits.some((limit) => limit.startsWith('Kms')) ? { Kms } : {}) };
  const { inlinePolicy, managedPolicies } = desiredRole(
    { Persona: name, ...parameters, ...given },
    { catalog, configuration: parseConfiguration({ DeniedActivities: [] }), scope: SCOPE },
  );
  const statements = [inlinePolicy, ...managedPolicies].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const text = JSON.stringify(statements).replace(/\$\{([^}]+)\}/g, (variable, key: string) => PERSON[key] ?? variable);
  return JSON.parse(text) as Statement[];
}

function parametersOf(activity: ActivityTemplate): Readonly<Record<string, readonly string[]>> {
  const { lists } = resolvedSample(activity, [], SCOPE);
  return Object.fromEntries(Object.entries(lists).filter(([name]) => name in activity.Parameters));
}

it('every persona has cases: at least six requests that its role allows and six that it denies', () => {
  const enough = personas.filter(({ cases }) =>
    (['allow', 'deny'] as const).every((side) => cases.filter(({ expected }) => expected === side).length >= 6),
  );
  expect(enough.map(({ name }) => name)).toEqual([...catalog.personas.keys()]);
});

describe.each(personas)('a $name', ({ name, cases }) => {
  it.each(cases)(
    'with $variant: $expected $request.Action on $request.Resource, because $because',
    async ({ limits, expected, request }) => {
      expect(await isAllowed(roleOf(name, limits), request)).toBe(expected === 'allow');
    },
  );

  it('has no action of IAM but to look at roles and to pass them', () => {
    const ofIam = roleOf(name, []).flatMap(({ Action }) => Action.filter((action) => action.startsWith('iam:')));
    expect(ofIam.filter((action) => !['iam:GetRole', 'iam:PassRole'].includes(action))).toEqual([]);
  });
});

/** Actions of a persona that change something, by the reference. */
async function writingActions(name: string): Promise<string[]> {
  const actions = [...new Set(roleOf(name, []).flatMap(({ Action }) => Action))].sort();
  const levels = await Promise.all(actions.map(async (action) => ({ action, level: await referenceLevel(action) })));
  return levels.filter(({ level }) => level !== 'Read' && level !== 'List').map(({ action }) => action);
}

it('a ModelAuditor writes nothing', async () => {
  expect(await writingActions('ModelAuditor@1')).toEqual([]);
});

it('a ModelRiskManager writes approvals and nothing else', async () => {
  expect(await writingActions('ModelRiskManager@1')).toEqual(['sagemaker:UpdateModelPackage']);
});

it.each(['DataEngineer@1', 'ModelAuditor@1', 'ModelRiskManager@1'])('a %s deploys nothing', (name) => {
  const actions = roleOf(name, []).flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /^sagemaker:(Create|Update)(Endpoint|InferenceComponent)/.test(action))).toEqual([]);
});

it('no persona lacks an activity that others of it need without a word on that', () => {
  expect([...catalog.personas.values()].flatMap(personaFindings)).toEqual([]);
});

it('Canvas activities without its core access are found, unless the description asks for it', () => {
  const Activities = ['RunStudioApps@2', 'CanvasAiServices@1', 'CanvasMlops@1'];
  expect(personaFindings({ Activities, Description: 'For people.' })).toEqual([
    'CanvasAiServices, CanvasMlops stand without CanvasCoreAccess, and the description does not ask for it',
  ]);
  expect(personaFindings({ Activities, Description: 'Name CanvasCoreAccess too.' })).toEqual([]);
  expect(personaFindings({ Activities: [...Activities, 'CanvasCoreAccess@1'], Description: 'For people.' })).toEqual([]);
});

it('personas that AWS preselects have the activities that it documents', () => {
  const preselected = (name: string): unknown => catalog.personas.get(name)?.Activities.map((activity) => activity.split('@')[0]);
  const first = ['RunStudioApps', 'ManageJobs', 'ManageModels', 'ManageExperiments', 'VisualizeExperiments', 'AccessS3Buckets'];
  const today = ['RunStudioApps', 'ManageJobs', 'ManageModels', 'ManageGlueTables', 'CanvasAiServices', 'CanvasMlops'];
  expect(preselected('DataScientist@1')).toEqual(first);
  expect(preselected('DataScientist@2')).toEqual([
    ...today,
    ...['CanvasKendraAccess', 'UseMlflow', 'AccessAwsServicesForMlflow', 'RunStudioEmrServerlessApps'],
  ]);
  expect(preselected('MLOps@1')).toEqual(['RunStudioApps', 'ManageModels', 'ManageEndpoints', 'ManagePipelines', 'VisualizeExperiments']);
  expect(preselected('MLOps@2')).toEqual([
    'RunStudioApps',
    'ManageModels',
    'ManagePipelines',
    'VisualizeExperiments',
    'AccessS3AllResources',
  ]);
  expect(preselected('Compute@1')).toEqual(['AccessAwsServices']);
});
