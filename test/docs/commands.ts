import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTemplate, type Template } from '../../cli/template';
import { isTemplateMap, mapAt, ownValue, scalarText } from '../../cli/template-value';
import { ROOT } from './markdown';
import { npmScript } from './project-copy';

/** The commands of a `sh` block: continued lines joined, comments taken off. */
export function commandsOf(text: string): string[] {
  return text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

/**
 * What is wrong with a command that a test cannot run: files, scripts, parameters and options that there are not.
 * @throws Error where no rule covers the command: write one
 */
export function commandFaults(command: string): string[] {
  const [program = '', ...words] = command.split(/\s+/);
  const rule = RULES.find(({ begins }) => `${command} `.startsWith(`${begins} `));
  if (rule === undefined) throw new Error(`no rule covers "${program} ${words.join(' ')}": write one in test/docs/commands.ts`);
  return rule.faults(command.slice(rule.begins.length).trim().split(/\s+/).filter(Boolean));
}

interface Rule {
  readonly begins: string;
  readonly faults: (words: readonly string[]) => string[];
}

const RULES: readonly Rule[] = [
  { begins: 'npm start', faults: () => scriptFaults('start') },
  { begins: 'npm test', faults: (words) => [...scriptFaults('test'), ...patternFaults(words.filter((word) => word !== '--'))] },
  { begins: 'npm ci --ignore-scripts', faults: () => missingFiles(['package-lock.json']) },
  { begins: 'npm run', faults: ([name = '']) => scriptFaults(name) },
  { begins: 'npm pack', faults: () => [...scriptFaults('build'), ...scriptFaults('build:library')] },
  { begins: 'npx jest', faults: ([pattern = '']) => patternFaults([pattern]) },
  { begins: 'npx cdk deploy', faults: cdkFaults },
  { begins: 'node', faults: ([file = '']) => missingFiles([file]) },
  { begins: 'sha256sum', faults: missingFiles },
  { begins: 'aws s3 cp', faults: ([file = '']) => missingFiles([file]) },
  { begins: 'aws cloudformation package', faults: packageFaults },
  { begins: 'aws cloudformation deploy', faults: (words) => deployFaults(words, uploadOfCli) },
  { begins: 'sam deploy', faults: (words) => deployFaults(words, () => ({ '--resolve-s3': [] })) },
];

/** The folder of the code stands in the template, relative to it. */
function packageFaults(words: readonly string[]): string[] {
  const file = words[words.indexOf('--template-file') + 1] ?? '';
  const absent = missingFiles([file]);
  if (absent.length > 0) return absent;
  const [, folder = ''] = /"CodeUri": "([^"]+)"/.exec(readFileSync(join(ROOT, file), 'utf8')) ?? [];
  return folder === '' ? [`${file} has no CodeUri`] : missingFiles([join(dirname(file), folder, 'index.js')]);
}

function scriptFaults(name: string): string[] {
  try {
    npmScript(name);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function patternFaults(patterns: readonly string[]): string[] {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return patterns
    .filter((pattern) => !files.some((file) => `test/${file}`.includes(pattern)))
    .map((pattern) => `${pattern} matches no test file`);
}

function missingFiles(files: readonly string[]): string[] {
  return files.filter((file) => !existsSync(join(ROOT, file))).map((file) => `there is no ${file}`);
}

/** `Name=Value` each. */
function parameterFaults(template: Template, assignments: readonly string[]): string[] {
  const names = Object.keys(mapAt(template.body, 'Parameters'));
  const given = assignments.map((assignment) => assignment.split('=')[0] ?? '');
  const required = names.filter((name) => ownValue(mapAt(mapAt(template.body, 'Parameters'), name), 'Default') === undefined);
  return [
    ...given.filter((name) => !names.includes(name)).map((name) => `${template.file} has no parameter ${name}`),
    ...required.filter((name) => !given.includes(name)).map((name) => `${template.file} needs a value for ${name}`),
  ];
}

function templateAt(file: string): Template {
  return readTemplate(readFileSync(join(ROOT, file), 'utf8'), file);
}

function cdkFaults([option = '', ...assignments]: readonly string[]): string[] {
  const { app } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { app: string };
  return [
    ...(option === '--parameters' ? [] : [`no rule covers the option ${option}`]),
    ...missingFiles(app.split(' ')),
    ...parameterFaults(templateAt('dist/provider.template.json'), assignments),
  ];
}

/** Larger templates go through a bucket. https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/ */
const TEMPLATE_BYTES_WITHOUT_BUCKET = 51_200;

/** Options by their names, each with its values. */
function optionsOf(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, string[]>();
  let values: string[] = [];
  for (const word of words) {
    if (word.startsWith('--')) options.set(word, (values = []));
    else values.push(word);
  }
  return options;
}

type Options = Readonly<Record<string, readonly string[] | undefined>>;

/** The AWS CLI needs a bucket where the template is too large for a request. */
function uploadOfCli(file: string, options: ReadonlyMap<string, readonly string[]>): Options {
  const needsBucket = readFileSync(join(ROOT, file)).length > TEMPLATE_BYTES_WITHOUT_BUCKET;
  return { '--s3-bucket': needsBucket ? (options.get('--s3-bucket') ?? ['a bucket']) : undefined };
}

/** @param uploadOf options by which template and code get to CloudFormation */
function deployFaults(words: readonly string[], uploadOf: typeof uploadOfCli): string[] {
  const options = optionsOf(words);
  const [file = ''] = options.get('--template-file') ?? [];
  const missing = missingFiles([file]);
  if (missing.length > 0) return missing;
  const template = templateAt(file);
  const wanted: Options = {
    '--template-file': [file],
    '--stack-name': options.get('--stack-name')?.length === 1 ? options.get('--stack-name') : ['exactly one name'],
    '--capabilities': capabilities(template),
    ...uploadOf(file, options),
    '--parameter-overrides': options.get('--parameter-overrides'),
  };
  return [
    ...[...options.keys()].filter((option) => !(option in wanted)).map((option) => `no rule covers the option ${option}`),
    ...Object.entries(wanted).flatMap(([option, values]) =>
      String(values) === String(options.get(option)) ? [] : [`${option} must be ${String(values ?? 'left out')}`],
    ),
    ...parameterFaults(template, options.get('--parameter-overrides') ?? []),
  ];
}

/**
 * What CloudFormation asks for: CAPABILITY_NAMED_IAM for named resources of IAM, nothing for custom resources.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
function capabilities(template: Template): readonly string[] | undefined {
  const resources = Object.values(mapAt(template.body, 'Resources')).filter(isTemplateMap);
  const isIam = resources.some((resource) => scalarText(ownValue(resource, 'Type'))?.startsWith('AWS::IAM::') === true);
  return isIam ? ['CAPABILITY_NAMED_IAM'] : undefined;
}
