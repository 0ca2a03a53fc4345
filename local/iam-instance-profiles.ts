import { IamError, limitExceeded, noSuchEntity } from './iam-error';
import * as limit from './iam-limits';
import { change, encodedDocument, iamArn, read, roleOf, write, type Context, type Operations, type Output } from './iam-operation';
import { PAGING, shownPage } from './iam-pages';
import { optional, required } from './iam-parameters';
import { modifiableRole } from './iam-roles';
import { nameKey, withInstanceProfile, withoutEntry, type InstanceProfile } from './iam-state';
import { withTags } from './iam-tags';

const PROFILE = { InstanceProfileName: required(limit.instanceProfileName) };
const MEMBER = { ...PROFILE, RoleName: required(limit.roleName) };
const orderOf = ({ InstanceProfileName }: InstanceProfile): string => nameKey(InstanceProfileName);

/** Operations on instance profiles, which hold a role and keep it from being deleted. */
export const instanceProfileOperations: Operations = {
  CreateInstanceProfile: write(
    { ...PROFILE, Path: optional(limit.path), Tags: optional(limit.tags) },
    ({ InstanceProfileName, Path = '/', Tags = [] }, context) => {
      if (context.state.instanceProfiles.has(nameKey(InstanceProfileName))) {
        throw new IamError('EntityAlreadyExists', `Instance Profile ${InstanceProfileName} already exists.`);
      }
      const profile: InstanceProfile = {
        InstanceProfileName,
        Path,
        Arn: iamArn(context.account, `instance-profile${Path}${InstanceProfileName}`),
        InstanceProfileId: context.newId('AIPA'),
        Tags: withTags([], Tags, 'distinguished', context.account),
        CreateDate: context.now,
        roleName: undefined,
      };
      return { state: withInstanceProfile(context.state, profile), output: { InstanceProfile: shownProfile(profile, context) } };
    },
  ),

  GetInstanceProfile: read(PROFILE, ({ InstanceProfileName }, context) => ({
    InstanceProfile: shownProfile(profileOf(context, InstanceProfileName), context),
  })),

  ListInstanceProfiles: read({ PathPrefix: optional(limit.pathPrefix), ...PAGING }, ({ PathPrefix = '/', ...paging }, context) => {
    const profiles = [...context.state.instanceProfiles.values()].filter(({ Path }) => Path.startsWith(PathPrefix));
    return shownPage('InstanceProfiles', profiles, orderOf, (profile) => shownProfile(profile, context), paging, context);
  }),

  ListInstanceProfilesForRole: read({ RoleName: required(limit.roleName), ...PAGING }, ({ RoleName, ...paging }, context) => {
    const role = roleOf(context, RoleName);
    const profiles = [...context.state.instanceProfiles.values()].filter(({ roleName }) => roleName === role.RoleName);
    return shownPage('InstanceProfiles', profiles, orderOf, (profile) => shownProfile(profile, context), paging, context);
  }),

  AddRoleToInstanceProfile: change(MEMBER, ({ InstanceProfileName, RoleName }, context) => {
    const profile = profileOf(context, InstanceProfileName);
    const role = modifiableRole(context, RoleName);
    if (profile.roleName !== undefined) throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
    return withInstanceProfile(context.state, { ...profile, roleName: role.RoleName });
  }),

  RemoveRoleFromInstanceProfile: change(MEMBER, ({ InstanceProfileName, RoleName }, context) => {
    const profile = profileOf(context, InstanceProfileName);
    const role = roleOf(context, RoleName);
    if (profile.roleName !== role.RoleName) {
      throw noSuchEntity(`The role with name ${RoleName} is not in the instance profile ${InstanceProfileName}.`);
    }
    return withInstanceProfile(context.state, { ...profile, roleName: undefined });
  }),

  DeleteInstanceProfile: change(PROFILE, ({ InstanceProfileName }, context) => {
    const profile = profileOf(context, InstanceProfileName);
    if (profile.roleName !== undefined) {
      throw new IamError('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.');
    }
    return { ...context.state, instanceProfiles: withoutEntry(context.state.instanceProfiles, nameKey(InstanceProfileName)) };
  }),
};

function profileOf({ known, state }: Context, name: string): InstanceProfile {
  const profile = known.instanceProfiles.has(nameKey(name)) ? state.instanceProfiles.get(nameKey(name)) : undefined;
  if (profile === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

function shownProfile(profile: InstanceProfile, { state, shownArn }: Context): Output {
  const { InstanceProfileName, Path, Arn, InstanceProfileId, CreateDate, Tags, roleName } = profile;
  const role = roleName === undefined ? undefined : state.roles.get(nameKey(roleName));
  return {
    InstanceProfileName,
    Path,
    Arn,
    InstanceProfileId,
    CreateDate,
    Roles: (role === undefined ? [] : [role]).map((member) => ({
      RoleName: member.RoleName,
      Path: member.Path,
      Arn: shownArn(member),
      RoleId: member.RoleId,
      CreateDate: member.CreateDate,
      AssumeRolePolicyDocument: encodedDocument(member.AssumeRolePolicyDocument),
    })),
    Tags,
  };
}
