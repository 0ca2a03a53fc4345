import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';

/** The template that every way of deployment shares. */
export const PROVIDER_TEMPLATE = join(__dirname, '..', 'dist', 'provider.template.json');

/** Values of the provider template's parameters by their names; what is left out takes its default. */
export type ProviderParameters = Readonly<Record<string, string | number>>;

export interface ProviderStackProps extends StackProps {
  readonly parameters?: ProviderParameters;
}

/** The provider as a CDK stack: the built template itself, so that there is one definition of it. */
export class ProviderStack extends Stack {
  constructor(scope: Construct, id: string, { parameters = {}, ...props }: ProviderStackProps = {}) {
    super(scope, id, props);
    if (!existsSync(PROVIDER_TEMPLATE)) throw new Error('dist/provider.template.json is not there yet. Run: npm run build');
    new CfnInclude(this, 'Provider', { templateFile: PROVIDER_TEMPLATE, parameters });
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W1030',
      reason: 'A default that stands for "none" never reaches the property: the Fn::If around it then yields AWS::NoValue.',
    });
  }
}
