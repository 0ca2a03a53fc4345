import { adoptionIssues, notAdoptable } from './core/adoption';
import { ownership, type CurrentRole, type Ownership } from './core/current';
import { desiredRole, type DesiredRole } from './core/desired';
import { PersonaRoleError } from './core/errors';
import { findRole, readPoliciesOf, type OverflowSearch, type RolePolicies } from './iam-role';
import type { Sender } from './iam-session';
import type { Invocation } from './invocation';

/**
 * The role, if it exists and carries this resource's tags, or may be adopted; `undefined` if there is none.
 * @throws PersonaRoleError `AlreadyExists`, naming the owner as far as it is known
 */
export async function readOwnRole(
  { session, surroundings, request }: Invocation,
  desired: DesiredRole,
  overflow: OverflowSearch,
): Promise<CurrentRole | undefined> {
  const { roleName, path } = desired;
  const { scope, configuration } = surroundings;
  const read = async (sender: Sender): Promise<RolePolicies> => readPoliciesOf(sender, roleName, path, overflow);
  // Under another name than the resource's there is no role yet, or someone else's, of which the function may not read more.
  const found = await findRole(session, roleName, read, roleName === request.physicalResourceId ? 'at once' : 'when asked');
  if (found === undefined) return undefined;
  const { settings, more } = found;
  const whose = ownership(settings.tags, scope);
  assertMayServe(desired, whose);
  if (whose.owner === 'this resource') return { ...(await more()), ...settings };
  const why = notAdoptable(settings.arn, configuration.AdoptableRoleArns);
  if (why !== undefined) throw foreignRole(roleName, why);
  const current = { ...(await more()), ...settings };
  const issues = adoptionIssues(current, scope);
  if (issues.length > 0) throw new PersonaRoleError('AlreadyExists', issues);
  return current;
}

/** @throws PersonaRoleError `AlreadyExists`, where a role is neither this resource's nor may become so */
function assertMayServe({ roleName, adopt }: DesiredRole, whose: Ownership): void {
  switch (whose.owner) {
    case 'this resource':
      return;
    case 'another resource':
      throw foreignRole(roleName, `belongs to ${whose.words}; give another RoleName`);
    case 'unknown':
      throw foreignRole(roleName, `carries ${whose.words}: it was written by another version of the provider; deploy that version again`);
    case 'nobody':
      if (!adopt)
        throw foreignRole(
          roleName,
          'carries no owner tags: it was not made by this resource, or someone removed its tags; give another RoleName, put the tags back, or ask for its adoption with Adopt',
        );
  }
}

function foreignRole(roleName: string, words: string): PersonaRoleError {
  return new PersonaRoleError('AlreadyExists', [{ path: '', message: `role ${roleName} exists and ${words}; it is left untouched` }]);
}

/** Overflow policies are searched for where the properties of today or of before need any; properties that cannot be read may have. */
export function overflowSearch({ request, surroundings }: Invocation, { managedPolicies }: DesiredRole): OverflowSearch {
  if (managedPolicies.length > 0) return 'all';
  if (request.type !== 'Update') return 'attached';
  try {
    return desiredRole(request.oldProperties, surroundings).managedPolicies.length > 0 ? 'all' : 'attached';
  } catch {
    return 'all';
  }
}
