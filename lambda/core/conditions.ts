import * as z from 'zod/mini';
import type { Conditions } from './policy';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATOR =
  /^(Null|(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?)$/;

/*
 * Of texts that may stand in a policy, which have no character beyond U+00FF. Their letters and digits are written out: `\p{L}` and its like
 * take a function longer to start than everything else here.
 */

/** A prefix, which may be the address of an identity provider, and a name, which may end in the key of a tag. */
const KEY = /^[\w./-]{1,256}:[\wª²³µ¹º¼-¾À-ÖØ-öø-ÿ.:/=+@ -]{1,256}$/;

/** `${aws:PrincipalTag/team}`; what is begun must be ended: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const VARIABLE = /\$\{[\wª²³µ¹º¼-¾À-ÖØ-öø-ÿ.:/=+@?*$ ,'-]+\}/g;

/** Control characters, and the soft hyphen, which nobody sees. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad]/;

/** Whether a text without characters beyond U+00FF may stand in a policy; its policy variables, if any, are whole. */
export function isPolicyText(value: string): boolean {
  return value.length <= 1024 && !INVISIBLE.test(value) && !value.replace(VARIABLE, '').includes('${');
}

/** IAM takes characters up to U+00FF in a policy: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html, PolicyDocument. */
const BEYOND_POLICIES = /[^\u0000-\u00ff]/u;

/** What is wrong with the characters of a text that goes into a policy, in words that follow it in a message. */
export function characterFault(value: string): string | undefined {
  const character = BEYOND_POLICIES.exec(value)?.[0];
  return character === undefined ? undefined : `contains ${JSON.stringify(character)}; IAM takes no character beyond U+00FF in a policy`;
}

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * The conditions of a statement that an author writes: `{ operator: { key: value or values } }`. Read by hand, since a schema of records
 * leaves out the key `__proto__`: a condition that were dropped in silence would widen what its author narrows.
 */
export const conditions = () =>
  z.pipe(
    z.unknown().check((context) => {
      for (const { path, message } of conditionFaults(context.value))
        context.issues.push({ code: 'custom', path: [...path], message, input: context.value });
    }),
    z.pipe(z.transform(conditionsOf), z.record(z.string(), z.record(z.string(), z.array(z.string())))),
  );

const EXAMPLE = ', such as { StringEquals: { "aws:PrincipalTag/team": blue } }';

function conditionFaults(value: unknown): Fault[] {
  if (!isMap(value)) return [{ path: [], message: `must be a map of condition operators${EXAMPLE}` }];
  if (Object.keys(value).length === 0) return [{ path: [], message: 'is empty; leave it out where nothing is to be conditioned' }];
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!OPERATOR.test(operator)) return [{ path: [operator.slice(0, 80)], message: `is not a condition operator of IAM${EXAMPLE}` }];
    if (!isMap(keys)) return [{ path: [operator], message: `must be a map of condition keys${EXAMPLE}` }];
    if (Object.keys(keys).length === 0) return [{ path: [operator], message: `names no condition key${EXAMPLE}` }];
    return Object.entries(keys).flatMap(([key, values], index, entries) => {
      const path = [operator, key.slice(0, 80)];
      const fault = characterFault(key);
      if (fault !== undefined) return [{ path, message: fault }];
      if (!KEY.test(key)) return [{ path, message: 'is not a condition key, such as aws:SourceAccount' }];
      const isRepeated = entries.slice(0, index).some(([other]) => other.toLowerCase() === key.toLowerCase());
      return isRepeated ? [{ path, message: 'stands twice; condition keys differ in more than case' }] : valueFaults(path, values);
    });
  });
}

function valueFaults(path: readonly string[], values: unknown): Fault[] {
  const texts = textsOf(values);
  if (texts.length === 0 || texts.includes(''))
    return [{ path, message: 'is empty; a condition without a value would not narrow anything. Is a parameter of the template empty?' }];
  const fault = texts.flatMap((value) => (value === undefined ? [] : (characterFault(value) ?? [])))[0];
  if (fault !== undefined) return [{ path, message: fault }];
  return texts.every((value) => value !== undefined && isPolicyText(value))
    ? []
    : [{ path, message: 'must be a text or a list of texts of at most 1,024 characters; a policy variable is written ${name}' }];
}

function conditionsOf(value: unknown): Conditions {
  return mapped(value, (keys) => mapped(keys, (values) => textsOf(values).flatMap((text) => (text === undefined ? [] : [text]))));
}

function mapped<T>(value: unknown, each: (item: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(isMap(value) ? value : {}).map(([key, item]) => [key, each(item)]));
}

/** Texts as CloudFormation and others send them; `undefined` for what is none. */
function textsOf(values: unknown): (string | undefined)[] {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  return list.map((value) => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A condition on one key, however its letters are cased: keys are the same without regard to case. */
export interface KeyCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export function conditionsOn(all: Conditions, name: string): KeyCondition[] {
  return Object.entries(all).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .map(([key, values]) => ({ operator, key, values })),
  );
}
