import { readFileSync } from 'node:fs';
import { parameterValues } from '../../cli/template-parameters';
import { readTemplate, type Template } from '../../cli/template';
import { resolveAt } from '../../cli/template-resolve';
import { mapAt, type TemplateMap } from '../../cli/template-value';
import { providerTemplateFile } from '../../infra/provider-template';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** The built template, as it is deployed. */
export function builtTemplate(): Template {
  return readTemplate(readFileSync(providerTemplateFile(), 'utf8'), 'dist/provider.template.json');
}

/** Properties of each resource of the provider's stack, all intrinsics resolved. */
export function resolvedProperties(parameters: Readonly<Record<string, string>> = {}, partition = 'aws'): ReadonlyMap<string, TemplateMap> {
  const functionName = parameters['FunctionName'] ?? 'sagemaker-persona-role';
  return resolvedIn({ template: builtTemplate(), parameters, functionName, partition, prefix: '' });
}

/** A template with a provider's resources in it. */
export interface WithProvider {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly functionName: string;
  readonly partition: string;
  /** What the logical ids of the provider's resources begin with. */
  readonly prefix: string;
}

/** The same of any template, each resource by its name in the provider's own. */
export function resolvedIn({ template, parameters, functionName, partition, prefix }: WithProvider): ReadonlyMap<string, TemplateMap> {
  const inTemplate = (logicalId: string): string => logicalId.replace(new RegExp(`^${prefix}`), '');
  const stackId = `arn:${partition}:cloudformation:${REGION}:${ACCOUNT}:stack/provider/11111111-1111-1111-1111-111111111111`;
  const policyArn = `arn:${partition}:iam::${ACCOUNT}:policy/${functionName}-boundary-${REGION}`;
  const scope = {
    template,
    parameters: parameterValues(template, { values: parameters }),
    pseudo: {
      accountId: ACCOUNT,
      region: REGION,
      partition,
      stackId,
      stackName: 'provider',
      urlSuffix: 'amazonaws.com',
      notificationArns: [],
    },
    resources: {
      ref: (logicalId: string) => (inTemplate(logicalId) === 'Ceiling' ? policyArn : inTemplate(logicalId)),
      getAtt: (logicalId: string, attribute: string) =>
        inTemplate(logicalId) === 'LogGroup'
          ? `arn:${partition}:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/${functionName}:*`
          : `${inTemplate(logicalId)}.${attribute}`,
    },
    exports: new Map<string, string>(),
  };
  const resources = Object.keys(mapAt(template.body, 'Resources')).filter((logicalId) => logicalId.startsWith(prefix));
  return new Map(
    resources.map((logicalId) => [
      inTemplate(logicalId),
      mapAt({ properties: resolveAt(scope, ['Resources', logicalId, 'Properties']) ?? {} }, 'properties'),
    ]),
  );
}

/** The environment of the provider's function, as it is deployed with these parameters. */
export function environmentOf(parameters: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { Environment } = resolvedProperties(parameters).get('Function') as unknown as {
    readonly Environment: { readonly Variables: Readonly<Record<string, string | number>> };
  };
  return Object.fromEntries(Object.entries(Environment.Variables).map(([name, value]) => [name, String(value)]));
}
