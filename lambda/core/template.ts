import * as z from 'zod/mini';
import { versioned, type Catalog } from './catalog';
import { assertNoIssues, type Issue } from './errors';
import { FILE_LIMITS } from './limit';
import { conditions, limitTemplate, type LimitTemplate } from './limit-template';
import { honouredLimits } from './limit-reach';
import { PARAMETER_TYPES, type ParameterTypeName } from './parameter-types';
import { REPORTING, schemaIssues } from './schema-issues';
import { activityIssues } from './template-checks';

const limit = z.enum(FILE_LIMITS);
const limitLists = z.partialRecord(limit, z.array(z.string()).check(z.minLength(1)));
const name = z.string().check(z.regex(/^[A-Z][A-Za-z0-9]*$/, 'must be a PascalCase name of letters and digits'));
const version = z.int().check(z.positive());
const sentence = z.string().check(z.minLength(1));

const statementTemplate = z.strictObject({
  /** Unique within the file. The rendered statement id is `<Activity>V<version><Sid>`. */
  Sid: name,
  Action: z.array(z.string().check(z.regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/, 'must be service:Action without wildcard'))).check(z.minLength(1)),
  Resource: z.array(z.string()).check(z.minLength(1)),
  Condition: z.optional(conditions),
  /** Present only when this limit is set. */
  When: z.optional(limit),
  /** Conditions added when the limit is set. */
  ConditionsWhen: z.optional(z.partialRecord(limit, conditions)),
  /** Where the statement comes from. */
  Origin: z.enum(['AWS template', 'AWS documentation', 'own proposal']),
  /** Why it reaches `*` or several resource types, or deviates from its origin. */
  Reason: z.optional(sentence),
});

const activityTemplate = z.strictObject({
  Activity: name,
  Version: version,
  Title: sentence,
  Description: sentence,
  /** URLs of the documentation that the file follows. */
  Source: z.array(z.url()).check(z.minLength(1)),
  /** Services that must be able to assume a role with this activity, and the page where AWS documents `aws:SourceArn` for them, if it does. */
  Trust: z.strictObject({ Services: z.array(z.string()).check(z.minLength(1)), SourceArnDocumented: z.optional(z.url()) }),
  Parameters: z.record(
    name,
    z.strictObject({
      Type: z.enum(Object.keys(PARAMETER_TYPES) as [ParameterTypeName, ...ParameterTypeName[]]),
      Required: z.boolean(),
      Description: sentence,
    }),
  ),
  Statements: z.array(statementTemplate).check(z.minLength(1)),
  /** Per limit: actions of this file that send no key by which IAM could apply it. */
  Unlimited: z.optional(limitLists),
  /** A published version that proved wrong: Create refuses it, Update keeps it with a warning. The text says why and what to use. */
  Withdrawn: z.optional(sentence),
});

const personaTemplate = z.strictObject({
  Persona: name,
  Version: version,
  Title: sentence,
  Description: sentence,
  Source: z.array(z.url()).check(z.minLength(1)),
  /** Activities with their versions, `ManageJobs@1`. */
  Activities: z.array(z.string().check(z.regex(/^[A-Z][A-Za-z0-9]*@[1-9]\d*$/, 'must be Name@version'))).check(z.minLength(1)),
  Withdrawn: z.optional(sentence),
});

export type StatementTemplate = z.infer<typeof statementTemplate>;
export type ActivityTemplate = z.infer<typeof activityTemplate>;
export type PersonaTemplate = z.infer<typeof personaTemplate>;

/** The file that says how limits are guarded, below `policy-templates/`. */
const LIMITS_FILE = 'limits.json';

/** One file of `policy-templates/`: its path below that folder, and its parsed JSON. */
export interface PolicyFile {
  /** `activities/ManageJobs.v1.json` */
  readonly path: string;
  readonly content: unknown;
}

/**
 * Reads and cross-checks all policy files.
 * @throws PersonaRoleError `InvalidRequest` with every fault of every file, the path beginning with the file's.
 */
export function buildCatalog(files: readonly PolicyFile[]): Catalog {
  const issues: Issue[] = [];
  const activities = new Map<string, ActivityTemplate>();
  const personas = new Map<string, PersonaTemplate>();
  const limits: LimitTemplate[] = [];
  for (const { path, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (path === LIMITS_FILE) {
      limits.push(...(read(z.array(limitTemplate), path, content, issues) ?? []));
    } else if (path.startsWith('personas/')) {
      const persona = read(personaTemplate, path, content, issues);
      if (persona === undefined) continue;
      issues.push(...fileNameIssues(path, 'personas', persona.Persona, persona.Version));
      personas.set(versioned(persona.Persona, persona.Version), persona);
    } else {
      const activity = read(activityTemplate, path, content, issues);
      if (activity === undefined) continue;
      issues.push(...fileNameIssues(path, 'activities', activity.Activity, activity.Version), ...activityIssues(path, activity));
      activities.set(versioned(activity.Activity, activity.Version), activity);
    }
  }
  const paths = new Set(files.map(({ path }) => path));
  for (const persona of personas.values()) {
    for (const activity of persona.Activities) {
      // A file that could not be read has its own issues.
      if (activities.has(activity) || paths.has(`activities/${activity.replace('@', '.v')}.json`)) continue;
      issues.push({
        path: `personas/${persona.Persona}.v${String(persona.Version)}.json: Activities`,
        message: `there is no activity ${activity}`,
      });
    }
  }
  assertNoIssues(issues);
  const supported = new Map([...activities].map(([reference, activity]) => [reference, honouredLimits(activity, limits)]));
  return { activities, personas, limits, parameters: parametersOf(activities), supported };
}

function parametersOf(activities: Catalog['activities']): Catalog['parameters'] {
  const declared = [...activities.values()].flatMap(({ Parameters }) => Object.entries(Parameters));
  const types = new Map<string, ParameterTypeName[]>();
  for (const [parameter, { Type }] of declared) types.set(parameter, [...new Set([...(types.get(parameter) ?? []), Type])]);
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function read<T>(schema: z.ZodMiniType<T>, path: string, content: unknown, issues: Issue[]): T | undefined {
  const result = schema.safeParse(content, REPORTING);
  if (result.success) return result.data;
  issues.push(...schemaIssues(result.error.issues).map((issue) => ({ ...issue, path: `${path}: ${issue.path}` })));
  return undefined;
}

function fileNameIssues(path: string, folder: string, templateName: string, templateVersion: number): Issue[] {
  const expected = `${folder}/${templateName}.v${String(templateVersion)}.json`;
  return path === expected ? [] : [{ path, message: `the file must be named ${expected}` }];
}
