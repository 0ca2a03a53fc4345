import { App } from 'aws-cdk-lib';
import { ProviderStack } from './provider-stack';

// The template's parameters stay parameters: `cdk deploy --parameters AllowedBuckets=ml-*`. Account and Region are the caller's.
new ProviderStack(new App(), 'SageMakerPersonaRoleProvider', { analyticsReporting: false });
