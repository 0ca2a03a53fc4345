import * as z from 'zod/mini';
import {
  ADDITIONAL_STATEMENT_NAMES,
  additionalStatements,
  additionalStatementsOf,
  type AdditionalStatement,
} from './additional-statements';
import type { Issue } from './errors';
import { LIMIT_KEYS, LIMIT_PROPERTY_NAMES, limitProperties, limitsOf, type Limits } from './limit-properties';
import { modeIssues, modeProperties } from './mode-properties';
import { OWNER_TAG_PREFIX, ROLE_NAME } from './names';
import { pathText, REPORTING, schemaIssues } from './schema-issues';
import { parameterNames, type Catalog } from './catalog';
import { TRUSTED_PRINCIPAL_NAMES, trustedPrincipals, trustedPrincipalsOf, type TrustedPrincipal } from './trusted-principals';
import { flag, listOf, text, wholeNumber, withoutEmpty } from './values';

/*
 * The schema of ResourceProperties. Patterns and ranges are IAM's own:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and API_Tag.html
 */

/** Tags that a user may set: IAM's 50 less the five owner tags. */
const USER_TAGS = 45;

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const roleName = text.check(z.refine((value) => ROLE_NAME.test(value), 'must be 1 to 64 letters, digits and _+=,.@-'));

const tag = z.strictObject({
  Key: text.check(
    z.refine((key) => TAG_TEXT.test(key) && key.length <= 128, 'must be at most 128 letters, digits, spaces and _.:/=+-@'),
    z.refine((key) => !/^aws:/i.test(key), 'begins with "aws:", which AWS reserves'),
    z.refine((key) => !key.toLowerCase().startsWith(OWNER_TAG_PREFIX), `begins with "${OWNER_TAG_PREFIX}", which marks whose role it is`),
  ),
  Value: z._default(
    text.check(
      z.refine((value) => TAG_TEXT.test(value) && value.length <= 256, 'must be at most 256 letters, digits, spaces and _.:/=+-@'),
    ),
    '',
  ),
});

const tags = listOf(tag).check(
  z.maxLength(USER_TAGS),
  z.refine(
    (items) => new Set(items.map(({ Key }) => Key.toLowerCase())).size === items.length,
    'names a key twice (keys differ in more than case)',
  ),
);

/** What the schema knows without a catalogue. */
const ownProperties = {
  ServiceToken: z.optional(text),
  ServiceTimeout: z.optional(wholeNumber(1, 3600)),
  Persona: z.optional(text),
  ExcludeActivities: z.optional(listOf(text)),
  ...limitProperties,
  RoleName: z.optional(roleName),
  RoleNameSuffix: z.optional(roleName),
  Description: z.optional(
    text.check(
      z.refine(
        (value) => /^[\t\n\r -~¡-ÿ]{0,1000}$/.test(value),
        'must be at most 1,000 characters of Latin-1 (no curly quotes, no emoji)',
      ),
    ),
  ),
  MaxSessionDuration: z.optional(wholeNumber(3600, 43200)),
  Tags: z.optional(tags),
  ManagedPolicyArns: z.optional(listOf(text)),
  PermissionsBoundary: z.optional(text),
  SourceCondition: z._default(z.enum(['account', 'arn', 'none']), 'account'),
  TrustedPrincipals: z.optional(trustedPrincipals),
  SourceIdentity: z._default(flag, false),
  AdditionalStatements: z.optional(additionalStatements),
  AllowWildcards: z._default(flag, false),
  ...modeProperties,
  Exclusive: z._default(flag, false),
  ForceDetach: z._default(flag, true),
  PropagationDelaySeconds: z.optional(wholeNumber(0, 120)),
  Revision: z.optional(text),
};

/** Names of the properties that every role may have, beside the parameters of its activities. */
export type OwnPropertyName = keyof typeof ownProperties | 'Activities';

/** The one schema: what is read and refused, and what the JSON Schema is made from. */
export function propertiesSchema(catalog: Catalog) {
  const lists = Object.fromEntries(parameterNames(catalog).map((name) => [name, z.optional(listOf(text))]));
  const entry = z.strictObject({ ...lists, Activity: text, ...limitProperties });
  const activities = z.optional(
    listOf(
      z.pipe(
        z.transform((value: unknown) => (typeof value === 'string' ? { Activity: value } : value)),
        entry,
      ),
    ),
  );
  return z.strictObject({ ...lists, ...ownProperties, Activities: activities });
}

const schemas = new WeakMap<Catalog, ReturnType<typeof propertiesSchema>>();

