import { referenceChanges } from '../../scripts/reference-changes';
import { readReference, type Reference, type ReferenceAction, type ServiceReference } from '../../scripts/reference-package';
import { catalogueUse } from '../../scripts/reference-use';
import { ROOT } from '../docs/markdown';
import { catalog } from '../policy-templates/policy-files';

const use = catalogueUse(catalog);

const createModel: ReferenceAction = {
  name: 'CreateModel',
  description: 'Grants permission to create a model',
  accessLevel: 'Write',
  resourceTypes: [{ name: 'model', required: true, conditionKeys: [] }],
  conditionKeys: ['sagemaker:VpcSubnets', 'sagemaker:Old'],
};
const old: ServiceReference = {
  actions: [createModel, { ...createModel, name: 'Zoom' }],
  resourceTypes: [{ key: 'model', arn: 'arn:${Partition}:sagemaker:model/${Name}', conditionKeys: ['aws:ResourceTag/${TagKey}'] }],
  conditionKeys: [
    { key: 'sagemaker:VpcSubnets', description: 'Filters access by subnets', type: 'ArrayOfString' },
    { key: 'sagemaker:Old', description: 'Filters access', type: 'String' },
  ],
};

const FILES = ['activities/CanvasCoreAccess.v1.json', 'activities/ManageModels.v1.json'];
const FILES_AND_LIMITS = [...FILES, 'limits.json'];

function changesTo(now: Partial<ServiceReference> | undefined, service = 'sagemaker'): unknown {
  const after: Reference = new Map(now === undefined ? [] : [[service, { ...old, ...now }]]);
  return referenceChanges(new Map([[service, old]]), after, use).map(({ about, text, files }) => [about, text, files]);
}

function model(change: Partial<ReferenceAction>): Partial<ServiceReference> {
  return { actions: [{ ...createModel, ...change }, ...old.actions.slice(1)] };
}

/** Every file with a condition on subnets. */
const NETWORK_FILES = [...use.filesOfKey('sagemaker:VpcSubnets')].sort();

