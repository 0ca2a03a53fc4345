import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '../lambda/core/configuration';
import { suggestion, type Issue } from '../lambda/core/errors';
import { reportText } from './check-formats';
import { checkTemplate, type CheckSettings } from './check-template';
import type { TemplateReport } from './finding';
import { DONE, FOUND, type Outcome } from './outcome';
import { parameterOptions } from './parameter-options';
import type { Format } from './report-format';
import { configurationOf, placeIssues } from './surroundings';
import { positionText } from './template';
import { readTextFile } from './text-file';
import { assertUsage } from './wrong-usage';

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
  assertUsage(placeIssues(options));
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
  assertUsage(empty.map(({ file }) => ({ path: file, message: nothingIn(file) })));
  const texts = sources.flatMap(({ templates }) => templates).map((file) => ({ file, text: readTextFile(file) }));
  const reports = texts.map(({ file, text }) => checkTemplate(text, file, settings));
  assertUsage(unknownParameters(settings, reports));
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
  return `no *.template.json is in this folder; name the templates themselves, such as ${join(folder, '*.yaml')}`;
}

/** Of several templates each takes its own parameters; one that none of them has is a misspelling. */
function unknownParameters({ parameters }: CheckSettings, reports: readonly TemplateReport[]): Issue[] {
  if (reports.some((report) => report.parameters === undefined)) return [];
  const declared = [...new Set(reports.flatMap((report) => report.parameters ?? []))];
  return Object.keys(parameters)
    .filter((name) => !declared.includes(name))
    .map((name) => ({ path: '--parameter', message: `no template has a parameter ${name}; ${suggestion(name, declared)}` }));
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
