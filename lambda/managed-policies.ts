import { GetPolicyCommand, GetPolicyVersionCommand, ListPoliciesCommand, ListPolicyVersionsCommand } from '@aws-sdk/client-iam';
import type { CurrentManagedPolicy } from './core/current';
import { managedPolicyPath } from './core/names';
import { allPages, parseDocument, read, tagsOf } from './iam-read';
import type { Sender } from './iam-session';

/** The overflow policies of a role, whether attached or not: they stand below a path of their own. */
export async function readManagedPolicies(session: Sender, rolePath: string, roleName: string): Promise<CurrentManagedPolicy[]> {
  return readManagedPoliciesBelow(session, managedPolicyPath(rolePath, roleName));
}

/** All customer-managed policies below a path. */
export async function readManagedPoliciesBelow(session: Sender, pathPrefix: string): Promise<CurrentManagedPolicy[]> {
  const arns = await listManagedPolicyArns(session, pathPrefix);
  return existing(await Promise.all(arns.map(async (arn) => readManagedPolicy(session, arn))));
}

/** What the deletion of policies has to know: whose they are, and their versions. The documents are left out. */
export async function readPoliciesToDelete(session: Sender, arns: readonly string[]): Promise<CurrentManagedPolicy[]> {
  const found = await Promise.all(arns.map(async (arn) => readWithoutDocument(session, arn)));
  return existing(found).map(({ policy }) => policy);
}

function existing<T>(policies: readonly (T | undefined)[]): T[] {
  return policies.flatMap((policy) => (policy === undefined ? [] : [policy]));
}

/** ARNs of all customer-managed policies below a path. */
export async function listManagedPolicyArns(session: Sender, PathPrefix: string): Promise<string[]> {
  return allPages(session, 'ListPolicies', PathPrefix, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListPoliciesCommand({ Scope: 'Local', PathPrefix, ...Marker }), { abortSignal });
    return { items: (page.Policies ?? []).map(({ Arn }) => Arn ?? ''), marker: page.IsTruncated === true ? page.Marker : undefined };
  });
}

/** The version that an overflow policy is made with, and keeps: its content never changes. */
const FIRST_VERSION = 'v1';

async function readManagedPolicy(session: Sender, arn: string): Promise<CurrentManagedPolicy | undefined> {
  const [found, first] = await Promise.all([readWithoutDocument(session, arn), readVersion(session, arn, FIRST_VERSION)]);
  if (found === undefined) return undefined;
  const { policy, defaultVersion } = found;
  return { ...policy, document: defaultVersion === FIRST_VERSION ? first : await readVersion(session, arn, defaultVersion) };
}

async function readWithoutDocument(
  session: Sender,
  arn: string,
): Promise<{ readonly policy: CurrentManagedPolicy; readonly defaultVersion: string } | undefined> {
  const [found, versions] = await Promise.all([
    read(session, 'GetPolicy', arn, (abortSignal) => session.client.send(new GetPolicyCommand({ PolicyArn: arn }), { abortSignal })),
    listVersions(session, arn),
  ]);
  if (found?.Policy === undefined) return undefined;
  const { DefaultVersionId: defaultVersion = FIRST_VERSION, Tags } = found.Policy;
  const otherVersions = versions.filter((id) => id !== defaultVersion);
  return { policy: { arn, tags: tagsOf(Tags), document: undefined, otherVersions }, defaultVersion };
}

async function readVersion(session: Sender, arn: string, VersionId: string): Promise<unknown> {
  const version = await read(session, 'GetPolicyVersion', arn, (abortSignal) =>
    session.client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }), { abortSignal }),
  );
  return parseDocument(version?.PolicyVersion?.Document);
}

async function listVersions(session: Sender, arn: string): Promise<string[]> {
  return allPages(session, 'ListPolicyVersions', arn, async (Marker, abortSignal) => {
    const page = await session.client.send(new ListPolicyVersionsCommand({ PolicyArn: arn, ...Marker }), { abortSignal });
    return {
      items: (page.Versions ?? []).map(({ VersionId }) => VersionId ?? ''),
      marker: page.IsTruncated === true ? page.Marker : undefined,
    };
  });
}
