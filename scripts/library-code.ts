import type { ParameterTypeName } from '../lambda/core/parameter-types';
import { parameterNames, type Catalog } from '../lambda/core/catalog';
import type { ActivityTemplate, PersonaTemplate } from '../lambda/core/template';

/** How a parameter of a type is given in the CDK, and what IAM needs of it. Types that are not here are texts. */
const CDK_TYPES: Partial<Record<ParameterTypeName, { readonly type: string; readonly module: string; readonly field: string }>> = {
  BucketName: { type: 's3.IBucket', module: 'aws-s3', field: 'bucketName' },
  EcrRepositoryArn: { type: 'ecr.IRepository', module: 'aws-ecr', field: 'repositoryArn' },
  KeyArn: { type: 'kms.IKey', module: 'aws-kms', field: 'keyArn' },
  RoleArnToPass: { type: 'iam.IRole', module: 'aws-iam', field: 'roleArn' },
  SecretArn: { type: 'secretsmanager.ISecret', module: 'aws-secretsmanager', field: 'secretArn' },
};

const HEAD = '// Made from policy-templates by `npm run docs`. Do not edit.\n';

/** The files of the construct library that are made from the catalogue, unformatted, by their paths from the project's folder. */
export function libraryCode(catalog: Catalog): Readonly<Record<string, string>> {
  return {
    'infra/activity-parameters.ts': activityParameters(catalog),
    'infra/activity.ts': activityClass(catalog),
    'infra/persona.ts': personaClass(catalog),
  };
}

/** `ManageJobs@1` -> `manageJobs`, `RunStudioApps@2` -> `runStudioAppsV2` */
export function functionName(name: string, version: number): string {
  return `${camelCase(name)}${version === 1 ? '' : `V${String(version)}`}`;
}

export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

interface Parameter {
  readonly name: string;
  readonly type: ParameterTypeName;
  readonly description: string;
  readonly required: boolean;
}

function activityParameters(catalog: Catalog): string {
  const all = parameterNames(catalog).map((name) => sharedParameter(name, [...catalog.activities.values()]));
  return `${HEAD}${imports(all)}

/** Parameters of activities, by the names that the activities share. */
export interface ActivityParameters {
${all.map((parameter) => member({ ...parameter, required: false })).join('\n')}}

/** The lists of the resource's properties: roles, repositories and the like by their ARNs, buckets by their names. */
export function parameterLists(parameters: ActivityParameters): Readonly<Record<string, readonly string[] | undefined>> {
  return {
${all.map(conversion).join('\n')}
  };
}
`;
}

function activityClass(catalog: Catalog): string {
  const activities = [...catalog.activities.values()];
  return `${HEAD}import type { Construct } from 'constructs';
import { ActivityBase, type ActivityOptions } from './activity-base';
import type { KMSOptions, VPCOptions } from './limits';
${imports(activities.flatMap(parametersOf))}

${activities.map(activityOptions).join('\n')}
/** What a person or a job needs permissions for. One function for each activity and version. */
export class Activity extends ActivityBase {
${activities.map(activityFunction).join('\n')}}
`;
}

function personaClass(catalog: Catalog): string {
  const personas = [...catalog.personas.values()].map((persona) => ({ persona, parameters: personaParameters(persona, catalog) }));
  return `${HEAD}import type { Construct } from 'constructs';
import { PersonaBase, type PersonaOptions } from './persona-base';
${imports(personas.flatMap(({ parameters }) => parameters))}

${personas.map(({ persona, parameters }) => personaInterface(persona, parameters)).join('\n')}
/** A set of activities: one's own, or one of those that are chosen beforehand. */
export class Persona extends PersonaBase {
${personas.map(({ persona }) => personaFunction(persona)).join('\n')}}
`;
}

function activityOptions(activity: ActivityTemplate): string {
  const name = optionsName(activity.Activity, activity.Version);
  const members = parametersOf(activity).map(member).join('\n');
  return `/** Options of \`Activity.${functionName(activity.Activity, activity.Version)}\`. */
export interface ${name} extends ActivityOptions, VPCOptions, KMSOptions {
${members}}
`;
}

