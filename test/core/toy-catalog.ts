import type { Catalog } from '../../lambda/core/catalog';
import { buildCatalog, type PolicyFile, type StatementTemplate } from '../../lambda/core/template';

/** What a test says of an activity; everything else is filled in. */
export interface ToyActivity {
  readonly name: string;
  readonly version?: number;
  readonly statements?: readonly (Partial<StatementTemplate> & { readonly Sid: string })[];
  readonly parameters?: Readonly<Record<string, { readonly Type: string; readonly Required: boolean }>>;
  readonly withdrawn?: string;
}

const COMMON = { Title: 'x', Description: 'x', Source: ['https://docs.aws.amazon.com/'] };

/** A catalogue of a few activities that show one thing each, so that a rule can be tested without the published files. */
export function toyCatalog(activities: readonly ToyActivity[], personas: Readonly<Record<string, readonly string[]>> = {}): Catalog {
  return buildCatalog([...activities.map(activityFile), ...Object.entries(personas).map(([key, names]) => personaFile(key, names))]);
}

function activityFile({ name, version = 1, statements = [{ Sid: 'Do' }], parameters = {}, withdrawn }: ToyActivity): PolicyFile {
  const described = Object.entries(parameters).map(([parameter, type]) => [parameter, { ...type, Description: 'x' }] as const);
  return {
    path: `activities/${name}.v${String(version)}.json`,
    content: {
      ...COMMON,
      Activity: name,
      Version: version,
      Trust: { Services: ['sagemaker.amazonaws.com'] },
      Parameters: Object.fromEntries(described),
      Statements: statements.map((statement) => ({ Action: ['a:Do'], Resource: ['*'], Origin: 'own proposal', ...statement })),
      ...(withdrawn === undefined ? {} : { Withdrawn: withdrawn }),
    },
  };
}

function personaFile(key: string, activities: readonly string[]): PolicyFile {
  const [name = '', version = '1'] = key.split('@');
  return {
    path: `personas/${name}.v${version}.json`,
    content: { ...COMMON, Persona: name, Version: Number(version), Activities: activities },
  };
}
