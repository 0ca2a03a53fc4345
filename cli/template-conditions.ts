import { canonicalize } from '../lambda/core/canonical';
import { templateError } from './template';
import type { Evaluate, TemplateScope } from './template-scope';
import { isTemplateList, isTemplateMap, mapAt, ownValue, scalarText, type TemplatePath, type TemplateValue } from './template-value';

/**
 * Whether a condition of the template holds.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 * @param path where the condition is used, for the message when there is none of that name.
 * @param evaluate resolves the values that conditions compare.
 */
export function conditionHolds(scope: TemplateScope, name: string, path: TemplatePath, evaluate: Evaluate): boolean {
  return holds(scope, name, path, evaluate, []);
}

function holds(scope: TemplateScope, name: string, path: TemplatePath, evaluate: Evaluate, within: readonly string[]): boolean {
  const condition = ownValue(mapAt(scope.template.body, 'Conditions'), name);
  if (condition === undefined) throw templateError(scope.template, path, `there is no condition "${name}" in the section Conditions`);
  if (within.includes(name)) throw templateError(scope.template, ['Conditions', name], 'the condition depends on itself');
  return truth(scope, condition, ['Conditions', name], evaluate, [...within, name]);
}

function truth(scope: TemplateScope, value: TemplateValue, path: TemplatePath, evaluate: Evaluate, within: readonly string[]): boolean {
  const [entry, ...others] = isTemplateMap(value) ? Object.entries(value) : [];
  if (entry === undefined || others.length > 0) {
    throw templateError(scope.template, path, 'a condition is one of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition');
  }
  const [name, argument] = entry;
  const here = [...path, name];
  const truths = (minimum: number, maximum: number): boolean[] => {
    if (!isTemplateList(argument) || argument.length < minimum || argument.length > maximum) {
      throw templateError(scope.template, path, `${name} takes a list of ${String(minimum)} to ${String(maximum)} conditions`);
    }
    return argument.map((item, index) => truth(scope, item, [...here, index], evaluate, within));
  };
  switch (name) {
    case 'Condition': {
      const other = scalarText(argument) ?? '';
      return holds(scope, other, here, evaluate, within);
    }
    case 'Fn::And':
      return truths(2, 10).every(Boolean);
    case 'Fn::Or':
      return truths(2, 10).some(Boolean);
    case 'Fn::Not':
      return !truths(1, 1).some(Boolean);
    case 'Fn::Equals': {
      const [left, right] = isTemplateList(argument) && argument.length === 2 ? argument : [];
      if (left === undefined || right === undefined) throw templateError(scope.template, path, 'Fn::Equals takes a list of two values');
      return comparable(evaluate(left, [...here, 0])) === comparable(evaluate(right, [...here, 1]));
    }
    default:
      throw templateError(scope.template, path, `${name} is not supported in a condition`);
  }
}

/** Scalars compare as text: `true` equals `"true"`. */
function comparable(value: TemplateValue | undefined): string {
  return scalarText(value) ?? canonicalize(value ?? null);
}
