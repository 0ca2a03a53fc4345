import { ADDITIONAL_STATEMENT_NAMES, additionalStatementsOf, type AdditionalStatement } from './additional-statements';
import { parameterNames, type Catalog } from './catalog';
import type { Issue } from './errors';
import type { LimitLists } from './limit';
import { LIMIT_KEYS, LIMIT_PROPERTY_NAMES, limitLists } from './limit-properties';
import { modeIssues } from './mode-properties';
import { readGiven, type GivenProperties } from './given-properties';
import { ownProperties, schemaOf, TAG_NAMES, type EntryValues } from './properties-schema';
import { readableRest } from './readable-rest';
import { REPORTING, schemaIssues } from './schema-issues';
import { TRUSTED_PRINCIPAL_NAMES, trustedPrincipalsOf, type TrustedPrincipal } from './trusted-principals';
import { withoutEmpty } from './values';

/** Names of the properties that every role may have, beside the parameters of its activities. */
export type OwnPropertyName = keyof typeof ownProperties | 'Activities';

/** One requested activity: its name, with or without a version, and what it overrides. */
export interface ActivityEntry {
  /** Where it stands, for messages: `Activities[1]`. */
  readonly path: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly limits: LimitLists;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The resource's properties, checked as far as they can be without knowing the stack and the provider. */
export interface Properties {
  readonly persona: string | undefined;
  readonly activities: readonly ActivityEntry[] | undefined;
  readonly excludeActivities: readonly string[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly limits: LimitLists;
  readonly roleName: string | undefined;
  readonly roleNameSuffix: string | undefined;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: readonly Tag[];
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundary: string | undefined;
  readonly sourceCondition: 'account' | 'arn' | 'none';
  readonly trustedPrincipals: readonly TrustedPrincipal[];
  readonly sourceIdentity: boolean;
  readonly additionalStatements: readonly AdditionalStatement[];
  readonly allowWildcards: boolean;
  /** ARN of the role that gets the permissions; `undefined` where the resource has a role of its own. */
  readonly grantTo: string | undefined;
  readonly adopt: boolean;
  readonly exclusive: boolean;
  readonly forceDetach: boolean;
  /** Seconds; the provider's default where absent. */
  readonly propagationDelaySeconds: number | undefined;
}

/** IAM's default, one hour. */
const DEFAULT_SESSION_DURATION = 3600;

/** What could be read of the properties, and every fault of what could not. */
export interface ParsedProperties {
  /** Absent where so little could be read that further checks would only mislead. */
  readonly properties: Properties | undefined;
  readonly issues: readonly Issue[];
  /** Paths of values that were left out because of their faults: nothing is missing there, it is wrong. */
  readonly unreadable: readonly string[];
}

/**
 * Reads ResourceProperties as CloudFormation sends them. Never throws for a fault of the author's: what is valid is read all the
 * same, so that the checks that follow can add their findings to one answer.
 */
export function parseProperties(raw: unknown, catalog: Catalog): ParsedProperties {
  const input = withoutEmpty(raw);
  const given = readGiven(input, catalog);
  if (given !== undefined) {
    const properties = propertiesOf(given, catalog);
    return { properties, issues: [...combinationIssues(properties, input), ...modeIssues(input)], unreadable: [] };
  }
  const schema = schemaOf(catalog);
  const found = schema.safeParse(input, REPORTING).error?.issues ?? [];
  const issues = schemaIssues(found, (path) => validNames(path, parameterNames(catalog)));
  const readable = readGiven(readableRest(schema, input, found), catalog);
  const properties = readable === undefined ? undefined : propertiesOf(readable, catalog);
  return {
    properties,
    issues: properties === undefined ? issues : [...issues, ...combinationIssues(properties, input, issues), ...modeIssues(input)],
    unreadable: issues.map(({ path }) => path),
  };
}

function propertiesOf({ own: parsed, parameters }: GivenProperties, catalog: Catalog): Properties {
  return {
    persona: parsed.Persona,
    activities: parsed.Activities?.map((entry, index) => entryOf(entry, `Activities[${String(index)}]`, catalog)),
    excludeActivities: parsed.ExcludeActivities ?? [],
    parameters,
    limits: limitLists(parsed),
    roleName: parsed.RoleName,
    roleNameSuffix: parsed.RoleNameSuffix,
    description: parsed.Description ?? '',
    maxSessionDuration: parsed.MaxSessionDuration ?? DEFAULT_SESSION_DURATION,
    tags: parsed.Tags ?? [],
    managedPolicyArns: parsed.ManagedPolicyArns ?? [],
    permissionsBoundary: parsed.PermissionsBoundary,
    sourceCondition: parsed.SourceCondition,
    trustedPrincipals: trustedPrincipalsOf(parsed.TrustedPrincipals ?? []),
    sourceIdentity: parsed.SourceIdentity,
    additionalStatements: additionalStatementsOf(parsed.AdditionalStatements ?? []),
    allowWildcards: parsed.AllowWildcards,
    grantTo: parsed.GrantTo,
    adopt: parsed.Adopt,
    exclusive: parsed.Exclusive,
    forceDetach: parsed.ForceDetach,
    propagationDelaySeconds: parsed.PropagationDelaySeconds,
  };
}

/** Faults of properties that do not go together, each valid or not: one that is given and cannot be read is in the input alone. */
function combinationIssues(properties: Properties, input: unknown, known: readonly Issue[] = []): Issue[] {
  const issues: Issue[] = [];
  const isWrong = (name: string): boolean => known.some(({ path }) => path.startsWith(name));
  const isGiven = (name: string): boolean => typeof input === 'object' && input !== null && Object.hasOwn(input, name);
  if (properties.persona === undefined && properties.activities === undefined && !isWrong('Persona') && !isWrong('Activities')) {
    issues.push({
      path: '',
      message: 'either Persona or Activities is required, such as Persona: DataScientist@1 or Activities: [ManageJobs@1]',
    });
  }
  if (isGiven('RoleName') && isGiven('RoleNameSuffix')) {
    issues.push({ path: 'RoleNameSuffix', message: 'cannot stand beside RoleName; keep one of them' });
  }
  const mayExclude = (): boolean => isWrong('Persona') || (properties.persona !== undefined && !isGiven('Activities'));
  if (properties.excludeActivities.length > 0 && !mayExclude()) {
    issues.push({
      path: 'ExcludeActivities',
      message: 'goes only with Persona and without Activities: it leaves out what a persona preselects; name the exact ones in Activities',
    });
  }
  return issues;
}

function entryOf(entry: EntryValues, path: string, { parameters }: Catalog): ActivityEntry {
  const name = entry.Activity;
  if (Object.keys(entry).length === 1) return { path, name, parameters: {}, limits: {} };
  const given = Object.entries(entry).filter(([property, values]) => parameters.has(property) && values !== undefined);
  return { path, name, parameters: Object.fromEntries(given) as ActivityEntry['parameters'], limits: limitLists(entry) };
}

function validNames(path: readonly PropertyKey[], parameters: readonly string[]): readonly string[] {
  switch (path.at(-1)) {
    case undefined:
      return [...Object.keys(ownProperties), 'Activities', ...parameters];
    case 'Vpc':
      return LIMIT_KEYS.Vpc;
    case 'Kms':
      return LIMIT_KEYS.Kms;
    default:
      if (path[0] === 'TrustedPrincipals') return TRUSTED_PRINCIPAL_NAMES;
      if (path[0] === 'AdditionalStatements') return ADDITIONAL_STATEMENT_NAMES;
      return path[0] === 'Tags' ? TAG_NAMES : ['Activity', ...LIMIT_PROPERTY_NAMES, ...parameters];
  }
}

/** Lists that were given as a single value: valid, but worth a word, since one comma too few looks the same. */
export function singleValueWarnings(raw: unknown, catalog: Catalog): Issue[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const lists = ['Activities', 'ExcludeActivities', 'AllowedInstanceTypes', 'ManagedPolicyArns', ...parameterNames(catalog)];
  return Object.entries(raw)
    .filter(([name, value]) => lists.includes(name) && typeof value === 'string' && value !== '')
    .map(([name]) => ({ path: name, message: 'is a single value; a list of one was taken' }));
}
