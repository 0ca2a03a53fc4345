import { App, DefaultStackSynthesizer, Stack, type IStackSynthesizer, type StackProps } from 'aws-cdk-lib';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** A stack without what the CDK adds to every template. */
export function newStack(name = 'Ml', props: StackProps = {}, app = new App()): Stack {
  // The library is not compiled with exactOptionalPropertyTypes, so its own class does not fit its own interface here.
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as unknown as IStackSynthesizer;
  return new Stack(app, name, { analyticsReporting: false, synthesizer, ...props });
}

/** A stack of which account and Region are known. */
export function newStackIn(account: string, region: string, name = 'Ml', app = new App()): Stack {
  return newStack(name, { env: { account, region } }, app);
}
