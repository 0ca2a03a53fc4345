import { spawnSync } from 'node:child_process';

/** Where `aws cloudformation package` would have put the code. */
export const CODE = { bucket: 'code-bucket', key: '0123456789abcdef' };

/**
 * Reads templates as SAM does, with the code uploaded, and writes those that CloudFormation gets.
 * SAM asks IAM for managed policies only where a function names one by its bare name: here none does.
 */
const TRANSLATE = `
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class NoManagedPolicies:
    def load(self):
        return {}

def translated(text):
    template = yaml_parse(text)
    for resource in template["Resources"].values():
        if "CodeUri" in resource.get("Properties", {}):
            resource["Properties"]["CodeUri"] = "s3://${CODE.bucket}/${CODE.key}"
    return transform(template, {}, NoManagedPolicies())

json.dump([translated(text) for text in json.load(sys.stdin)], sys.stdout)
`;

export interface TranslatedTemplate {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly DependsOn?: unknown; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

/** What SAM makes of templates, each given as a text. @throws Error with SAM's words where it refuses one */
export function translated(python: string, templates: readonly string[]): readonly TranslatedTemplate[] {
  const { stdout, stderr, status } = spawnSync(python, ['-c', TRANSLATE], {
    encoding: 'utf8',
    input: JSON.stringify(templates),
    env: { PATH: process.env['PATH'], AWS_DEFAULT_REGION: 'us-east-1' },
    maxBuffer: 10_000_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly TranslatedTemplate[];
}
