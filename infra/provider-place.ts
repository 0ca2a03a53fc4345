import { Stack, Token } from 'aws-cdk-lib';
import { PersonaRoleProvider, type IPersonaRoleProvider } from './provider';

/** `arn:aws:lambda:eu-west-1:111122223333:function:sagemaker-persona-role`, perhaps with a version or an alias. */
const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\d{12}):function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/;

interface Place {
  readonly region: string;
  readonly account: string;
}

/**
 * Why a provider cannot serve a stack: CloudFormation calls functions of its own Region only, and the function makes roles in its own
 * account only. What only the deployment knows is left to it.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
export function providerPlaceFaults(provider: IPersonaRoleProvider, stack: Stack): readonly string[] {
  const place = provider instanceof PersonaRoleProvider ? Stack.of(provider) : placeOf(provider.serviceToken);
  if (place === undefined) return [`ServiceToken: "${provider.serviceToken.slice(0, 200)}" is not the ARN of a provider's function`];
  if (!differs(place.region, stack.region) && !differs(place.account, stack.account)) return [];
  const words = ({ region, account }: Place): string => [region, account].filter((value) => !Token.isUnresolved(value)).join(' ');
  return [
    `ServiceToken: the stack is of ${words(stack)}; this provider serves ${words(place)} only. Each account and Region needs a provider of its own`,
  ];
}

function placeOf(serviceToken: string): Place | undefined {
  // A part may be a token: all of it is left to the deployment then.
  if (Token.isUnresolved(serviceToken)) return { region: serviceToken, account: serviceToken };
  const [, region, account] = FUNCTION_ARN.exec(serviceToken) ?? [];
  return region === undefined || account === undefined ? undefined : { region, account };
}

function differs(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
