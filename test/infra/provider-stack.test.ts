import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ProviderStack } from '../../infra/provider-stack';
import { builtTemplate } from './resolved-provider';

/** What the CDK adds to every template of its own. */
const ADDED_BY_THE_CDK = ['BootstrapVersion', 'CheckBootstrapVersion'];

function withoutAdditions(section: unknown): unknown {
  return Object.fromEntries(
    Object.entries((section ?? {}) as Record<string, unknown>).filter(([name]) => !ADDED_BY_THE_CDK.includes(name)),
  );
}

function synthesized(stack: ProviderStack): Record<string, unknown> {
  return Template.fromStack(stack).toJSON();
}

describe('the CDK app', () => {
  it('deploys the built template, and nothing besides', () => {
    const { Parameters, Rules, ...rest } = synthesized(new ProviderStack(new App(), 'Provider', { analyticsReporting: false }));
    const { Parameters: ownParameters, ...own } = builtTemplate().body;
    expect(rest).toEqual(own);
    expect(withoutAdditions(Parameters)).toEqual(ownParameters);
    expect(withoutAdditions(Rules)).toEqual({});
  });

  it('can fix parameters at synth', () => {
    const stack = new ProviderStack(new App(), 'Provider', { parameters: { FunctionName: 'ml-roles' } });
    const template = synthesized(stack);
    expect(template['Parameters']).not.toHaveProperty('FunctionName');
    expect(template).toHaveProperty(['Resources', 'Function', 'Properties', 'FunctionName'], 'ml-roles');
  });

  it('refuses a configuration that the environment of a function cannot hold, at synth', () => {
    const long = Array.from({ length: 80 }, (_, index) => `arn:aws:iam::111122223333:role/team/a-role-of-the-team-${String(index)}`);
    const app = new App();
    new ProviderStack(app, 'Provider', { parameters: { PassableRoleArns: long.join(',') } });
    expect(() => app.synth()).toThrow(/The configuration has \d{4} characters, .* takes 4096\. The longest is PassableRoleArns with \d{4}/);
  });

  it('refuses lists of roles that the policy of its role cannot hold, at synth', () => {
    const long = Array.from({ length: 20 }, (_, index) => `arn:aws:iam::111122223333:role/team/a-role-of-the-team-${String(index)}`);
    const app = new App();
    new ProviderStack(app, 'Provider', { parameters: { AdoptableRoleArns: long.join(',') } });
    expect(() => app.synth()).toThrow(/The policy of the provider's role has \d{5} characters, IAM takes 10240 .* AdoptableRoleArns/);
  });
});
