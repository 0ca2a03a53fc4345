import type { Template } from './template';
import type { ParameterValue } from './template-parameters';
import { isMadeBySam } from './template-sam';
import { mapAt, type TemplatePath, type TemplateValue } from './template-value';

/** Pseudo parameters. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export interface PseudoParameters {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly urlSuffix: string;
  readonly notificationArns: readonly string[];
}

/** What `Ref` and `Fn::GetAtt` of a resource give. They are asked only for logical ids that the template has, or that SAM makes. */
export interface ResourceValues {
  ref(logicalId: string): TemplateValue;
  getAtt(logicalId: string, attribute: string): TemplateValue;
}

/** All that the value of an intrinsic can depend on. */
export interface TemplateScope {
  readonly template: Template;
  readonly parameters: Pick<ReadonlyMap<string, ParameterValue>, 'get'>;
  readonly pseudo: PseudoParameters;
  readonly resources: ResourceValues;
  /** Values by export name, for `Fn::ImportValue`. */
  readonly exports: Pick<ReadonlyMap<string, string>, 'get'>;
}

/** A value with everything in it resolved; undefined is `AWS::NoValue`. */
export type Evaluate = (value: TemplateValue, path: TemplatePath) => TemplateValue | undefined;

/** What a name stands for in `Ref` and `Fn::Sub`. */
export type Named =
  | { readonly kind: 'value'; readonly value: TemplateValue }
  | { readonly kind: 'no value' }
  | { readonly kind: 'resource' }
  | { readonly kind: 'unknown' };

export function lookUp(scope: TemplateScope, name: string): Named {
  const pseudo = pseudoParameter(scope.pseudo, name);
  if (pseudo !== undefined) return pseudo;
  const parameter = scope.parameters.get(name);
  if (parameter !== undefined) return { kind: 'value', value: parameter };
  const { body } = scope.template;
  return Object.hasOwn(mapAt(body, 'Resources'), name) || isMadeBySam(body, name) ? { kind: 'resource' } : { kind: 'unknown' };
}

function pseudoParameter(pseudo: PseudoParameters, name: string): Named | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return { kind: 'value', value: pseudo.accountId };
    case 'AWS::Region':
      return { kind: 'value', value: pseudo.region };
    case 'AWS::Partition':
      return { kind: 'value', value: pseudo.partition };
    case 'AWS::StackId':
      return { kind: 'value', value: pseudo.stackId };
    case 'AWS::StackName':
      return { kind: 'value', value: pseudo.stackName };
    case 'AWS::URLSuffix':
      return { kind: 'value', value: pseudo.urlSuffix };
    case 'AWS::NotificationARNs':
      return { kind: 'value', value: pseudo.notificationArns };
    case 'AWS::NoValue':
      return { kind: 'no value' };
    default:
      return undefined;
  }
}
