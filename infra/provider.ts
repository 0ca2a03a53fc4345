import { CfnOutput, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct, type IConstruct } from 'constructs';
import { hash } from '#sha256';
import type { Scope } from '../lambda/core/scope';
import { environmentFaults } from './environment-size';
import type { NamedRole } from './named-roles';
import { policySizeFaults } from './policy-size';
import { configurationOf, ROLE_LISTS, withNamedRoles, type GivenParameters, type KnownConfiguration } from './provider-configuration';
import { parameterFaults, parametersOf } from './provider-parameters';
import type { PersonaRoleProviderProps } from './provider-props';
import { functionFolder, providerTemplate, type TemplateOutput, type TemplateResource } from './provider-template';
import { SpecialisedTemplate, type ParameterValue } from './specialised-template';

/** A provider of persona roles: the function behind `Custom::SageMakerPersonaRole`. */
export interface IPersonaRoleProvider extends IConstruct {
  /** ARN of the function. */
  readonly serviceToken: string;
}

/** What the logical ids of a provider's resources begin with, wherever in its stack it stands. They never change. */
const LOGICAL_ID_PREFIX = 'PersonaRoleProvider';

/** One in a stack. */
const providers = new WeakMap<Stack, PersonaRoleProvider>();

/**
 * The provider in a stack of one's own: the function, its own least-privilege role, the ceiling of the roles that it makes, log and alarms.
 * It is the provider's built template with the parameters and conditions decided, so the two are one definition.
 */
export class PersonaRoleProvider extends Construct implements IPersonaRoleProvider {
  /**
   * The provider of the scope's stack, made with defaults where there is none. Nested stacks share the one of their outermost stack.
   *
   * @param scope any construct of the stack
   */
  static getOrCreate(scope: Construct): PersonaRoleProvider {
    const stack = outermost(Stack.of(scope));
    return providers.get(stack) ?? new PersonaRoleProvider(stack, 'SageMakerPersonaRoleProvider');
  }

  /**
   * A provider that was deployed elsewhere, by its ServiceToken.
   *
   * @param serviceToken ARN of its function; may be known at deployment only
   */
  static fromServiceToken(scope: Construct, id: string, serviceToken: string): IPersonaRoleProvider {
    return new ImportedProvider(scope, id, serviceToken);
  }

  /**
   * A provider that was deployed to this account and Region, by its export. The import keeps it from being deleted while it is needed.
   *
   * @param functionName name of its function; without one, the name that its template gives
   */
  static fromExport(scope: Construct, id: string, functionName?: string): IPersonaRoleProvider {
    const name = functionName ?? String(providerTemplate().Parameters['FunctionName']?.Default);
    return new ImportedProvider(scope, id, Fn.importValue(`${name}-ServiceToken`));
  }

  readonly serviceToken: string;

  readonly #given: GivenParameters;
  readonly #specialised: SpecialisedTemplate;
  readonly #roles: (() => readonly NamedRole[])[] = [];
  #known: { readonly roles: number; readonly parameters: GivenParameters } | undefined;

