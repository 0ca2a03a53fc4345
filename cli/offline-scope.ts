import { urlSuffix } from '../lambda/core/scope';
import { DeploymentValueError, templateIssue, type Template } from './template';
import { knownParameterValues } from './template-parameters';
import type { TemplateScope } from './template-scope';
import { isTemplateMap, mapAt, type TemplateValue } from './template-value';

/** Where a template would be deployed. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly stackId: string;
  readonly stackName: string;
}

/** What is known of a resource before it is deployed: its `Ref`, or an attribute. */
export type KnownResources = (logicalId: string, attribute: string) => string | undefined;

/**
 * How values resolve without a deployment: parameters by the values given, else by their defaults. What resources and exports are is not
 * known; asking for it throws a DeploymentValueError.
 * @throws PersonaRoleError for values that the parameters do not take
 */
export function offlineScope(
  template: Template,
  place: Place,
  values: Readonly<Record<string, string>>,
  known: KnownResources = () => undefined,
): TemplateScope {
  const parameters = knownParameterValues(template, values);
  const declared = mapAt(template.body, 'Parameters');
  const unknown = (words: string): never => {
    throw new DeploymentValueError(words, [templateIssue(template, [], `${words} is known at deployment only`)]);
  };
  return {
    template,
    parameters: {
      get: (name) => parameters.get(name) ?? (Object.hasOwn(declared, name) ? unknown(`Ref ${name}`) : undefined),
    },
    pseudo: { ...place, urlSuffix: urlSuffix(place.partition), notificationArns: [] },
    resources: {
      ref: (logicalId) => known(logicalId, 'Ref') ?? unknown(`Ref ${logicalId}`),
      getAtt: (logicalId, attribute) => known(logicalId, attribute) ?? unknown(`Fn::GetAtt ${logicalId}.${attribute}`),
    },
    exports: { get: (name) => unknown(`Fn::ImportValue ${name}`) },
  };
}

/** ARNs, or parts of such, of services whose resources are of the stack's own account or Region. */
const LOCAL_ARN = /(?:arn:(aws[a-z-]*))?:(iam|secretsmanager|kms|ecr):([a-z0-9-]*):(\d{12}):/;

/** Account, Region and partition that the ARNs in a value speak of. Roles and secrets are of the stack's account, keys and repositories of its Region. */
export function placeIn(value: TemplateValue): Partial<Pick<Place, 'partition' | 'region' | 'accountId'>> {
  const found: { partition?: string; region?: string; accountId?: string } = {};
  for (const text of textsIn(value)) {
    const [, partition, service, region, accountId] = LOCAL_ARN.exec(text) ?? [];
    if (partition !== undefined) found.partition ??= partition;
    if (region !== undefined && region !== '') found.region ??= region;
    if (accountId !== undefined && (service === 'iam' || service === 'secretsmanager')) found.accountId ??= accountId;
  }
  return found;
}

function textsIn(value: TemplateValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isTemplateMap(value) ? Object.values(value).flatMap(textsIn) : [];
}
