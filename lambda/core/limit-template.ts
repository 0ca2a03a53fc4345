import * as z from 'zod/mini';

/*
 * The schema of `policy-templates/limits.json`: which actions each limit reaches, and by which condition key.
 */

const sentence = z.string().check(z.minLength(1));
/** Action or pattern of actions, as a Deny names them: a pattern stands for exactly those actions that the limit reaches. */
const pattern = z.string().check(z.regex(/^[a-z0-9-]+:[A-Za-z0-9*]+$/, 'must be service:Action, in which * is a wildcard'));
const patterns = z.array(pattern).check(z.minLength(1));

/** `{ operator: { key: values } }`, as in an IAM policy. */
export const conditions = z.record(z.string(), z.record(z.string(), z.array(z.string()).check(z.minLength(1))));

/** The same where nothing is filled in: a placeholder would empty the value, or take the statement out of every role. */
const conditionsAsWritten = z.record(
  z.string(),
  z.record(
    z.string(),
    z.array(z.string().check(z.regex(/^[^[\]{}]*$/, 'has a placeholder, which nothing fills in'))).check(z.minLength(1)),
  ),
);

const common = {
  Source: z.array(z.url()).check(z.minLength(1)),
  /** What a reader should know of the limit's reach. */
  Remarks: z.array(sentence),
};

const guarded = {
  Sid: z.string(),
  /** Condition key that the actions send. */
  Key: z.string(),
  /** The list whose values are admitted. */
  List: z.string(),
  /** Values that are always admitted too. */
  AlsoAdmits: z.optional(z.array(z.string())),
  /** Denied without the key and with another value. */
  Actions: patterns,
  /** Denied only with another value, each with the reason why the key may be absent. */
  ActionsIfPresent: z.record(pattern, sentence),
};

const guard = z.discriminatedUnion('Type', [
  /** `strings`: a key with many values, all of which must be admitted; `truth`: a key that must be true. */
  z.strictObject({ ...guarded, Type: z.enum(['strings', 'truth']) }),
  z.strictObject({
    ...guarded,
    /** A key with one ARN. */
    Type: z.literal('arns'),
    /**
     * The key belongs to a part that not every request has: what must hold of a request, besides, for the guard to deny it. Only for a
     * limit whose conditions stand in the activity files, since these have to tell such requests apart too.
     */
    Part: z.optional(conditionsAsWritten),
  }),
]);

/** A limit by condition keys of the request. */
const keyLimit = z.strictObject({
  Limit: z.enum([
    'Vpc',
    'Kms.DataKeys',
    'Kms.VolumeKeys',
    'AllowedInstanceTypes',
    'RequireInterContainerEncryption',
    'RequireNetworkIsolation',
  ]),
  Kind: z.literal('keys'),
  ...common,
  /** Each becomes Deny statements that make the limit hold for every request of the role to one of the actions. */
  Guards: z.array(guard).check(z.minLength(1)),
  /** Actions that concern the limit but send no key of it, with what that means. For a limit of the activity files these say so. */
  Unreached: z.optional(z.record(pattern, sentence)),
});

/** A limit by the names of resources. */
const nameLimit = z.strictObject({
  Limit: z.literal('ResourceNamePrefix'),
  Kind: z.literal('names'),
  ...common,
  /** Actions on resources of the types. */
  Actions: patterns,
  /** Resource parts of ARNs up to the name: `training-job/`. */
  Types: z.array(z.string().check(z.regex(/^[a-z0-9-]+\/$/))).check(z.minLength(1)),
  /** The same of resources that some of the actions work on too and whose names are not the limit's business, with the reason. */
  OtherTypes: z.record(z.string(), sentence),
  /** The same of resources that no activity works with: under the limit nothing can be done with them. */
  RefusedTypes: z.array(z.string()),
});

/** A limit by the tags of resources. */
const tagLimit = z.strictObject({
  Limit: z.literal('ResourceTags'),
  Kind: z.literal('tags'),
  ...common,
  /** Actions that make a resource and can give it tags. */
  Creating: patterns,
  /** Those among them that also make what takes its tags from the group it belongs to and is given none, with the reason. */
  Inheriting: z.record(pattern, sentence),
  /** Actions that can give tags to what exists. */
  Retagging: patterns,
  /** Actions on resources whose tags IAM does not get to see, with the reason. */
  Untaggable: z.record(pattern, sentence),
});

export const limitTemplate = z.discriminatedUnion('Kind', [keyLimit, nameLimit, tagLimit]);
export type LimitTemplate = z.infer<typeof limitTemplate>;
export type KeyLimit = z.infer<typeof keyLimit>;
export type NameLimit = z.infer<typeof nameLimit>;
export type TagLimit = z.infer<typeof tagLimit>;
export type Guard = z.infer<typeof guard>;
