import type { Issue } from './errors';
import { off, optionalText } from './values';

/*
 * The properties that decide what the resource works on: a role of its own (neither of them), a role that existed before and comes under
 * management (`Adopt`), or a role that stays someone else's and only gets permissions (`GrantTo`).
 */
export const modeProperties = {
  GrantTo: optionalText,
  Adopt: off,
};

/** What only a role of the resource's own can have. */
const NOT_WITH_GRANT_TO = [
  'RoleName',
  'RoleNameSuffix',
  'Description',
  'MaxSessionDuration',
  'Tags',
  'ManagedPolicyArns',
  'PermissionsBoundary',
  'SourceCondition',
  'TrustedPrincipals',
  'SourceIdentity',
  'AdditionalStatements',
  'Adopt',
  'Exclusive',
  'ForceDetach',
] as const;

/** What would overwrite or remove something that a later release could not give back. */
const NOT_WITH_ADOPT = ['Description', 'MaxSessionDuration', 'Tags', 'ManagedPolicyArns', 'PermissionsBoundary', 'Exclusive'] as const;

/** Properties that do not go with the mode. Takes the input, since what is given cannot be told from a default afterwards. */
export function modeIssues(input: unknown): Issue[] {
  if (typeof input !== 'object' || input === null) return [];
  const names = Object.keys(input);
  const isGiven = (name: string): boolean => names.includes(name);
  if (isGiven('GrantTo'))
    return NOT_WITH_GRANT_TO.filter(isGiven).map((path) => ({
      path,
      message: 'cannot stand beside GrantTo, which only adds permissions to a role that exists and changes nothing else about it',
    }));
  if (!isGiven('Adopt') || !asksToAdopt(input as Readonly<Record<string, unknown>>)) return [];
  return NOT_WITH_ADOPT.filter(isGiven).map((path) => ({
    path,
    message:
      'cannot stand beside Adopt: an adopted role keeps its own, since a rollback could not give it back; write it in the update that removes Adopt',
  }));
}

/** The role that raw properties grant to, valid or not; `undefined` where they ask for a role of the resource's own. */
export function grantTarget(properties: Readonly<Record<string, unknown>>): string | undefined {
  const target = properties['GrantTo'];
  return typeof target === 'string' && target !== '' ? target : undefined;
}

/** Whether raw properties ask to adopt; of any shape, as a Delete may carry them. */
export function asksToAdopt(properties: Readonly<Record<string, unknown>>): boolean {
  return properties['Adopt'] === true || properties['Adopt'] === 'true';
}
