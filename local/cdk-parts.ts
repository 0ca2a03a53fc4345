import type { Template } from '../cli/template';
import { isTemplateMap, mapAt, ownValue, scalarText, type TemplateMap } from '../cli/template-value';

/** A template without what the CDK adds to every one for its own deployment. */
export interface WithoutCdkParts {
  readonly template: Template;
  /** `Parameters.BootstrapVersion` and the like. */
  readonly leftOut: readonly string[];
}

/**
 * Takes out what no role depends on and a trial does not have: the version of the bootstrap stack, the rule that compares it, and the
 * metadata of the CDK. Source: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function withoutCdkParts(template: Template): WithoutCdkParts {
  const leftOut: string[] = [];
  const body = { ...template.body };
  for (const [section, isOfCdk] of Object.entries(PARTS)) {
    const entries = Object.entries(mapAt(template.body, section));
    const kept = entries.filter(([name, value]) => !isOfCdk(name, isTemplateMap(value) ? value : {}));
    if (kept.length === entries.length) continue;
    leftOut.push(...entries.filter((entry) => !kept.includes(entry)).map(([name]) => `${section}.${name}`));
    if (kept.length > 0) body[section] = Object.fromEntries(kept);
    else Reflect.deleteProperty(body, section);
  }
  return { template: leftOut.length === 0 ? template : { ...template, body }, leftOut };
}

const text = (value: TemplateMap, key: string): string => scalarText(ownValue(value, key)) ?? '';

const PARTS: Readonly<Record<string, (name: string, value: TemplateMap) => boolean>> = {
  Parameters: (_, value) =>
    text(value, 'Type').startsWith('AWS::SSM::Parameter::Value<') && /^\/cdk-bootstrap\/\w+\/version$/.test(text(value, 'Default')),
  Rules: (name) => name === 'CheckBootstrapVersion',
  Resources: (_, value) => text(value, 'Type') === 'AWS::CDK::Metadata',
};
