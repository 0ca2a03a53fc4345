import type { Catalog } from '../../lambda/core/catalog';
import { type Design } from '../design/design';
import { renderedText, type Made } from '../design/made';
import { cdkProps } from './cdk-props';
import { pythonProgram, typeScriptProgram } from './cdk-program';
import { customResourceTemplate, iamTemplate, samTemplate } from './templates';

/** A file that a design can be taken away as. */
export interface TakeAway {
  readonly title: string;
  readonly file: string;
  readonly words: string;
  readonly text: string;
}

/** Everything that a complete design can be taken away as. */
export function takeAways(design: Design, made: Made, catalog: Catalog): readonly TakeAway[] {
  const { logicalId } = design.place;
  const props = cdkProps(design.properties, catalog);
  return [
    {
      title: 'CloudFormation',
      file: 'template.yaml',
      words: 'The custom resource. It needs the provider in the account and Region.',
      text: customResourceTemplate(design),
    },
    { title: 'SAM', file: 'template.sam.yaml', words: 'The same for sam deploy.', text: samTemplate(design) },
    {
      title: 'CDK, TypeScript',
      file: 'app.ts',
      words: 'With the construct library sagemaker-persona-role, and the provider that was deployed to the account.',
      text: typeScriptProgram(props, logicalId),
    },
    { title: 'CDK, Python', file: 'app.py', words: 'The same in Python.', text: pythonProgram(props, logicalId) },
    {
      title: 'Plain IAM',
      file: 'iam.yaml',
      words: 'Without the provider: a copy of what it would make. Nothing checks it or keeps it up to date.',
      text: iamTemplate(design, made),
    },
    { title: 'Rendered', file: 'rendered.json', words: 'To the byte what persona-role render prints.', text: renderedText(made) },
    ...(made.mode === 'role'
      ? [
          {
            title: 'Trust policy',
            file: 'trust-policy.json',
            words: 'The document alone.',
            text: json(made.output.AssumeRolePolicyDocument),
          },
        ]
      : []),
    ...made.policies.map(({ policy: { PolicyName, PolicyDocument } }) => ({
      title: `Policy ${PolicyName}`,
      file: `${PolicyName}.json`,
      words: 'The document alone.',
      text: json(PolicyDocument),
    })),
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
