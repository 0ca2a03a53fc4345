import type { Template } from '../cli/template';
import type { ParameterValue } from '../cli/template-parameters';
import type { TemplateScope } from '../cli/template-scope';
import { ownValue } from '../cli/template-value';
import { isLive, type Stack, type StackResource } from './cloudformation-stack';

/** Where a stack lives. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

/** What a stack shall become: a template with parameter values, checked. */
export interface Goal {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
}

/** How values resolve in a goal's template: `Ref` and `Fn::GetAtt` give what the stack's resources are at that moment. */
export function stackScope(stack: Stack, place: Place, { template, parameters }: Goal, exports: TemplateScope['exports']): TemplateScope {
  const { name: stackName, id: stackId } = stack;
  const urlSuffix = place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    template,
    parameters,
    exports,
    pseudo: { ...place, stackId, stackName, urlSuffix, notificationArns: [] },
    resources: {
      ref: (logicalId) => existing(stack, logicalId).physicalId ?? '',
      getAtt: (logicalId, attribute) => {
        const { data, requestId = '' } = existing(stack, logicalId);
        const value = ownValue(data, attribute);
        if (value !== undefined) return value;
        // Word for word, as in https://github.com/aws/aws-cdk/issues/29949
        const where = `${stackId}|${logicalId}|${requestId}`;
        throw new Error(`CustomResource attribute error: Vendor response doesn't contain ${attribute} attribute in object ${where}`);
      },
    },
  };
}

function existing(stack: Stack, logicalId: string): StackResource {
  const resource = stack.resources.get(logicalId);
  if (isLive(resource) && resource.physicalId !== undefined) return resource;
  throw new Error(`Resource ${logicalId} does not exist`);
}