  constructor(scope: Construct, id: string, props: PersonaRoleProviderProps = {}) {
    super(scope, id);
    const stack = outermost(Stack.of(this));
    const first = providers.get(stack);
    if (first !== undefined) {
      throw new Error(
        `${stack.node.path} has a provider already: ${first.node.path}. Make your own before the first persona role of the stack.`,
      );
    }
    providers.set(stack, this);
    this.#given = { FunctionName: ownName(stack), ...parametersOf(props) };
    this.#specialised = new SpecialisedTemplate(providerTemplate(), (name) => this.#value(name), logicalId);
    const made = this.#make(this.#specialised);
    const code = made.get('Function');
    if (code === undefined) throw new Error('The provider template has no Function.');
    this.serviceToken = code.getAtt('Arn').toString();
    this.node.addValidation({ validate: () => [...this.#faults()] });
  }

  /** Every resource and output that the parameters leave, by its name in the template. */
  #make(specialised: SpecialisedTemplate): ReadonlyMap<string, CfnResource> {
    const { Resources, Outputs } = providerTemplate();
    const resources = Object.entries(Resources).filter(([, { Condition }]) => specialised.holds(Condition));
    const made = new Map(resources.map(([name, resource]) => [name, this.#resource(name, resource, specialised)]));
    for (const [name, { DependsOn = [] }] of resources) {
      for (const dependency of [DependsOn].flat()) {
        const [dependant, needed] = [made.get(name), made.get(dependency)];
        if (dependant !== undefined && needed !== undefined) dependant.addResourceDependency(needed);
      }
    }
    for (const [name, output] of Object.entries(Outputs)) {
      if (specialised.holds(output.Condition)) this.#output(name, output, specialised);
    }
    return made;
  }

  #resource(name: string, source: TemplateResource, specialised: SpecialisedTemplate): CfnResource {
    const properties = Object.entries(source.Properties ?? {}).map(([key, value]) => {
      const produced = name === 'Function' && key === 'Code' ? this.#code() : Lazy.any({ produce: () => specialised.value(value) });
      return [key, produced] as const;
    });
    const resource = new CfnResource(this, name, { type: source.Type, properties: Object.fromEntries(properties) });
    resource.overrideLogicalId(logicalId(name));
    if (source.DeletionPolicy !== undefined) resource.addOverride('DeletionPolicy', source.DeletionPolicy);
    if (source.UpdateReplacePolicy !== undefined) resource.addOverride('UpdateReplacePolicy', source.UpdateReplacePolicy);
    return resource;
  }

  /** The same code as inline in the template, as a file asset: inline it would take half of what a template may have. */
  #code(): Readonly<Record<string, string>> {
    const { s3BucketName, s3ObjectKey } = new Asset(this, 'Code', { path: functionFolder() });
    return { S3Bucket: s3BucketName, S3Key: s3ObjectKey };
  }

  #output(name: string, { Description, Value, Export }: TemplateOutput, specialised: SpecialisedTemplate): void {
    const output = new CfnOutput(this, `${name}Output`, {
      value: Lazy.string({ produce: () => String(specialised.value(Value)) }),
      ...(Description === undefined ? {} : { description: Description }),
      ...(Export === undefined ? {} : { exportName: Lazy.string({ produce: () => String(specialised.value(Export.Name)) }) }),
    });
    output.overrideLogicalId(logicalId(name));
  }

  #value(name: string): ParameterValue {
    const value = this.#parameters()[name] ?? providerTemplate().Parameters[name]?.Default;
    if (value === undefined) throw new Error(`The provider's template has no parameter ${name}, or it has no default.`);
    return value;
  }

  /** What was given, and the roles that persona roles named meanwhile; worked out anew only when there are more of these. */
  #parameters(): GivenParameters {
    if (this.#known?.roles === this.#roles.length) return this.#known.parameters;
    const roles = this.#roles.flatMap((namedRoles) => namedRoles());
    const rolePath = String(this.#given['RolePath'] ?? providerTemplate().Parameters['RolePath']?.Default);
    const lists = ROLE_LISTS.flatMap((list) => {
      const value = withNamedRoles(list, this.#given, roles, Stack.of(this), rolePath);
      return value === undefined ? [] : [[list, value] as const];
    });
    const parameters = { ...this.#given, ...Object.fromEntries(lists) };
    this.#known = { roles: this.#roles.length, parameters };
    return parameters;
  }

  #faults(): readonly string[] {
    const { Parameters } = providerTemplate();
    const faults = Object.entries(this.#parameters()).flatMap(([name, value]) => {
      const parameter = Parameters[name];
      return parameter === undefined ? [`${name}: this provider has no such parameter`] : parameterFaults(name, value, parameter);
    });
    const stack = Stack.of(this);
    return [...faults, ...environmentFaults((name) => this.#value(name)), ...policySizeFaults(this.#specialised, stack)];
  }

  /**
   * Takes in the roles that a persona role names.
   *
   * @internal
   */
  _serve(namedRoles: () => readonly NamedRole[]): void {
    this.#roles.push(namedRoles);
  }

  /**
   * The configuration, as far as it is known at synth.
   *
   * @internal
   */
  _configuration(scope: Scope): KnownConfiguration {
    return configurationOf(this.#parameters(), Stack.of(this), scope);
  }

  /**
   * Whether a list of the configuration was written down.
   *
   * @internal
   */
  _gives(parameter: string): boolean {
    return this.#given[parameter] !== undefined;
  }
}

class ImportedProvider extends Construct implements IPersonaRoleProvider {
  constructor(
    scope: Construct,
    id: string,
    readonly serviceToken: string,
  ) {
    super(scope, id);
  }
}

function logicalId(name: string): string {
  return `${LOGICAL_ID_PREFIX}${name}`;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

/** A function's name is unique in account and Region, as is that of a stack. */
function ownName(stack: Stack): string {
  return `${String(providerTemplate().Parameters['FunctionName']?.Default)}-${hash(stack.stackName).slice(0, 8)}`;
}
