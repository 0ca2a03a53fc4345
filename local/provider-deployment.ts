import { readFileSync } from 'node:fs';
import { readTemplate, type Template } from '../cli/template';
import { parameterValues } from '../cli/template-parameters';
import { resolveAt } from '../cli/template-resolve';
import { mapAt, ownValue, scalarText, type TemplateMap } from '../cli/template-value';
import { urlSuffix } from '../lambda/core/scope';
import { builtFile } from './built-file';
import type { Place } from './cloudformation-scope';

/** What the provider's stack makes, as far as the local AWS plays it: the function and the ceiling. */
export interface ProviderDeployment {
  readonly functionName: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** The default permissions boundary. */
  readonly ceiling: { readonly name: string; readonly arn: string; readonly document: string };
}

/**
 * Reads the shipped template as CloudFormation would, with values for its parameters.
 * @throws Error where it has not been built
 */
export function providerDeployment(place: Place, parameters: Readonly<Record<string, string>>): ProviderDeployment {
  const functionName = parameters['FunctionName'] ?? 'sagemaker-persona-role';
  const properties = propertiesOf(place, parameters, functionName);
  const ceiling = properties('Ceiling');
  const code = properties('Function');
  const variables = mapAt(mapAt(code, 'Environment'), 'Variables');
  const name = textAt(ceiling, 'ManagedPolicyName');
  return {
    functionName: textAt(code, 'FunctionName'),
    handler: textAt(code, 'Handler'),
    timeoutSeconds: Number(textAt(code, 'Timeout')),
    memoryMb: Number(textAt(code, 'MemorySize')),
    environment: Object.fromEntries(Object.keys(variables).map((key) => [key, textAt(variables, key)])),
    ceiling: { name, arn: ceilingArn(place, functionName), document: JSON.stringify(ceiling['PolicyDocument']) },
  };
}

let known: Template | undefined;

/** The built template, read once: it is half a megabyte. */
function shippedTemplate(): Template {
  known ??= readTemplate(readFileSync(builtFile('provider.template.json'), 'utf8'), 'dist/provider.template.json');
  return known;
}

function ceilingArn({ partition, accountId, region }: Place, functionName: string): string {
  return `arn:${partition}:iam::${accountId}:policy/${functionName}-boundary-${region}`;
}

function propertiesOf(
  place: Place,
  parameters: Readonly<Record<string, string>>,
  functionName: string,
): (logicalId: string) => TemplateMap {
  const template = shippedTemplate();
  const { partition, region, accountId } = place;
  const stackName = 'sagemaker-persona-role';
  const scope = {
    template,
    parameters: parameterValues(template, { values: parameters }),
    pseudo: {
      accountId,
      region,
      partition,
      stackName,
      stackId: `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/11111111-1111-1111-1111-111111111111`,
      urlSuffix: urlSuffix(partition),
      notificationArns: [],
    },
    resources: {
      ref: (logicalId: string) => (logicalId === 'Ceiling' ? ceilingArn(place, functionName) : logicalId),
      getAtt: (logicalId: string, attribute: string) => `${logicalId}.${attribute}`,
    },
    exports: new Map<string, string>(),
  };
  return (logicalId) => mapAt({ resolved: resolveAt(scope, ['Resources', logicalId, 'Properties']) ?? {} }, 'resolved');
}

function textAt(map: TemplateMap, key: string): string {
  return scalarText(ownValue(map, key)) ?? '';
}
