import { isPlain, type PolicyDocument, type Statement } from '../../lambda/core/policy';
import type { ActivityTemplate } from '../../lambda/core/template';
import { resolvedProperties } from './resolved-provider';

/** The ceiling that the built provider template makes with these parameters, its lists always lists. */
export function builtCeiling(
  parameters: Readonly<Record<string, string>> = {},
): Omit<PolicyDocument, 'Statement'> & { readonly Statement: readonly Statement[] } {
  const { PolicyDocument: document } = resolvedProperties(parameters).get('Ceiling') as unknown as {
    readonly PolicyDocument: PolicyDocument;
  };
  return { ...document, Statement: document.Statement.filter(isPlain).map(asLists) };
}

function asLists(statement: Statement): Statement {
  return { ...statement, Action: [statement.Action].flat(), Resource: [statement.Resource].flat() };
}

/** An activity with one statement. */
export function activityGranting(actions: readonly string[], condition?: Record<string, Record<string, string[]>>): ActivityTemplate {
  return {
    Activity: 'Sample',
    Version: 1,
    Title: 'Sample',
    Description: 'Sample',
    Source: ['https://docs.aws.amazon.com/'],
    Trust: { Services: ['sagemaker.amazonaws.com'] },
    Parameters: {},
    Statements: [
      {
        Sid: 'One',
        Action: [...actions],
        Resource: ['*'],
        Origin: 'own proposal',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}
