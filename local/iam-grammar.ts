import { malformed } from './iam-error';
import { parsePolicyJson } from './iam-json';
import { checkResource } from './iam-resources';

/** One statement of a policy after its elements were found to have the right form. */
export interface CheckedStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly element: Readonly<Record<string, unknown>>;
}

const VERSIONS = ['2008-10-17', '2012-10-17'];
const EFFECTS = ['Allow', 'Deny'];
const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const SYNTAX = 'Syntax errors in policy.';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATOR =
  /^(?:Null|(?:ForAllValues:|ForAnyValue:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))(?:IfExists)?)$/;

/** `service:Action`; neither the service nor the action has to exist, and the action may hold wildcards. */
const ACTION = /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/;

/**
 * Checks an inline or managed policy of a role as IAM does when it is written.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws IamError `MalformedPolicyDocument`
 */
export function checkIdentityPolicy(document: string, partition: string): void {
  const { policy, statements } = readPolicy(document);
  if ('Id' in policy) throw malformed(`${SYNTAX} Id must not be included in identity-based policies.`);
  for (const { element } of statements) {
    if ('Principal' in element || 'NotPrincipal' in element) throw malformed('Policy document should not specify a principal.');
    const resources = listOf(exactlyOne(element, 'Resource', 'NotResource', 'Policy statement must contain resources.'));
    for (const resource of resources) {
      checkResource(resource, partition);
      checkVariables(resource);
    }
  }
}

/** Reads what identity and trust policies share. */
export function readPolicy(document: string): { policy: Readonly<Record<string, unknown>>; statements: readonly CheckedStatement[] } {
  const policy = parsePolicyJson(document);
  if (!isMap(policy) || Object.keys(policy).some((key) => !['Version', 'Id', 'Statement'].includes(key))) throw malformed(SYNTAX);
  if ('Version' in policy && !VERSIONS.includes(String(policy['Version']))) throw malformed(SYNTAX);
  if ('Id' in policy && typeof policy['Id'] !== 'string') throw malformed(SYNTAX);
  const elements = isMap(policy['Statement']) ? [policy['Statement']] : policy['Statement'];
  if (!Array.isArray(elements) || elements.length === 0) throw malformed(SYNTAX);
  const statements = elements.map(readStatement);
  const sids = statements.map(({ element }) => element['Sid']).filter((sid) => sid !== undefined && sid !== '');
  if (new Set(sids).size < sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  return { policy, statements };
}

function readStatement(element: unknown): CheckedStatement {
  if (!isMap(element) || Object.keys(element).some((key) => !ELEMENTS.includes(key))) throw malformed(SYNTAX);
  const { Sid, Effect, Condition } = element;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed(`${SYNTAX} Effect must be one of ${EFFECTS.join(', ')}.`);
  if (Sid !== undefined && (typeof Sid !== 'string' || !/^[A-Za-z0-9]*$/.test(Sid))) {
    throw malformed('Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*');
  }
  const actions = listOf(exactlyOne(element, 'Action', 'NotAction', 'Policy statement must contain actions.'));
  for (const action of actions) {
    if (action !== '*' && !ACTION.test(action)) {
      throw malformed(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: ${action}`);
    }
  }
  if ('Condition' in element) checkCondition(Condition);
  return { Effect, actions, element };
}

function checkCondition(condition: unknown): void {
  if (!isMap(condition)) throw malformed(SYNTAX);
  for (const [operator, block] of Object.entries(condition)) {
    if (!OPERATOR.test(operator) || !isMap(block)) throw malformed(`${SYNTAX} Condition operator ${operator}.`);
    for (const [key, values] of Object.entries(block)) {
      if (!/^[^\s:]+:[^\s]+$/.test(key)) {
        throw malformed(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: ${key}`);
      }
      checkConditionValues(values);
    }
  }
}

function checkConditionValues(values: unknown): void {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  for (const value of list) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw malformed(SYNTAX);
    if (typeof value === 'string') checkVariables(value);
  }
}

/** A variable that is begun must be ended: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function checkVariables(text: string): void {
  if (/\$\{(?![^{}]+\})/.test(text)) throw malformed(`The policy failed legacy parsing: unclosed policy variable in ${text}`);
}

/** The value of the one of two elements that exclude each other. */
function exactlyOne(element: Readonly<Record<string, unknown>>, one: string, other: string, missing: string): unknown {
  if (one in element && other in element) throw malformed(`${SYNTAX} ${one} and ${other} exclude each other.`);
  if (one in element) return element[one];
  if (other in element) return element[other];
  throw malformed(missing);
}

/** The strings of an element that holds one or a list of them. */
export function listOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((item) => typeof item === 'string');
  if (strings.length === 0 || strings.length < list.length) throw malformed(SYNTAX);
  return strings;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