const ABOUT = 'sagemaker:CreateModel';
const TYPE = 'sagemaker, type model,';
const ZOOM = old.actions[1] ?? createModel;
const cases: readonly { readonly what: string; readonly now: Partial<ServiceReference>; readonly changes: readonly unknown[] }[] = [
  { what: 'nothing where nothing is different', now: {}, changes: [] },
  { what: 'nothing where words of a description are', now: model({ description: 'Lets a person create a model' }), changes: [] },
  {
    what: 'an action that is granted and gone, and one of no concern',
    now: { actions: [] },
    changes: [
      [ABOUT, 'is gone', FILES_AND_LIMITS],
      ['sagemaker:Zoom', 'is gone', []],
    ],
  },
  {
    what: 'a new action of SageMaker, which a limit may reach',
    now: { actions: [...old.actions, { ...ZOOM, name: 'CreateX', conditionKeys: ['sagemaker:VpcSubnets'] }] },
    changes: [['sagemaker:CreateX', 'is new (Write), and sends sagemaker:VpcSubnets', ['limits.json']]],
  },
  {
    what: 'an action that is deprecated',
    now: model({ description: 'Grants permission. This action is deprecated, use CreateModels' }),
    changes: [[ABOUT, 'is deprecated: Grants permission. This action is deprecated, use CreateModels', FILES_AND_LIMITS]],
  },
  {
    what: 'another access level',
    now: model({ accessLevel: 'Tagging' }),
    changes: [[ABOUT, 'is Tagging, and was Write', FILES_AND_LIMITS]],
  },
  {
    what: 'types of resources of an action',
    now: model({
      resourceTypes: [
        { name: 'image', required: false, conditionKeys: [] },
        { name: 'hub', required: true, conditionKeys: [] },
      ],
    }),
    changes: [
      [ABOUT, 'works on hub, which it requires', FILES_AND_LIMITS],
      [ABOUT, 'works on image', FILES_AND_LIMITS],
      [ABOUT, 'works on model no longer', FILES_AND_LIMITS],
    ],
  },
  {
    what: 'a type that is required no more',
    now: model({ resourceTypes: [{ name: 'model', required: false, conditionKeys: [] }] }),
    changes: [[ABOUT, 'requires no resource of type model any more', FILES_AND_LIMITS]],
  },
  {
    what: 'condition keys of an action, and of one of its types',
    now: model({
      resourceTypes: [{ name: 'model', required: true, conditionKeys: ['sagemaker:OfModel'] }],
      conditionKeys: ['sagemaker:Old', 'sagemaker:New'],
    }),
    changes: [
      [ABOUT, 'sends sagemaker:New', FILES_AND_LIMITS],
      [ABOUT, 'sends sagemaker:OfModel for model', FILES_AND_LIMITS],
      [ABOUT, 'sends sagemaker:VpcSubnets no longer', FILES_AND_LIMITS],
    ],
  },
  {
    what: "a guard's key that an action of no activity sends",
    now: { actions: [createModel, { ...ZOOM, conditionKeys: [...ZOOM.conditionKeys, 'sagemaker:NetworkIsolation'] }] },
    changes: [['sagemaker:Zoom', 'sends sagemaker:NetworkIsolation', ['limits.json']]],
  },
  {
    what: 'a resource type with another ARN and other keys',
    now: { resourceTypes: [{ key: 'model', arn: 'arn:new', conditionKeys: [] }] },
    changes: [
      [TYPE, 'is arn:new, and was arn:${Partition}:sagemaker:model/${Name}', FILES_AND_LIMITS],
      [TYPE, 'carries aws:ResourceTag/${TagKey} no longer', FILES_AND_LIMITS],
    ],
  },
  {
    what: 'a new resource type, whose names a limit may be about',
    now: { resourceTypes: [...old.resourceTypes, { key: 'thing', arn: 'arn:thing', conditionKeys: [] }] },
    changes: [['sagemaker, type thing,', 'is new: arn:thing', ['limits.json']]],
  },
  {
    what: 'a condition key of another type that files compare',
    now: {
      conditionKeys: [
        { key: 'sagemaker:VpcSubnets', description: 'Filters access by subnets', type: 'String' },
        ...old.conditionKeys.slice(1),
      ],
    },
    changes: [['sagemaker:VpcSubnets', 'is of type String, and was of type ArrayOfString', NETWORK_FILES]],
  },
  {
    what: 'a condition key that is gone, and a new one',
    now: { conditionKeys: [...old.conditionKeys.slice(0, 1), { key: 'sagemaker:New', description: '', type: 'Bool' }] },
    changes: [
      ['sagemaker:New', 'is new, a key of type Bool', []],
      ['sagemaker:Old', 'is gone', []],
    ],
  },
  {
    what: 'a condition key that is deprecated',
    now: {
      conditionKeys: [
        ...old.conditionKeys.slice(0, 1),
        { key: 'sagemaker:Old', description: 'This key has been deprecated', type: 'String' },
      ],
    },
    changes: [['sagemaker:Old', 'is deprecated: This key has been deprecated', []]],
  },
];

describe('the changes of the reference name', () => {
  it.each(cases)('$what', ({ now, changes }) => {
    expect(changesTo(now)).toEqual(changes);
  });

  it('a service that is gone, with all files that grant actions of it', () => {
    expect(changesTo(undefined)).toEqual([['sagemaker', 'is no service of the reference any more', FILES_AND_LIMITS]]);
  });

  it('nothing of a service that the catalogue does not use', () => {
    expect(use.services).not.toContain('dynamodb');
    expect(changesTo({ actions: [] }, 'dynamodb')).toEqual([]);
  });
});

describe('the installed reference', () => {
  const installed = readReference(ROOT, use.services);

  it('knows every service of the catalogue, every action and every service key of its conditions', () => {
    expect([...installed.keys()]).toEqual(use.services);
    const actions = [...installed].flatMap(([service, { actions }]) => actions.map(({ name }) => `${service}:${name}`));
    const granted = [...catalog.activities.values()].flatMap(({ Statements }) => Statements.flatMap(({ Action }) => Action));
    expect(granted.filter((action) => !actions.includes(action))).toEqual([]);
    const keys = [...installed.values()].flatMap(({ conditionKeys }) => conditionKeys.map(({ key }) => key));
    expect(keys).toEqual(expect.arrayContaining(['sagemaker:VpcSubnets', 'kms:ViaService', 'iam:PassedToService']));
  });

  it('has not changed where it is the same', () => {
    expect(referenceChanges(installed, readReference(ROOT, use.services), use)).toEqual([]);
  });
});
