import { parseConfiguration } from '../lambda/core/configuration';
import { desiredRole } from '../lambda/core/desired';
import { PersonaRoleError } from '../lambda/core/errors';
import { LIMIT_LISTS } from '../lambda/core/limit';
import { INLINE_QUOTA, MANAGED_QUOTA } from '../lambda/core/pack';
import { parameterType, type ParameterTypeName } from '../lambda/core/parameter-types';
import { policyDocument, policySize, type PolicyDocument } from '../lambda/core/policy';
import type { Scope } from '../lambda/core/scope';
import type { Catalog } from '../lambda/core/catalog';
import { supportedLimits } from '../lambda/core/limit-reach';
import type { ActivityTemplate } from '../lambda/core/template';

/** How many values each list gets in turn. */
export const VALUE_COUNTS = [1, 10, 50] as const;

/** The limits that a role is measured with. */
export type Variant = 'none' | 'Vpc' | 'Kms' | 'Vpc and Kms';

/** What IAM would hold of a role. */
export interface Packing {
  /** All documents together, without white space. */
  readonly characters: number;
  readonly inlinePolicies: number;
  readonly managedPolicies: number;
  /** Managed policies without which these statements cannot do, by their characters alone. */
  readonly fewestManagedPolicies: number;
}

/** A persona or a single activity with one combination of limits. */
export interface SizeRow {
  /** `ManageJobs@1` */
  readonly name: string;
  readonly variant: Variant;
  /** One for each of {@link VALUE_COUNTS}; `undefined` where the role is refused because it exceeds IAM's quotas. */
  readonly packings: readonly (Packing | undefined)[];
}

const SCOPE: Scope = {
  partition: 'aws',
  region: 'us-east-1',
  accountId: '111122223333',
  stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/stack/00000000-0000-0000-0000-000000000000',
  logicalResourceId: 'Role',
};

/** The rows of all personas, then of all activities; variants that no statement would honour are left out. */
export function sizeRows(catalog: Catalog): SizeRow[] {
  const personas = [...catalog.personas].map(([name, { Activities }]) => ({
    name,
    properties: { Persona: name },
    activities: Activities.flatMap((activity) => catalog.activities.get(activity) ?? []),
  }));
  const activities = [...catalog.activities].map(([name, activity]) => ({
    name,
    properties: { Activities: [name] },
    activities: [activity],
  }));
  return [...personas, ...activities].flatMap((role) =>
    variantsOf(role.activities, catalog).map((variant) => ({
      name: role.name,
      variant,
      packings: VALUE_COUNTS.map((count) =>
        packingOf(
          { ...role.properties, ...parametersOf(role.activities, count), ...limitsOf(role.activities, variant, count, catalog) },
          catalog,
        ),
      ),
    })),
  );
}

function variantsOf(activities: readonly ActivityTemplate[], catalog: Catalog): Variant[] {
  const supported = activities.flatMap((activity) => supportedLimits(activity, catalog));
  const vpc = supported.includes('Vpc');
  const kms = supported.some((limit) => limit.startsWith('Kms.'));
  return ['none', ...(vpc ? ['Vpc' as const] : []), ...(kms ? ['Kms' as const] : []), ...(vpc && kms ? ['Vpc and Kms' as const] : [])];
}

function parametersOf(activities: readonly ActivityTemplate[], count: number): Record<string, readonly string[]> {
  const parameters = activities.flatMap(({ Parameters }) => Object.entries(Parameters));
  return Object.fromEntries(parameters.map(([name, { Type }]) => [name, exampleValues(Type, count)]));
}

/** Of the keys only those kinds that an activity can honour; the others would be refused. */
function limitsOf(activities: readonly ActivityTemplate[], variant: Variant, count: number, catalog: Catalog): Record<string, unknown> {
  const supported = activities.flatMap((activity) => supportedLimits(activity, catalog));
  const lists = Object.assign({}, ...Object.values(LIMIT_LISTS)) as Readonly<Record<string, ParameterTypeName>>;
  const values = (list: string): readonly string[] => exampleValues(lists[list] ?? 'KeyArn', count);
  const Vpc = { Subnets: values('Vpc.Subnets'), SecurityGroups: values('Vpc.SecurityGroups') };
  const Kms = {
    ...(supported.includes('Kms.DataKeys') ? { DataKeys: values('Kms.DataKeys') } : {}),
    ...(supported.includes('Kms.VolumeKeys') ? { VolumeKeys: values('Kms.VolumeKeys') } : {}),
  };
  return { none: {}, Vpc: { Vpc }, Kms: { Kms }, 'Vpc and Kms': { Vpc, Kms } }[variant];
}

/** Different values of a type, each as long as the type's example, whose last two characters count. */
export function exampleValues(type: ParameterTypeName, count: number): readonly string[] {
  const { example } = parameterType(type);
  return Array.from({ length: count }, (_, index) => `${example.slice(0, -2)}${String(index).padStart(2, '0')}`);
}

function packingOf(properties: Readonly<Record<string, unknown>>, catalog: Catalog): Packing | undefined {
  const configuration = parseConfiguration({ DeniedActivities: [] });
  try {
    const { inlinePolicy, managedPolicies } = desiredRole(properties, { catalog, configuration, scope: SCOPE });
    const documents = [inlinePolicy, ...managedPolicies].map(({ PolicyDocument }) => PolicyDocument);
    return {
      characters: documents.reduce((sum, document) => sum + policySize(document), 0),
      inlinePolicies: 1,
      managedPolicies: managedPolicies.length,
      fewestManagedPolicies: fewestManagedPolicies(documents),
    };
  } catch (error) {
    if (error instanceof PersonaRoleError && error.code === 'ServiceLimitExceeded') return undefined;
    throw error;
  }
}

/** A document holds the characters of its quota less those of its empty frame; each statement takes its own and a comma, the last none. */
function fewestManagedPolicies(documents: readonly PolicyDocument[]): number {
  const frame = policySize(policyDocument([]));
  const statements = documents.reduce((sum, document) => sum + policySize(document) - frame + 1, 0);
  const beyondInline = statements - (INLINE_QUOTA - frame + 1);
  return Math.max(0, Math.ceil(beyondInline / (MANAGED_QUOTA - frame + 1)));
}
