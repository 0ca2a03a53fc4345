import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PersonaRoleProvider, type PersonaRoleProviderProps } from '../../infra/index';
import { ProviderStack } from '../../infra/provider-stack';
import { acknowledgeWildcards } from '../../infra/wildcards';
import { newStack } from './stacks';

/** Each as `rule path`. */
function findings(stack: Stack): string[] {
  return new AwsSolutionsChecks()
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${String(constructPath)}`),
    );
}

/** The construct's resources are of no class of their own, and cdk-nag goes by classes: it sees them in the template only. */
function asIncluded(props: PersonaRoleProviderProps): CfnInclude {
  const made = newStack();
  new PersonaRoleProvider(made, 'Provider', props);
  const folder = mkdtempSync(join(tmpdir(), 'persona-role-nag-'));
  const templateFile = join(folder, 'template.json');
  const { Resources } = Template.fromStack(made).toJSON() as Record<string, unknown>;
  writeFileSync(templateFile, JSON.stringify({ Resources }));
  const included = new CfnInclude(newStack(), 'Template', { templateFile });
  rmSync(folder, { recursive: true });
  return included;
}

const EVERYTHING: PersonaRoleProviderProps = {
  allowedManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSageMakerReadOnly'],
  passableRoleArns: ['arn:aws:iam::111122223333:role/training'],
};

describe('the rules AwsSolutions of cdk-nag', () => {
  it.each([
    ['defaults', {}],
    ['fixed parameters', { RolePath: '/ml/', FunctionName: 'ml-roles' }],
  ])('have no finding without a reason on the app of the provider: %s', (_what, parameters) => {
    expect(findings(new ProviderStack(new App(), 'Provider', { parameters }))).toEqual([]);
  });

  it.each([
    ['defaults', {}],
    ['lists of roles and policies', EVERYTHING],
  ])('have no finding without a reason on the construct: %s', (_what, props) => {
    const included = asIncluded(props);
    acknowledgeWildcards(included.node.findAll());
    expect(findings(included.stack)).toEqual([]);
  });

  it('do see wildcards, those of policies alone, and only in the ceiling and in the role of the function', () => {
    const { stack } = asIncluded({});
    const seen = findings(stack).map((finding) => finding.replace(/\[.*\]/, '').replace(/Ml\/Template\//, ''));
    expect([...new Set(seen)].sort()).toEqual([
      'AwsSolutions-IAM5 PersonaRoleProviderCeiling',
      'AwsSolutions-IAM5 PersonaRoleProviderProviderRole',
    ]);
  });
});