function activityFunction({ Activity, Version, Title, Description }: ActivityTemplate): string {
  return `${comment(`${sentence(Title)} ${Description}`)}
static ${functionName(Activity, Version)}(scope: Construct, id: string, options: ${optionsName(Activity, Version)}): Activity {
  return new Activity(scope, id, { activity: '${Activity}@${String(Version)}', ...options });
}
`;
}

function personaInterface(persona: PersonaTemplate, parameters: readonly Parameter[]): string {
  return `/** Options of \`Persona.${functionName(persona.Persona, persona.Version)}\`: what its activities need, as far as they are not excluded. */
export interface ${optionsName(persona.Persona, persona.Version)} extends PersonaOptions {
${parameters.map((parameter) => member({ ...parameter, required: false })).join('\n')}}
`;
}

function personaFunction({ Persona, Version, Title, Description, Activities }: PersonaTemplate): string {
  return `${comment(`${sentence(Title)} ${Description} Its activities: ${Activities.join(', ')}.`)}
static ${functionName(Persona, Version)}(scope: Construct, id: string, options: ${optionsName(Persona, Version)}): Persona {
  return new Persona(scope, id, { persona: '${Persona}@${String(Version)}', ...options });
}
`;
}

function optionsName(name: string, version: number): string {
  return `${name}${version === 1 ? '' : `V${String(version)}`}Options`;
}

function parametersOf(activity: ActivityTemplate): readonly Parameter[] {
  return Object.entries(activity.Parameters).map(([name, { Type, Description, Required }]) => ({
    name,
    type: Type,
    description: Description,
    required: Required,
  }));
}

function personaParameters(persona: PersonaTemplate, catalog: Catalog): readonly Parameter[] {
  const activities = persona.Activities.flatMap((reference) => catalog.activities.get(reference) ?? []);
  const names = [...new Set(activities.flatMap(({ Parameters }) => Object.keys(Parameters)))].sort();
  return names.map((name) => sharedParameter(name, activities));
}

/** A parameter as its activities share it; its text tells what each of them uses it for. */
function sharedParameter(name: string, activities: readonly ActivityTemplate[]): Parameter {
  const declaring = activities.filter(({ Parameters }) => name in Parameters);
  const types = [...new Set(declaring.flatMap(({ Parameters }) => Parameters[name]?.Type ?? []))];
  const cdkTypes = new Set(types.map((type) => CDK_TYPES[type]?.type ?? 'string'));
  const [type] = types;
  if (type === undefined || cdkTypes.size !== 1) throw new Error(`The activities give ${name} types that the CDK has no common one for.`);
  const users = declaring.map(({ Activity, Version }) => `${Activity}@${String(Version)}`).join(', ');
  const description = declaring.flatMap(({ Parameters }) => Parameters[name]?.Description ?? [])[0] ?? '';
  return { name, type, description: `${description} Used by ${users}.`, required: false };
}

function member({ name, type, description, required }: Parameter): string {
  const text = required ? description : `${description}\n\n@default - none`;
  return `${comment(text)}
readonly ${camelCase(name)}${required ? '' : '?'}: ${CDK_TYPES[type]?.type ?? 'string'}[];
`;
}

function conversion({ name, type }: Parameter): string {
  const field = CDK_TYPES[type]?.field;
  const list = `parameters.${camelCase(name)}`;
  return `${name}: ${field === undefined ? list : `${list}?.map(({ ${field} }) => ${field})`},`;
}

function imports(parameters: readonly Parameter[]): string {
  const modules = parameters.flatMap(({ type }) => {
    const cdk = CDK_TYPES[type];
    return cdk === undefined ? [] : [`import type * as ${cdk.type.split('.')[0] ?? ''} from 'aws-cdk-lib/${cdk.module}';`];
  });
  return [...new Set(modules)].sort().join('\n');
}

const COMMENT_WIDTH = 130;

/** A docstring, its lines broken at blanks. */
function comment(text: string): string {
  const lines = text.replaceAll('*/', '* /').split('\n').flatMap(wrapped);
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
}

function wrapped(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && `${current} ${word}`.length > COMMENT_WIDTH) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

function sentence(title: string): string {
  return title.endsWith('.') ? title : `${title}.`;
}
