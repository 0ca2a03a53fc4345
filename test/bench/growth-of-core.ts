import { checkTemplate } from '../../cli/check-template';
import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole, policyDigest, type DesiredRole } from '../../lambda/core/desired';
import { INLINE_QUOTA, pack } from '../../lambda/core/pack';
import { plan } from '../../lambda/core/plan';
import { NOTHING_PREVIOUS } from '../../lambda/core/previous';
import { measureGrowth, timed, type Growing, type Growth } from './growth';
import { ACCOUNT, SCOPE } from './scope';
import { SURROUNDINGS } from './workload';

const PERSONAS = [1, 10, 100, 1000];
const VALUES = [1, 10, 100];

/** A role of an activity whose parameter has this many values; 100 of them fill the inline policy and some managed ones. */
function bucketRole(values: number): Readonly<Record<string, unknown>> {
  return {
    Activities: ['AccessS3Buckets@1'],
    S3Buckets: Array.from({ length: values }, (_, index) => `ml-${String(index).padStart(3, '0')}`),
  };
}

/** A template of personas that differ in their buckets. */
function template(personas: number, values: number): string {
  const resources = Array.from({ length: personas }, (_, index) => {
    const Properties = {
      ServiceToken: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:provider`,
      ...bucketRole(values),
      Description: String(index),
    };
    return [`Role${String(index)}`, { Type: 'Custom::SageMakerPersonaRole', Properties }] as const;
  });
  return JSON.stringify({ Resources: Object.fromEntries(resources) });
}

const SETTINGS = { place: {}, parameters: {}, configuration: undefined, defaults: parseConfiguration({}) };

const times = (count: number, work: () => unknown): void => {
  for (let index = 0; index < count; index += 1) work();
};

function planOf(desired: DesiredRole): void {
  plan({ desired, current: undefined, previous: NOTHING_PREVIOUS, scope: SCOPE, attachmentQuota: 10, ownerTags: {} });
}

const ROOM = { inline: INLINE_QUOTA, managedPolicies: 10 };

const rendered = (values: number): DesiredRole => desiredRole(bucketRole(values), SURROUNDINGS);

/** What is done for each persona, once for a role of so many values. */
const WORK: Readonly<Record<string, (values: number) => () => unknown>> = {
  render: (values) => () => policyDigest(rendered(values)),
  pack: (values) => {
    const { statements } = rendered(values);
    return () => pack(statements, ROOM);
  },
  plan: (values) => {
    const role = rendered(values);
    return () => {
      planOf(role);
    };
  },
};

const GROWING: readonly Growing[] = [
  ...Object.entries(WORK).flatMap(([name, workOf]) => [
    {
      name,
      unit: 'personas',
      sizes: PERSONAS,
      prepare: (size: number) => {
        const work = workOf(2);
        return () =>
          timed(() => {
            times(size, work);
          });
      },
    },
    {
      name,
      unit: 'values',
      sizes: VALUES,
      prepare: (size: number) => {
        const work = workOf(size);
        return () => timed(work);
      },
    },
  ]),
  ...[
    { unit: 'personas', sizes: PERSONAS, textOf: (size: number) => template(size, 2) },
    { unit: 'values', sizes: VALUES, textOf: (size: number) => template(1, size) },
  ].map(({ unit, sizes, textOf }) => ({
    name: 'check',
    unit,
    sizes,
    prepare: (size: number) => {
      const text = textOf(size);
      return () => timed(() => checkTemplate(text, 'template.json', SETTINGS));
    },
  })),
];

export function growthOfCore(): readonly Growth[] {
  return GROWING.map(measureGrowth);
}
