import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '../lambda/core/configuration';
import { reportText } from './check-formats';
import { checkTemplate, type CheckSettings } from './check-template';
import type { TemplateReport } from './finding';
import { DONE, FOUND, WRONG_USAGE, type Outcome } from './outcome';
import { parameterOptions } from './parameter-options';
import type { Format } from './report-format';
import { configurationOf } from './surroundings';
import { positionText } from './template';
import { readTextFile } from './text-file';

export interface CheckOptions {
  readonly format: Format;
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  /** A file with the provider's configuration as JSON. */
  readonly provider?: string;
  /** `Name=Value` */
  readonly parameter?: readonly string[];
}

/**
 * `persona-role check`: every fault of every persona role in templates, without AWS.
 * @param files templates, or folders whose `*.template.json` are checked, as CDK apps write them
 */
export function check(files: readonly string[], options: CheckOptions): Outcome {
  const { partition, region, account: accountId } = options;
  const settings: CheckSettings = {
    place: {
      ...(partition === undefined ? {} : { partition }),
      ...(region === undefined ? {} : { region }),
      ...(accountId === undefined ? {} : { accountId }),
    },
    parameters: parameterOptions(options.parameter),
    configuration: options.provider === undefined ? undefined : configurationOf({ provider: options.provider }),
    defaults: parseConfiguration({}),
  };
  const sources = files.map((file) => ({ file, templates: templatesIn(file) }));
  const empty = sources.filter(({ templates }) => templates.length === 0);
  if (empty.length > 0) return { output: '', words: empty.map(({ file }) => nothingIn(file)).join(''), exitCode: WRONG_USAGE };
  const reports = sources.flatMap(({ templates }) => templates).map((file) => checkTemplate(readTextFile(file), file, settings));
  const hasFaults = reports.some(({ findings }) => findings.some(({ level }) => level === 'fault'));
  return { output: reportText(reports, options.format), words: words(reports), exitCode: hasFaults ? FOUND : DONE };
}

function templatesIn(file: string): readonly string[] {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return [file];
  return readdirSync(file, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.template.json') && !name.includes('node_modules'))
    .sort()
    .map((name) => join(file, name));
}

/** Nothing to check is no success: a pipeline that names the wrong folder would stay green. */
function nothingIn(folder: string): string {
  return `${folder}: no *.template.json is in this folder; name the templates themselves, such as ${join(folder, '*.yaml')}\n`;
}

/** What was not checked, and a line that sums everything up. */
function words(reports: readonly TemplateReport[]): string {
  const skipped = reports.flatMap((report) => report.skipped);
  const lines = skipped.map(({ position, path, words: reason }) => `${positionText(position)}: not checked: ${path}: ${reason}`);
  const count = (level: 'fault' | 'hint'): number =>
    reports.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length;
  const roles = reports.flatMap(({ roles: ids }) => ids).length;
  const sum = [
    `${plural(roles, 'persona role')} in ${plural(reports.length, 'template')}`,
    plural(count('fault'), 'fault'),
    plural(count('hint'), 'hint'),
    ...(skipped.length === 0 ? [] : [`${plural(skipped.length, 'value')} not checked`]),
  ];
  return `${[...lines, sum.join(', ')].join('\n')}\n`;
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
