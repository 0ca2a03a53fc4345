import { Fn, Token, Tokenization } from 'aws-cdk-lib';
import type { ProviderTemplate } from './provider-template';

/** A parameter's value: lists stay lists, so that their elements may be known at deployment only. */
export type ParameterValue = string | number | readonly string[];

/** `AWS::NoValue`: what has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * The template as it is where its parameters have these values: every condition decided, every parameter replaced, every resource
 * under its logical id in the stack. What depends on the deployment stays an intrinsic function or a CDK token.
 * @param values of all parameters, by their names
 * @param logicalId a resource's logical id in the stack, from the one in the template
 */
export class SpecialisedTemplate {
  constructor(
    private readonly template: ProviderTemplate,
    private readonly values: (parameter: string) => ParameterValue,
    private readonly logicalId: (name: string) => string,
  ) {}

  /** A value of the template with everything replaced; `undefined` where it is left out. */
  value(source: unknown): unknown {
    const value = this.#value(source);
    return value === NO_VALUE ? undefined : value;
  }

  /** Whether something with this `Condition` is there. */
  holds(condition: string | undefined): boolean {
    return condition === undefined || this.#decide(this.template.Conditions[condition]);
  }

  #value(source: unknown): unknown {
    if (Array.isArray(source)) return source.map((item) => this.#value(item)).filter((item) => item !== NO_VALUE);
    if (typeof source !== 'object' || source === null) return source;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(source) as [string, unknown][];
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.#intrinsic(name, argument);
    return Object.fromEntries(
      Object.entries(source).flatMap(([key, item]) => {
        const value = this.#value(item);
        if (value === NO_VALUE) return [];
        return [[key, key === 'Variables' ? texts(value) : value]];
      }),
    );
  }

  #intrinsic(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt': {
        const [resource = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return Fn.getAtt(this.logicalId(resource), attribute.join('.'));
      }
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([^}!]+)\}/g, (_, reference: string) => this.#substitution(reference));
      case 'Fn::If': {
        const [condition, then, otherwise] = argument as [string, unknown, unknown];
        return this.#value(this.holds(condition) ? then : otherwise);
      }
      case 'Fn::Split': {
        const [delimiter, text] = argument as [string, unknown];
        return this.#split(delimiter, text);
      }
      default:
        throw new Error(`The provider's template uses ${name}, which the construct does not know.`);
    }
  }

  #ref(name: string): unknown {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (name.startsWith('AWS::') || !(name in this.template.Parameters))
      return Fn.ref(name.startsWith('AWS::') ? name : this.logicalId(name));
    const value = this.values(name);
    return Array.isArray(value) ? value.join(',') : value;
  }

  #substitution(reference: string): string {
    const [resource = '', ...attribute] = reference.split('.');
    return attribute.length === 0 ? String(this.#ref(reference)) : Fn.getAtt(this.logicalId(resource), attribute.join('.')).toString();
  }

  /** A list that was given as one is not joined first: its elements may be tokens. */
  #split(delimiter: string, source: unknown): readonly string[] {
    const parameter = typeof source === 'object' && source !== null && 'Ref' in source ? String(source.Ref) : '';
    const value = parameter in this.template.Parameters ? this.values(parameter) : this.#value(source);
    return Array.isArray(value) ? (value as readonly string[]) : String(value).split(delimiter);
  }

  #decide(condition: unknown): boolean {
    const [[name, argument] = ['', undefined]] = Object.entries(condition ?? {}) as [string, unknown][];
    const operands = Array.isArray(argument) ? (argument as unknown[]) : [];
    switch (name) {
      case 'Fn::Equals':
        return this.#equals(operands);
      case 'Fn::Not':
        return !this.#decide(operands[0]);
      case 'Fn::And':
        return operands.every((operand) => this.#decide(operand));
      case 'Fn::Or':
        return operands.some((operand) => this.#decide(operand));
      case 'Condition':
        return this.holds(String(argument));
      default:
        throw new Error(`A condition of the provider's template uses ${name}, which the construct does not know.`);
    }
  }

  /** What is known at deployment only is never one of the words that conditions ask for. */
  #equals(operands: readonly unknown[]): boolean {
    const [left, right] = operands.map((operand) => String(this.#value(operand)));
    return left === right && !Token.isUnresolved(left);
  }
}

/** Environment variables are texts, also where a parameter is a number. */
function texts(variables: unknown): unknown {
  return Object.fromEntries(
    Object.entries(variables as object).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? Tokenization.stringifyNumber(value) : value,
    ]),
  );
}
