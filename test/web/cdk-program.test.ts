import * as cdk from 'aws-cdk-lib';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';
import * as library from '../../infra/index';
import { catalog } from '../../lambda/catalog';
import { EXAMPLE_PLACE } from '../../web/design/design';
import { cdkProps } from '../../web/take-away/cdk-props';
import { typeScriptProgram } from '../../web/take-away/cdk-program';
import { CDK_CASES } from './cdk-cases';

/** The template of the app that a program makes. */
function synthesised(program: string): {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
} {
  const apps: cdk.App[] = [];
  class App extends cdk.App {
    constructor() {
      super();
      apps.push(this);
    }
  }
  const load = createRequire(__filename);
  const { code } = transformSync(program, { loader: 'ts', format: 'cjs' });
  const run = compileFunction(code, ['require']) as (load: (name: string) => unknown) => void;
  run((name) => (name === 'aws-cdk-lib' ? { ...cdk, App } : name === 'sagemaker-persona-role' ? library : load(name)));
  const [app] = apps;
  if (app === undefined) throw new Error('the program makes no app');
  return app.synth().getStackByName('RoleStack').template as ReturnType<typeof synthesised>;
}

// Loading the CDK takes its time.
jest.setTimeout(60_000);

it.each(CDK_CASES)('the CDK program of %s makes a resource with exactly its properties', (_, properties) => {
  const { Resources } = synthesised(typeScriptProgram(cdkProps(properties, catalog), EXAMPLE_PLACE.logicalId));
  const made = Object.values(Resources).filter(({ Type }) => Type === 'Custom::SageMakerPersonaRole');
  expect(made.map(({ Properties }) => Properties)).toEqual([
    { ...properties, ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' }, ServiceTimeout: 1200 },
  ]);
});
