import { conditionsOn } from './conditions';
import type { Issue } from './errors';
import type { Conditions } from './policy';

/**
 * Hosts of the sign-in endpoints by partition, as a SAML assertion names them as its recipient. They are not known for the others.
 * Source: https://docs.aws.amazon.com/general/latest/gr/signin-service.html, for China https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-Beijing.html,
 * for the isolated partitions aws-cdk-lib `region-info`, `samlSignOnUrl`
 */
const SIGN_IN_HOSTS: Readonly<Record<string, string>> = {
  aws: 'signin.aws.amazon.com',
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
  'aws-iso': 'signin.c2shome.ic.gov',
  'aws-iso-b': 'signin.sc2shome.sgov.gov',
};

/** The audience of SAML assertions for a partition; `undefined` where it is not known. */
export function samlAudience(partition: string): string | undefined {
  const host = SIGN_IN_HOSTS[partition];
  return host === undefined ? undefined : `https://${host}/saml`;
}

/**
 * An endpoint may be that of one Region, and has a path of its own where assertions are encrypted.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
 */
function isSamlAudience(value: string, partition: string): boolean {
  const host = SIGN_IN_HOSTS[partition]?.replaceAll('.', '\\.') ?? 'signin\\.[a-z0-9.-]+';
  return new RegExp(`^https://([a-z0-9-]+\\.)?${host}/saml(/acs/[A-Za-z0-9]+)?$`).test(value);
}

/** What the conditions of a SAML provider must say: its audience, where they name one, is a sign-in endpoint of the partition. */
export function samlIssues(path: string, conditions: Conditions, partition: string): Issue[] {
  const given = conditionsOn(conditions, 'SAML:aud');
  if (given.length === 0 && samlAudience(partition) === undefined)
    return [{ path, message: `the sign-in endpoint of partition ${partition} is not known here; name it: StringEquals SAML:aud` }];
  return given.flatMap(({ operator, values }) =>
    operator === 'StringEquals'
      ? values
          .filter((value) => !isSamlAudience(value, partition))
          .map((value) => ({ path, message: `SAML:aud "${value.slice(0, 200)}" is not a sign-in endpoint of partition ${partition}` }))
      : [{ path, message: `SAML:aud is compared by StringEquals, not by ${operator}` }],
  );
}

/**
 * What the conditions of an OIDC provider must say: for whom a token was issued, and about whom. Many identity providers serve everybody,
 * so without a subject anybody's token would do.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export function oidcIssues(path: string, conditions: Conditions, issuer: string): Issue[] {
  const audiences = conditionsOn(conditions, `${issuer}:aud`).filter(({ operator }) => operator === 'StringEquals');
  const subjects = conditionsOn(conditions, `${issuer}:sub`).filter(({ operator }) => ['StringEquals', 'StringLike'].includes(operator));
  return [
    ...(audiences.length > 0 ? [] : [{ path, message: `needs the audience of the tokens: StringEquals ${issuer}:aud` }]),
    ...(subjects.length > 0 ? [] : [{ path, message: `needs the subject of the tokens: StringEquals or StringLike ${issuer}:sub` }]),
    ...audiences
      .flatMap(({ values }) => values)
      .filter((value) => /[*?$]/.test(value))
      .map((value) => ({ path, message: `${issuer}:aud "${value.slice(0, 200)}" must be one literal audience` })),
    ...subjects.flatMap(({ values }) => values).flatMap((value) => subjectIssues(path, `${issuer}:sub`, value)),
  ];
}

/**
 * What an owner is the owner of, and the owner's whole name: without the mark that ends it, everybody whose name begins so would do.
 * `repo:my-org/`: https://docs.github.com/en/actions/reference/security/oidc, `project_path:my-group/`:
 * https://docs.gitlab.com/ci/cloud_services/, `system:serviceaccount:my-namespace:`:
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens
 */
const OWNER = /^(system:serviceaccount|(?!system:serviceaccount:)[^:/]+)(:\/\/|[:/])[^:/]+[:/]/;

/**
 * Before its first wildcard a subject says whose it is: `repo:my-org/my-repo:*` does, `repo:*` is everybody's, and so is a policy
 * variable, which the token's sender may fill.
 */
function subjectIssues(path: string, key: string, value: string): Issue[] {
  const shown = `${key} "${value.slice(0, 200)}"`;
  if (value.includes('${')) return [{ path, message: `${shown} must not hold a policy variable` }];
  const literal = value.split(/[*?]/)[0] ?? '';
  if (literal === value) return [];
  if (literal === '') return [{ path, message: `${shown} must not begin with a wildcard` }];
  if (OWNER.test(literal)) return [];
  return [{ path, message: `${shown} is anybody's; name the owner before the wildcard, and end the name by "/" or ":"` }];
}
