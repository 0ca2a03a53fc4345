import { catalog } from '../lambda/catalog';
import { suggestion } from '../lambda/core/errors';
import { LIMITS, LIMIT_LISTS, type Limit } from '../lambda/core/limit';
import { unlimitedActions, supportedLimits } from '../lambda/core/limit-reach';
import { parameterType } from '../lambda/core/parameter-types';
import { parameterNames, namesOf, versioned, versionsOf } from '../lambda/core/catalog';
import { plainText, PROPERTY_WORDS, type PropertyWords } from '../lambda/core/property-words';
import type { ActivityTemplate, PersonaTemplate } from '../lambda/core/template';
import { jsonText } from './json-text';
import { assertVersion } from './missing-version';
import { DONE, type Outcome } from './outcome';
import { tableText } from './text-table';
import { WrongUsage } from './wrong-usage';

export interface ShowOptions {
  readonly json?: true;
}

/**
 * `persona-role show NAME`: all about one persona, activity, parameter, limit or property. A name without a version is version 1.
 * @throws WrongUsage with the nearest name
 */
export function show(name: string, { json }: ShowOptions): Outcome {
  const key = name.includes('@') ? name : versioned(name, 1);
  const activity = catalog.activities.get(key);
  const persona = catalog.personas.get(key);
  const output = (value: unknown, text: string): Outcome => ({ output: json ? jsonText(value) : text, exitCode: DONE });
  if (activity !== undefined) return output(activity, activityText(activity));
  if (persona !== undefined) return output(persona, personaText(persona));
  if (parameterNames(catalog).includes(name)) return output(declarations(name), parameterText(name));
  const limit = LIMITS.find((candidate) => candidate === name);
  if (limit !== undefined) return output(catalog.limits.find(({ Limit }) => Limit === limit) ?? {}, limitText(limit));
  const words = wordsOn(name);
  if (words !== undefined) return output({ ...words, description: plainText(words.description) }, propertyText(name, words));
  assertVersion(name);
  const valid = [
    ...namesOf(catalog.personas),
    ...namesOf(catalog.activities),
    ...parameterNames(catalog),
    ...LIMITS,
    ...Object.keys(PROPERTY_WORDS),
  ];
  throw new WrongUsage([{ path: name, message: `is unknown; ${suggestion(name.split('@')[0] ?? name, valid)}` }]);
}

function heading(name: string, version: number, title: string, versions: readonly number[]): string {
  const others = versions.filter((other) => other !== version).map((other) => versioned(name, other));
  return `${versioned(name, version)}: ${title}${others.length === 0 ? '' : ` (there is also ${others.join(', ')})`}\n`;
}

function personaText(persona: PersonaTemplate): string {
  const { Persona, Version, Title, Description, Activities } = persona;
  const activities = Activities.map((name) => [name, catalog.activities.get(name)?.Title ?? '']);
  const required = Activities.flatMap((name) => Object.keys(catalog.activities.get(name)?.Parameters ?? {}));
  return [
    heading(Persona, Version, Title, versionsOf(catalog.personas, Persona)),
    `  ${Description}\n`,
    withdrawnText(persona),
    `\nactivities\n${tableText(activities)}`,
    `\nparameters\n${tableText([...new Set(required)].sort().map((name) => [name, valueWords(name)]))}`,
    sourceText(persona),
  ].join('');
}

function activityText(activity: ActivityTemplate): string {
  const { Activity, Version, Title, Description, Parameters, Statements } = activity;
  const limits = supportedLimits(activity, catalog);
  const parameters = Object.entries(Parameters).map(([name, { Type, Description: text }]) => [
    name,
    `${text} Each is the ${parameterType(Type).description}, such as ${parameterType(Type).example}.`,
  ]);
  return [
    heading(Activity, Version, Title, versionsOf(catalog.activities, Activity)),
    `  ${Description}\n`,
    withdrawnText(activity),
    parameters.length === 0 ? '' : `\nparameters\n${tableText(parameters)}`,
    limits.length === 0 ? '' : `\nlimits that it can honour\n${tableText(limits.map((limit) => [limit, unreached(activity, limit)]))}`,
    `\nallows\n${Statements.map(statementText).join('')}`,
    sourceText(activity),
  ].join('');
}

function unreached(activity: ActivityTemplate, name: Limit): string {
  const actions = catalog.limits.filter(({ Limit }) => Limit === name).flatMap((limit) => unlimitedActions(activity, limit));
  return actions.length === 0 ? '' : `cannot reach ${actions.join(', ')}`;
}

function statementText({ Sid, Action, Resource, When, Reason }: ActivityTemplate['Statements'][number]): string {
  return [
    `  ${Sid}${When === undefined ? '' : ` (only with ${When})`}\n`,
    ...Action.map((action) => `    ${action}\n`),
    ...Resource.map((resource) => `      on ${resource}\n`),
    Reason === undefined ? '' : `    why: ${Reason}\n`,
  ].join('');
}

function withdrawnText({ Withdrawn }: Pick<PersonaTemplate, 'Withdrawn'>): string {
  return Withdrawn === undefined ? '' : `  Withdrawn: ${Withdrawn}\n`;
}

function sourceText({ Source }: Pick<PersonaTemplate, 'Source'>): string {
  return `\nsources\n${Source.map((url) => `  ${url}\n`).join('')}`;
}

function declarations(parameter: string): Readonly<Record<string, unknown>> {
  const declaring = [...catalog.activities].filter(([, { Parameters }]) => parameter in Parameters);
  return Object.fromEntries(declaring.map(([name, { Parameters }]) => [name, Parameters[parameter]]));
}

function valueWords(parameter: string): string {
  const type = [...catalog.activities.values()].flatMap(({ Parameters }) => Parameters[parameter]?.Type ?? [])[0];
  return type === undefined ? '' : `a list, each the ${parameterType(type).description}`;
}

function parameterText(name: string): string {
  const rows = [...catalog.activities].flatMap(([activity, { Parameters }]) =>
    Parameters[name] === undefined ? [] : [[activity, Parameters[name].Description]],
  );
  return `${name}: ${valueWords(name)}\n${tableText(rows)}`;
}

function wordsOn(property: string): PropertyWords | undefined {
  return Object.entries(PROPERTY_WORDS).find(([name]) => name === property)?.[1];
}

function propertyText(name: string, { description }: PropertyWords): string {
  return `${name}\n  ${plainText(description)}\n`;
}

/** A limit that is a property of its own begins with the words on that; another names the properties that set it. */
function limitHeading(limit: Limit): string {
  const words = wordsOn(limit);
  const lists = Object.keys(LIMIT_LISTS[limit]);
  return words === undefined || !lists.includes(limit) ? `${limit}: set by ${lists.join(' and ')}\n` : propertyText(limit, words);
}

function limitText(limit: Limit): string {
  const remarks = catalog.limits.filter(({ Limit }) => Limit === limit).flatMap(({ Remarks }) => Remarks);
  const activities = [...catalog.activities].filter(([, activity]) => supportedLimits(activity, catalog).includes(limit));
  return [
    limitHeading(limit),
    ...remarks.map((remark) => `  ${remark}\n`),
    `\nactivities that can honour it\n${tableText(activities.map(([name, activity]) => [name, unreached(activity, limit)]))}`,
  ].join('');
}
