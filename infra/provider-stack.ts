import { Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import { environmentFaults } from './environment-size';
import { policySizeFaults } from './policy-size';
import { providerTemplate, providerTemplateFile } from './provider-template';
import { SpecialisedTemplate } from './specialised-template';
import { acknowledgeWildcards } from './wildcards';

/** Values of the provider template's parameters by their names; what is left out takes its default. */
export type ProviderParameters = Readonly<Record<string, string | number>>;

export interface ProviderStackProps extends StackProps {
  readonly parameters?: ProviderParameters;
}

/** The provider as a CDK stack: the built template itself, so that there is one definition of it. */
export class ProviderStack extends Stack {
  constructor(scope: Construct, id: string, { parameters = {}, ...props }: ProviderStackProps = {}) {
    super(scope, id, props);
    const valueOf = (name: string): string | number => parameters[name] ?? providerTemplate().Parameters[name]?.Default ?? '';
    const specialised = new SpecialisedTemplate(providerTemplate(), valueOf, (name) => name);
    this.node.addValidation({ validate: () => [...environmentFaults(valueOf), ...policySizeFaults(specialised, this)] });
    const provider = new CfnInclude(this, 'Provider', { templateFile: providerTemplateFile(), parameters });
    acknowledgeWildcards(provider.node.findAll());
    Validations.of(this).acknowledge(
      {
        id: 'CloudFormation-Validate::W1030',
        reason: 'A default that stands for "none" never reaches the property: the Fn::If around it then yields AWS::NoValue.',
      },
      {
        id: 'CloudFormation-Validate::W9052',
        reason: 'The code of the function is in the template, which makes it larger than the rules look at.',
      },
    );
  }
}
