import * as z from 'zod/mini';
import { additionalStatements } from './additional-statements';
import { parameterNames, type Catalog } from './catalog';
import { limitProperties } from './limit-properties';
import { modeProperties } from './mode-properties';
import { OWNER_TAG_PREFIX, ROLE_NAME } from './names';
import { trustedPrincipals } from './trusted-principals';
import { flag, listOf, off, optionalText, optionalTexts, seldom, text, wholeNumber } from './values';

/*
 * The schema of ResourceProperties. Patterns and ranges are IAM's own:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and API_Tag.html
 */

/** Tags that a user may set: IAM's 50 less the five owner tags. */
const USER_TAGS = 45;

/** Letters, spaces and digits of any script; nearly all are plain, and for those no table of all scripts is made. */
function isTagText(value: string): boolean {
  return /^[\w .:/=+\-@]*$/.test(value) || new RegExp('^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$', 'u').test(value);
}

const roleName = () => text.check(z.refine((value) => ROLE_NAME.test(value), 'must be 1 to 64 letters, digits and _+=,.@-'));

const tag = () =>
  z.strictObject(
    {
      Key: text.check(
        z.refine((key) => isTagText(key) && key.length <= 128, 'must be at most 128 letters, digits, spaces and _.:/=+-@'),
        z.refine((key) => !/^aws:/i.test(key), 'begins with "aws:", which AWS reserves'),
        z.refine(
          (key) => !key.toLowerCase().startsWith(OWNER_TAG_PREFIX),
          `begins with "${OWNER_TAG_PREFIX}", which marks whose role it is`,
        ),
      ),
      Value: z._default(
        text.check(
          z.refine((value) => isTagText(value) && value.length <= 256, 'must be at most 256 letters, digits, spaces and _.:/=+-@'),
        ),
        '',
      ),
    },
    'must be a map { Key, Value }',
  );

export const TAG_NAMES: readonly string[] = ['Key', 'Value'];

const tags = () =>
  listOf(tag()).check(
    z.maxLength(USER_TAGS),
    z.refine(
      (items) => new Set(items.map(({ Key }) => Key.toLowerCase())).size === items.length,
      'names a key twice (keys differ in more than case)',
    ),
  );

const description = () =>
  text.check(
    z.refine((value) => /^[\t\n\r -~¡-ÿ]{0,1000}$/.test(value), 'must be at most 1,000 characters of Latin-1 (no curly quotes, no emoji)'),
  );

/** What the schema knows without a catalogue. */
export const ownProperties = {
  ServiceToken: optionalText,
  ServiceTimeout: seldom(() => wholeNumber(1, 3600)),
  Persona: optionalText,
  ExcludeActivities: optionalTexts,
  ...limitProperties,
  RoleName: seldom(roleName),
  RoleNameSuffix: seldom(roleName),
  Description: seldom(description),
  MaxSessionDuration: seldom(() => wholeNumber(3600, 43200)),
  Tags: seldom(tags),
  ManagedPolicyArns: optionalTexts,
  PermissionsBoundary: optionalText,
  SourceCondition: z._default(z.enum(['account', 'arn', 'none']), 'account'),
  TrustedPrincipals: seldom(trustedPrincipals),
  SourceIdentity: off,
  AdditionalStatements: seldom(additionalStatements),
  AllowWildcards: off,
  ...modeProperties,
  Exclusive: off,
  ForceDetach: z._default(flag, true),
  PropagationDelaySeconds: seldom(() => wholeNumber(0, 120)),
  Revision: optionalText,
};

/** What the schema reads of {@link ownProperties}. */
export type OwnValues = z.infer<z.ZodMiniObject<typeof ownProperties>>;

/** What the schema reads of one of the activities: its name, parameters and limits. */
export type EntryValues = NonNullable<z.infer<ReturnType<typeof propertiesSchema>>['Activities']>[number];

/** The one schema: what is read and refused, and what the JSON Schema is made from. */
export function propertiesSchema(catalog: Catalog) {
  const lists = Object.fromEntries(parameterNames(catalog).map((name) => [name, optionalTexts]));
  const entry = z.strictObject(
    { ...lists, Activity: text, ...limitProperties },
    'must be a name with a version, such as ManageJobs@1, or a map such as { Activity: ManageJobs@1, RolesToPass: [...] }',
  );
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

const SCHEMAS = new WeakMap<Catalog, ReturnType<typeof propertiesSchema>>();

/** The schema is made once for each catalogue: a template may have hundreds of roles. */
export function schemaOf(catalog: Catalog): ReturnType<typeof propertiesSchema> {
  const schema = SCHEMAS.get(catalog) ?? propertiesSchema(catalog);
  SCHEMAS.set(catalog, schema);
  return schema;
}
