/**
 * The access levels of AWS's service authorization reference, in the order in which they grow.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const ACCESS_LEVELS = ['List', 'Read', 'Write', 'Tagging', 'Permissions management'] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** One service: its name for people, and the access level of those of its actions that the catalogue names. */
export interface ServiceReference {
  readonly title: string;
  /** Names of actions without the service, by access level. */
  readonly actions: Readonly<Partial<Record<AccessLevel, readonly string[]>>>;
}

/** Services by their prefix in action names, `s3`. */
export type Reference = Readonly<Record<string, ServiceReference>>;

/** `Amazon S3` for `s3`. What the reference does not have keeps its prefix. */
export function serviceTitle(reference: Reference, service: string): string {
  return reference[service]?.title ?? service;
}

/** The level of `service:Action`; `undefined` for an action that the catalogue does not name, such as one of the author's own statements. */
export function accessLevel(reference: Reference, action: string): AccessLevel | undefined {
  const [service = '', name = ''] = action.split(':');
  const levels = reference[service]?.actions ?? {};
  return ACCESS_LEVELS.find((level) => levels[level]?.some((known) => known.toLowerCase() === name.toLowerCase()) === true);
}
