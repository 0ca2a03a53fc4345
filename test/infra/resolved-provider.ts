import { existsSync, readFileSync } from 'node:fs';
import { parameterValues } from '../../cli/template-parameters';
import { readTemplate, type Template } from '../../cli/template';
import { resolveAt } from '../../cli/template-resolve';
import { mapAt, type TemplateMap } from '../../cli/template-value';
import { PROVIDER_TEMPLATE } from '../../infra/provider-stack';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** The built template, as it is deployed. */
export function builtTemplate(): Template {
  if (!existsSync(PROVIDER_TEMPLATE)) throw new Error('dist/provider.template.json is not there yet. Run: npm run build');
  return readTemplate(readFileSync(PROVIDER_TEMPLATE, 'utf8'), PROVIDER_TEMPLATE);
}

/** Properties of each resource of the provider's stack, all intrinsics resolved. */
export function resolvedProperties(parameters: Readonly<Record<string, string>> = {}, partition = 'aws'): ReadonlyMap<string, TemplateMap> {
  const template = builtTemplate();
  const stackId = `arn:${partition}:cloudformation:${REGION}:${ACCOUNT}:stack/provider/11111111-1111-1111-1111-111111111111`;
  const policyArn = `arn:${partition}:iam::${ACCOUNT}:policy/sagemaker-persona-role-boundary-${REGION}`;
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
      ref: (logicalId: string) => (logicalId === 'Ceiling' ? policyArn : logicalId),
      getAtt: (logicalId: string, attribute: string) =>
        logicalId === 'LogGroup'
          ? `arn:${partition}:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/sagemaker-persona-role:*`
          : `${logicalId}.${attribute}`,
    },
    exports: new Map<string, string>(),
  };
  const resources = Object.keys(mapAt(template.body, 'Resources'));
  return new Map(
    resources.map((logicalId) => [
      logicalId,
      mapAt({ properties: resolveAt(scope, ['Resources', logicalId, 'Properties']) ?? {} }, 'properties'),
    ]),
  );
}
