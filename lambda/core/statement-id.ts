/** Where a statement of a rendered role comes from, as its id tells. */
export type StatementSource =
  | { readonly kind: 'activity'; readonly activity: string; readonly version: number; readonly sid: string }
  | { readonly kind: 'guard'; readonly sid: string }
  /** Not made from the catalogue: a policy of someone else's, or a statement without an id. */
  | { readonly kind: 'other'; readonly sid: string | undefined };

/** `ManageJobsV1CreateJobs` */
export function statementId(activity: string, version: number, sid: string): string {
  return `${activity}V${String(version)}${sid}`;
}

/** What {@link statementId} made, and not an author, whose ids begin with `Additional1` and the like; guards are the Denies whose id begins with `Guard`. */
export function statementSource(sid: string | undefined, effect: 'Allow' | 'Deny'): StatementSource {
  const [, activity, version, rest] = /^(?!Additional\d)([A-Z][A-Za-z0-9]*?)V(\d+)([A-Z][A-Za-z0-9]*)$/.exec(sid ?? '') ?? [];
  if (effect === 'Allow' && activity !== undefined && version !== undefined && rest !== undefined) {
    return { kind: 'activity', activity, version: Number(version), sid: rest };
  }
  if (effect === 'Deny' && sid?.startsWith('Guard') === true) return { kind: 'guard', sid };
  return { kind: 'other', sid };
}
