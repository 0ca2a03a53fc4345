import { catalog } from '../../lambda/catalog';
import { isPlain, type Statement } from '../../lambda/core/policy';
import { EXAMPLE_PLACE } from '../../web/design/design';
import { evaluate } from '../../web/design/evaluate';
import { activityGroups } from '../../web/design/groups';
import { statementsOf } from '../../web/design/made';
import { originFinder, type Origin } from '../../web/design/origin';
import { permissionMap, reachOf, type Reach } from '../../web/design/permission-map';
import { propertyWords } from '../../web/design/words';

const REFERENCE = {
  s3: { title: 'Amazon S3', actions: { Read: ['GetObject'], Write: ['PutObject'], List: ['ListBucket'] } },
  sagemaker: { title: 'Amazon SageMaker', actions: { Tagging: ['AddTags'] } },
};

describe('how far a statement reaches', () => {
  it.each<[Reach, string[], Statement['Condition']]>([
    ['named', ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/*'], undefined],
    ['named', ['arn:aws:iam::111122223333:role/compute'], undefined],
    ['named', ['arn:aws:logs:us-east-1:111122223333:log-group:/aws/sagemaker/*'], undefined],
    ['kind', ['arn:aws:sagemaker:us-east-1:111122223333:training-job/*'], { Bool: { 'aws:SecureTransport': ['true'] } }],
    ['kind', ['arn:aws:sagemaker:us-east-1:111122223333:model/x', 'arn:aws:sagemaker:us-east-1:111122223333:model/*'], undefined],
    ['kind', ['arn:aws:s3:::*'], undefined],
    ['conditional', ['*'], { StringLike: { 'cloudwatch:namespace': ['aws/*'] } }],
    ['any', ['*'], undefined],
  ])('%s: %j', (reach, Resource, Condition) => {
    expect(reachOf({ Resource, ...(Condition === undefined ? {} : { Condition }) })).toBe(reach);
  });
});

describe('the permission map', () => {
  const statement = (Sid: string, Action: string[], Resource: string[], more: Partial<Statement> = {}): Statement => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });
  const guard = { 'ForAnyValue:StringNotEquals': { 'sagemaker:VpcSubnets': ['subnet-1'] } };
  const rows = permissionMap(
    [
      statement('A', ['s3:GetObject', 's3:PutObject'], ['arn:aws:s3:::b/*']),
      statement('B', ['s3:GetObject'], ['*']),
      statement('C', ['sagemaker:AddTags', 'sagemaker:Unheard'], ['arn:aws:sagemaker:us-east-1:111122223333:model/*']),
      statement('D', ['sagemaker:AddTags'], ['*'], { Effect: 'Deny', Condition: guard }),
    ],
    () => [{ kind: 'own' }],
    REFERENCE,
  );

  it('has a row for each service, SageMaker first, and a cell for each access level', () => {
    expect(rows.map(({ title, cells }) => [title, ...cells.map(({ actions }) => actions)])).toEqual([
      ['Amazon SageMaker', 0, 0, 0, 1, 0, 1],
      ['Amazon S3', 0, 1, 1, 0, 0, 0],
    ]);
  });

  it('counts an action where it reaches farthest, and lists every statement that allows it', () => {
    const read = rows[1]?.cells[1];
    expect(read?.reaches).toEqual([{ reach: 'any', actions: 1 }]);
    expect(read?.grants.map(({ resources }) => resources)).toEqual([['arn:aws:s3:::b/*'], ['*']]);
  });

  it('says which guards hold for an action, and shows no Deny as a permission', () => {
    expect(rows[0]?.cells[3]?.grants).toMatchObject([{ action: 'sagemaker:AddTags', guards: [guard] }]);
  });
});

describe('the origins of statements', () => {
  const place = EXAMPLE_PLACE;
  const values = { S3Buckets: ['b-1'], RolesToPass: ['arn:aws:iam::111122223333:role/sagemaker-persona/compute'] };
  const kms = { DataKeys: ['arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111'] };
  const vpc = { Subnets: ['subnet-0123456789abcdef0'], SecurityGroups: ['sg-0123456789abcdef0'] };
  const properties = { Persona: 'DataScientist@1', ...values, Vpc: vpc, Kms: { ...kms, VolumeKeys: kms.DataKeys } };
  const { made } = evaluate({ properties, place, provider: {} }, catalog);
  const statements = made === undefined ? [] : statementsOf(made);
  const originsOf = originFinder(properties, catalog, place);
  const isFound = (origin: Origin): boolean => origin.kind !== 'own';

  it('are found for every statement of a role, merged ones too', () => {
    expect(statements.some(({ Sid }) => /And\d+$/.test(Sid))).toBe(true);
    expect(statements.filter((statement) => !originsOf(statement).every(isFound))).toEqual([]);
  });

  it('are found where some buckets are patterns and where limits split statements', () => {
    const patterns = { S3Buckets: ['b-1', 'team-*'], AllowWildcards: true, RequireNetworkIsolation: true };
    const more = { ...properties, ...patterns, ResourceNamePrefix: 'team-' };
    const split = evaluate({ properties: more, place, provider: {} }, catalog).made;
    const all = split === undefined ? [] : statementsOf(split);
    for (const suffix of [/Patterns/, /Limited/]) expect(all.some(({ Sid }) => suffix.test(Sid))).toBe(true);
    const find = originFinder(more, catalog, place);
    expect(all.filter((statement) => !find(statement).every(isFound)).map(({ Sid }) => Sid)).toEqual([]);
  });

  it('account for every action of a merged statement', () => {
    const missing = statements
      .filter(isPlain)
      .filter(({ Effect }) => Effect === 'Allow')
      .filter(({ Action, ...statement }) => {
        const actions = originsOf({ ...statement, Action }).flatMap((origin) =>
          origin.kind === 'activity' ? origin.statement.Action : [],
        );
        return Action.some((action) => !actions.includes(action));
      });
    expect(missing).toEqual([]);
  });

  it('are the limit for a guard', () => {
    const guards = statements.filter(({ Effect }) => Effect === 'Deny').flatMap(originsOf);
    expect(new Set(guards.map((origin) => (origin.kind === 'guard' ? origin.limit : origin.kind)))).toEqual(
      new Set(['Vpc', 'Kms.DataKeys', 'Kms.VolumeKeys']),
    );
  });
});

it('every activity is in exactly one group, with all its versions', () => {
  const listed = activityGroups(catalog).flatMap(({ activities }) =>
    activities.flatMap(({ versions }) => versions.map(({ Activity, Version }) => `${Activity}@${String(Version)}`)),
  );
  expect(listed.sort()).toEqual([...catalog.activities.keys()].sort());
});

it.each([
  ['S3Buckets', 'S3 buckets'],
  ['RolesToPass', 'Roles to pass'],
  ['Subnets', 'Subnets'],
  ['MlflowTrackingServerNames', 'Mlflow tracking server names'],
])('%s is called %s', (name, words) => {
  expect(propertyWords(name)).toBe(words);
});
