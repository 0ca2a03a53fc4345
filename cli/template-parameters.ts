import { assertNoIssues, suggestion, type Issue } from '../lambda/core/errors';
import { templateIssue, type Template } from './template';
import { assertUsage } from './wrong-usage';
import { isTemplateList, isTemplateMap, mapAt, ownValue, scalarText, type TemplateMap, type TemplateValue } from './template-value';

/** A parameter's value as `Ref` gives it: text, or a list of texts for list types. */
export type ParameterValue = string | readonly string[];

/** What is said of a parameter that needs a value. */
export const NO_VALUE = 'the parameter has no default and no value was given';

export interface GivenParameters {
  /** Values by parameter name; a list is one text with commas, as CloudFormation takes it. */
  readonly values: Readonly<Record<string, string>>;
  /** Values of the SSM parameters that parameters of type `AWS::SSM::Parameter::Value<…>` name. */
  readonly ssm?: Readonly<Record<string, string>>;
}

/**
 * Values of all parameters of a template: given, else default, checked against type and constraints.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 * @throws PersonaRoleError InvalidRequest with every fault.
 */
export function parameterValues(template: Template, { values, ssm = {} }: GivenParameters): ReadonlyMap<string, ParameterValue> {
  const declared = mapAt(template.body, 'Parameters');
  const issues: Issue[] = unknownNames(template, values);
  const resolved = new Map<string, ParameterValue>();
  for (const name of Object.keys(declared)) {
    const report = (message: string): void => {
      issues.push(templateIssue(template, ['Parameters', name], message));
    };
    const value = parameterValue(mapAt(declared, name), Object.hasOwn(values, name) ? values[name] : undefined, ssm, report);
    if (value !== undefined) resolved.set(name, value);
  }
  assertNoIssues(issues);
  return resolved;
}

/**
 * The same for as many parameters as have a value: those without one, and those whose value SSM holds, are left out.
 * @throws WrongUsage for values of parameters that there are not, PersonaRoleError InvalidRequest with every other fault.
 */
export function knownParameterValues(template: Template, values: Readonly<Record<string, string>>): ReadonlyMap<string, ParameterValue> {
  const declared = mapAt(template.body, 'Parameters');
  const isKnown = ([name, declaration]: readonly [string, TemplateValue]): boolean => {
    const isOfSsm = isTemplateMap(declaration) && (scalarText(ownValue(declaration, 'Type')) ?? '').startsWith('AWS::SSM::');
    return !isOfSsm && (Object.hasOwn(values, name) || Object.hasOwn(mapAt(declared, name), 'Default'));
  };
  assertDeclared(template, values);
  const known = Object.fromEntries(Object.entries(declared).filter(isKnown));
  const given = Object.entries(values).filter(([name]) => Object.hasOwn(known, name));
  return parameterValues({ ...template, body: { ...template.body, Parameters: known } }, { values: Object.fromEntries(given) });
}

/** @throws WrongUsage for values of parameters that the template does not have */
export function assertDeclared(template: Template, values: Readonly<Record<string, string>>): void {
  assertUsage(unknownNames(template, values));
}

function unknownNames(template: Template, values: Readonly<Record<string, string>>): Issue[] {
  const declared = Object.keys(mapAt(template.body, 'Parameters'));
  return Object.keys(values)
    .filter((name) => !declared.includes(name))
    .map((name) => templateIssue(template, ['Parameters'], `there is no parameter ${name}; ${suggestion(name, declared)}`));
}

type Report = (message: string) => void;

function parameterValue(
  declaration: TemplateMap,
  given: string | undefined,
  ssm: Readonly<Record<string, string>>,
  report: Report,
): ParameterValue | undefined {
  const type = scalarText(ownValue(declaration, 'Type')) ?? 'String';
  const text = given ?? scalarText(ownValue(declaration, 'Default'));
  if (text === undefined) {
    report(NO_VALUE);
    return undefined;
  }
  const ssmType = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
  if (ssmType === undefined) return checkedValue(type, text, declaration, report);
  const stored = Object.hasOwn(ssm, text) ? ssm[text] : undefined;
  if (stored === undefined) {
    report(`no value is known for the SSM parameter "${text}"; make this parameter a String for the trial, and give its value`);
    return undefined;
  }
  // Constraints apply to the SSM parameter's name, not to what it holds.
  return checkedValue(ssmType, stored, {}, report);
}

const SCALAR_TYPE = /^(String|Number|AWS::[A-Za-z0-9]+::[A-Za-z0-9]+(::[A-Za-z0-9]+)*)$/;
const LIST_TYPE = /^(CommaDelimitedList|List<(.+)>)$/;

function checkedValue(type: string, text: string, declaration: TemplateMap, report: Report): ParameterValue | undefined {
  const list = LIST_TYPE.exec(type);
  const elementType = list === null ? type : (list[2] ?? 'String');
  if (!SCALAR_TYPE.test(elementType)) {
    report(`parameter type ${type} is unknown`);
    return undefined;
  }
  if (list === null) {
    checkElement(elementType, text, declaration, report);
    return text;
  }
  const elements = text === '' ? [] : text.split(',').map((element) => element.trim());
  for (const element of elements) checkElement(elementType, element, declaration, report);
  return elements;
}

function checkElement(type: string, text: string, declaration: TemplateMap, report: Report): void {
  const reason = scalarText(ownValue(declaration, 'ConstraintDescription'));
  const refuse = (rule: string): void => {
    report(`"${text}" ${reason ?? rule}`);
  };
  if (type === 'Number') {
    if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) refuse('is not a number');
    if (Number(text) < limit(declaration, 'MinValue', -Infinity)) refuse('is less than MinValue');
    if (Number(text) > limit(declaration, 'MaxValue', Infinity)) refuse('is more than MaxValue');
  } else {
    if (text.length < limit(declaration, 'MinLength', 0)) refuse('is shorter than MinLength');
    if (text.length > limit(declaration, 'MaxLength', Infinity)) refuse('is longer than MaxLength');
  }
  const allowed = ownValue(declaration, 'AllowedValues');
  if (isTemplateList(allowed) && !allowed.some((value) => scalarText(value) === text)) {
    refuse(`is none of the AllowedValues ${allowed.map((value) => scalarText(value) ?? '').join(', ')}`);
  }
  const pattern = scalarText(ownValue(declaration, 'AllowedPattern'));
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)) refuse(`does not match AllowedPattern ${pattern}`);
}

function limit(declaration: TemplateMap, name: string, otherwise: number): number {
  const text = scalarText(ownValue(declaration, name));
  return text === undefined ? otherwise : Number(text);
}
