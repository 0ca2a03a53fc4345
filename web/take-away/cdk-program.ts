import type { CdkValue } from './cdk-props';

/** How a language writes what a CDK program consists of. */
interface Language {
  readonly scope: string;
  /** `fromBucketName`, `from_bucket_name` */
  readonly name: (camelCase: string) => string;
  readonly literal: (value: string | number | boolean) => string;
  readonly map: (lines: readonly (readonly [string, string])[]) => Lines;
  readonly struct: (name: string, lines: readonly (readonly [string, string])[]) => Lines;
}

/** What stands around lines, and the lines. */
interface Lines {
  readonly open: string;
  readonly lines: readonly string[];
  readonly close: string;
}

/** Longest line that is not broken up. */
const WIDTH = 90;

const TYPESCRIPT: Language = {
  scope: 'this',
  name: (camelCase) => camelCase,
  literal: (value) => (typeof value === 'string' ? singleQuoted(value) : String(value)),
  map: (entries) => ({ open: '{', lines: entries.map(([key, value]) => `${singleQuoted(key)}: ${value}`), close: '}' }),
  struct: (_, entries) => ({ open: '{', lines: entries.map(([key, value]) => `${key}: ${value}`), close: '}' }),
};

const PYTHON: Language = {
  scope: 'self',
  name: (camelCase) => camelCase.replace(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`),
  literal: (value) => (typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value)),
  map: (entries) => ({ open: '{', lines: entries.map(([key, value]) => `${JSON.stringify(key)}: ${value}`), close: '}' }),
  struct: (name, entries) => ({ open: `${name}(`, lines: entries.map(([key, value]) => `${PYTHON.name(key)}=${value}`), close: ')' }),
};

function singleQuoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

function written(value: CdkValue, language: Language, indent: number): string {
  const deeper = (inner: CdkValue): string => written(inner, language, indent + 1);
  const entries = (pairs: readonly (readonly [string, CdkValue])[]): (readonly [string, string])[] =>
    pairs.map(([key, inner]) => [key, deeper(inner)] as const);
  switch (value.kind) {
    case 'literal':
      return language.literal(value.value);
    case 'enum':
      return `${value.name}.${value.member}`;
    case 'list':
      return laid({ open: '[', lines: value.items.map(deeper), close: ']' }, indent);
    case 'map':
      return laid(language.map(entries(value.entries)), indent);
    case 'struct':
      return laid(language.struct(value.name, entries(value.members)), indent);
    case 'call': {
      const path = [value.module, ...value.call.slice(0, -1), language.name(value.call.at(-1) ?? '')]
        .filter((part) => part !== '')
        .join('.');
      const inner = written(value.value, language, indent);
      return value.id === undefined ? `${path}(${inner})` : `${path}(${language.scope}, ${language.literal(value.id)}, ${inner})`;
    }
  }
}

/** On one line where it fits, else each on its own. */
function laid({ open, lines, close }: Lines, indent: number): string {
  const pad = open === '{' && lines.length > 0 && !lines.join('').includes('"') ? ' ' : '';
  const line = `${open}${pad}${lines.join(', ')}${pad}${close}`;
  if (line.length + indent * 4 <= WIDTH && !line.includes('\n')) return line;
  const margin = '  '.repeat(indent + 1);
  return `${open}\n${lines.map((one) => `${margin}${one},\n`).join('')}${'  '.repeat(indent)}${close}`;
}

/** Modules of aws-cdk-lib, and names of the library and of the CDK itself, that values need. */
function needs(values: readonly CdkValue[]): {
  readonly modules: string[];
  readonly names: string[];
  readonly structs: string[];
  readonly durations: boolean;
} {
  const all = values.flatMap(everything);
  const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();
  return {
    modules: unique(all.flatMap((value) => (value.kind === 'call' && value.module !== '' ? [value.module] : []))),
    names: unique(all.flatMap((value) => (value.kind === 'enum' ? [value.name] : []))),
    structs: unique(all.flatMap((value) => (value.kind === 'struct' ? [value.name] : []))),
    durations: all.some((value) => value.kind === 'call' && value.call[0] === 'Duration'),
  };
}

function everything(value: CdkValue): CdkValue[] {
  switch (value.kind) {
    case 'list':
      return [value, ...value.items.flatMap(everything)];
    case 'map':
      return [value, ...value.entries.flatMap(([, inner]) => everything(inner))];
    case 'struct':
      return [value, ...value.members.flatMap(([, inner]) => everything(inner))];
    case 'call':
      return [value, ...everything(value.value)];
    case 'literal':
    case 'enum':
      return [value];
  }
}

type Props = readonly (readonly [string, CdkValue])[];

/** A stack in TypeScript. */
export function typeScriptProgram(props: Props, logicalId: string): string {
  const { modules, names, durations } = needs(props.map(([, value]) => value));
  const core = ['App', ...(durations ? ['Duration'] : []), 'Stack'];
  const lines = props.map(([key, value]) => `  ${key}: ${written(value, TYPESCRIPT, 1)},\n`).join('');
  return [
    `import { ${core.join(', ')} } from 'aws-cdk-lib';`,
    ...modules.map((module) => `import * as ${module} from 'aws-cdk-lib/aws-${module}';`),
    `import { ${['PersonaRoleProvider', 'SageMakerPersonaRole', ...names].sort().join(', ')} } from 'sagemaker-persona-role';`,
    '',
    'class RoleStack extends Stack {',
    '  constructor(scope: App, id: string) {',
    '    super(scope, id);',
    `    new SageMakerPersonaRole(this, '${logicalId}', {`,
    "      provider: PersonaRoleProvider.fromExport(this, 'Provider'),",
    lines.trimEnd().replace(/^(?=.)/gm, '    '),
    '    });',
    '  }',
    '}',
    '',
    "new RoleStack(new App(), 'RoleStack');",
    '',
  ].join('\n');
}

/** A stack in Python. */
export function pythonProgram(props: Props, logicalId: string): string {
  const { modules, names, structs, durations } = needs(props.map(([, value]) => value));
  const core = ['App', ...(durations ? ['Duration'] : []), 'Stack', ...modules.map((module) => `aws_${module} as ${module}`)];
  const lines = props.map(([key, value]) => `  ${PYTHON.name(key)}=${written(value, PYTHON, 1)},\n`).join('');
  const doubled = lines.replace(/^( *)/gm, '$1$1');
  return [
    `from aws_cdk import ${core.join(', ')}`,
    `from sagemaker_persona_role import ${['PersonaRoleProvider', 'SageMakerPersonaRole', ...names, ...structs].sort().join(', ')}`,
    '',
    '',
    'class RoleStack(Stack):',
    '    def __init__(self, scope: App, id: str) -> None:',
    '        super().__init__(scope, id)',
    '        SageMakerPersonaRole(',
    `            self, "${logicalId}",`,
    '            provider=PersonaRoleProvider.from_export(self, "Provider"),',
    doubled.trimEnd().replace(/^(?=.)/gm, '        '),
    '        )',
    '',
    '',
    'app = App()',
    'RoleStack(app, "RoleStack")',
    'app.synth()',
    '',
  ].join('\n');
}
