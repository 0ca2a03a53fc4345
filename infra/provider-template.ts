import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The built artefacts, seen from `infra/` in the project and from `lib/infra/` in the package. */
const FOLDERS = [join(__dirname, '..', 'dist'), join(__dirname, '..', '..', 'dist')];

const TEMPLATE = 'provider.template.json';

function built(name: string): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`dist/${name} is not there yet. Run: npm run build`);
  return found;
}

/** Path of the template that every way of deployment shares. */
export function providerTemplateFile(): string {
  return built(TEMPLATE);
}

/** Folder of the function's code, handler `index.handler`. */
export function functionFolder(): string {
  return built('function');
}

/** A parameter of the provider's template, as far as its values are checked at synth. */
export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly MaxLength?: number;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface TemplateOutput {
  readonly Description?: string;
  readonly Condition?: string;
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}

/** The provider's template, its sections by name. */
export interface ProviderTemplate {
  readonly Parameters: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, TemplateOutput>>;
}

let known: ProviderTemplate | undefined;

/** The built template, read once: it is half a megabyte. */
export function providerTemplate(): ProviderTemplate {
  known ??= JSON.parse(readFileSync(providerTemplateFile(), 'utf8')) as ProviderTemplate;
  return known;
}