/** The schema is made once for each catalogue: a template may have hundreds of roles. */
function schemaOf(catalog: Catalog): ReturnType<typeof propertiesSchema> {
  const schema = schemas.get(catalog) ?? propertiesSchema(catalog);
  schemas.set(catalog, schema);
  return schema;
}

/** One requested activity: its name, with or without a version, and what it overrides. */
export interface ActivityEntry {
  /** Where it stands, for messages: `Activities[1]`. */
  readonly path: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly limits: Limits;
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
  readonly limits: Limits;
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
  const names = parameterNames(catalog);
  const schema = schemaOf(catalog);
  const input = withoutEmpty(raw);
  const first = schema.safeParse(input, REPORTING);
  if (first.success) {
    const properties = propertiesOf(first.data, names);
    return { properties, issues: [...combinationIssues(properties), ...modeIssues(input)], unreadable: [] };
  }
  const issues = schemaIssues(first.error.issues, (path) => validNames(path, names));
  const readable = readableRest(schema, input, first.error.issues);
  const properties = readable === undefined ? undefined : propertiesOf(readable, names);
  return {
    properties,
    issues: properties === undefined ? issues : [...issues, ...combinationIssues(properties, issues), ...modeIssues(input)],
    unreadable: issues.map(({ path }) => path),
  };
}

/** Takes the faulty values out until the rest is valid: a value at a time, then what misses it. */
function readableRest<T>(schema: z.ZodMiniType<T>, input: unknown, issues: readonly z.core.$ZodIssue[]): T | undefined {
  let rest = withoutFaults(input, issues);
  // A fault is at most four levels deep: Activities[0].Vpc.Subnets.
  for (let level = 0; level < 4; level += 1) {
    const result = schema.safeParse(rest, REPORTING);
    if (result.success) return result.data;
    rest = withoutFaults(rest, result.error.issues);
  }
  return undefined;
}

function propertiesOf(parsed: z.infer<ReturnType<typeof propertiesSchema>>, names: readonly string[]): Properties {
  return {
    persona: parsed.Persona,
    activities: parsed.Activities?.map((entry, index) => ({
      path: pathText(['Activities', index]),
      name: entry.Activity,
      parameters: listsOf(entry, names),
      limits: limitsOf(entry),
    })),
    excludeActivities: parsed.ExcludeActivities ?? [],
    parameters: listsOf(parsed, names),
    limits: limitsOf(parsed),
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

/** The input without the values that a schema's issues point at. */
function withoutFaults(input: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(input);
  for (const issue of issues) {
    for (const path of faultyPaths(issue)) removeAt(copy, path);
  }
  return withoutEmpty(copy);
}

/** What has to go for a fault to be gone; where something required is missing, the map that misses it. */
function faultyPaths(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return [isMissing ? issue.path.slice(0, -1) : issue.path];
}

/** Removes what a path leads to, or as much of it as exists: in the input a single value may stand where the schema sees a list of one. */
function removeAt(root: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined || !isContainer(root)) return;
  const child = root[key];
  const next = rest[0];
  if (next !== undefined && isContainer(child) && Object.hasOwn(child, next)) removeAt(child, rest);
  else Reflect.deleteProperty(root, key);
}

function isContainer(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Faults of properties that are each valid but do not go together. */
function combinationIssues(properties: Properties, known: readonly Issue[] = []): Issue[] {
  const issues: Issue[] = [];
  const isWrong = (name: string): boolean => known.some(({ path }) => path.startsWith(name));
  if (properties.persona === undefined && properties.activities === undefined && !isWrong('Persona') && !isWrong('Activities')) {
    issues.push({ path: '', message: 'either Persona or Activities is required' });
  }
  if (properties.roleName !== undefined && properties.roleNameSuffix !== undefined) {
    issues.push({ path: 'RoleNameSuffix', message: 'cannot stand beside RoleName; keep one of them' });
  }
  const mayGoTogether = isWrong('Persona') || (properties.persona !== undefined && properties.activities === undefined);
  if (properties.excludeActivities.length > 0 && !mayGoTogether) {
    issues.push({
      path: 'ExcludeActivities',
      message: 'goes only with Persona and without Activities: it unticks what a persona preselects',
    });
  }
  return issues;
}

function listsOf(source: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = source[name];
      return Array.isArray(value) ? [[name, value as readonly string[]] as const] : [];
    }),
  );
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
      return path[0] === 'Tags' ? Object.keys(tag.shape) : ['Activity', ...LIMIT_PROPERTY_NAMES, ...parameters];
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
