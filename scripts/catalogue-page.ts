import { LIMITS } from '../lambda/core/limit';
import { unlimitedActions, supportedLimits } from '../lambda/core/limit-reach';
import { INLINE_QUOTA, MANAGED_QUOTA } from '../lambda/core/pack';
import { parameterType } from '../lambda/core/parameter-types';
import type { Conditions } from '../lambda/core/policy';
import type { Catalog } from '../lambda/core/catalog';
import type { ActivityTemplate, PersonaTemplate, StatementTemplate } from '../lambda/core/template';
import { sizeRows, VALUE_COUNTS, type Packing } from './catalogue-sizes';

/** Where the page stands, from the project's root. */
export const CATALOGUE_PAGE = 'docs/catalogue.md';

/** The reference of all personas and activities, as Markdown. */
export function cataloguePage(catalog: Catalog): string {
  const blocks = [
    '# Personas and activities',
    '<!-- Made from policy-templates by: npm run docs -->',
    `Everything that a role can be given, made from the files in [policy-templates](../policy-templates) by \`npm run docs\`.
\`{{Partition}}\`, \`{{Region}}\`, \`{{AccountId}}\` and \`{{UrlSuffix}}\` stand for those of the stack, \`[[S3Buckets]]\` for every value of
that list in turn; a statement whose list is empty is left out. \`\${...}\` is a policy variable, which IAM fills at each request.`,
    '## Personas',
    'A persona is a set of activities, chosen beforehand.',
    ...[...catalog.personas].flatMap(([name, persona]) => personaBlocks(name, persona, catalog)),
    '## Activities',
    table(
      ['activity', 'title'],
      [...catalog.activities].map(([name, { Title }]) => [linkTo(name), prose(Title)]),
    ),
    ...[...catalog.activities].flatMap(([name, activity]) => activityBlocks(name, activity, catalog)),
    '## Sizes',
    ...sizeBlocks(catalog),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function personaBlocks(name: string, persona: PersonaTemplate, catalog: Catalog): string[] {
  const activities = persona.Activities.flatMap((reference) => {
    const activity = catalog.activities.get(reference);
    return activity === undefined ? [] : [{ reference, activity }];
  });
  const parameters = new Map<string, { readonly needed: boolean; readonly by: string[] }>();
  for (const { reference, activity } of activities) {
    for (const [parameter, { Required }] of Object.entries(activity.Parameters)) {
      const known = parameters.get(parameter);
      parameters.set(parameter, { needed: Required || known?.needed === true, by: [...(known?.by ?? []), reference] });
    }
  }
  const limits = LIMITS.filter((limit) => activities.some(({ activity }) => supportedLimits(activity, catalog).includes(limit)));
  return [
    `### ${name}`,
    ...withdrawnBlocks(persona.Withdrawn),
    `**${prose(persona.Title)}.** ${prose(persona.Description)}`,
    table(
      ['activity', 'lets the role'],
      activities.map(({ reference, activity }) => [linkTo(reference), prose(firstSentence(activity.Description))]),
    ),
    ...(parameters.size === 0
      ? ['It takes no parameters.']
      : [
          table(
            ['parameter', 'required', 'used by'],
            [...parameters].map(([parameter, { needed, by }]) => [code(parameter), needed ? 'yes' : 'no', by.map(code).join(', ')]),
          ),
        ]),
    `Limits: ${limits.map(code).join(', ') || 'none'}. Sources: ${persona.Source.join(', ')}`,
  ];
}

function activityBlocks(name: string, activity: ActivityTemplate, catalog: Catalog): string[] {
  const parameters = Object.entries(activity.Parameters);
  const supported = supportedLimits(activity, catalog);
  const unlimited = catalog.limits
    .filter(({ Limit }) => supported.includes(Limit))
    .map((limit) => ({ limit, actions: unlimitedActions(activity, limit) }))
    .filter(({ actions }) => actions.length > 0)
    .map(({ limit, actions }) => `${code(limit.Limit)}: ${actions.map(code).join(', ')}`);
  return [
    `### ${name}`,
    ...withdrawnBlocks(activity.Withdrawn),
    `**${prose(activity.Title)}.** ${prose(activity.Description)}`,
    parameters.length === 0
      ? 'It takes no parameters.'
      : table(
          ['parameter', 'each value', 'required', 'for'],
          parameters.map(([parameter, { Type, Required, Description }]) => [
            code(parameter),
            prose(parameterType(Type).description),
            Required ? 'yes' : 'no',
            prose(Description),
          ]),
        ),
    list([
      `Limits that it can honour: ${supported.map(code).join(', ') || 'none'}.`,
      ...(unlimited.length === 0 ? [] : [`What they cannot reach, since IAM gets nothing to compare: ${unlimited.join('; ')}.`]),
      `Services that must be able to assume the role: ${activity.Trust.Services.map(code).join(', ')}.`,
      `Sources: ${activity.Source.join(', ')}`,
    ]),
    list(activity.Statements.map(statementItem)),
  ];
}

function withdrawnBlocks(withdrawn: string | undefined): string[] {
  return withdrawn === undefined ? [] : [`**Withdrawn.** ${prose(withdrawn)}`];
}

function statementItem(statement: StatementTemplate): string {
  const added = Object.entries(statement.ConditionsWhen ?? {}).map(([limit, block]) => `with ${code(limit)} also if ${conditions(block)}`);
  const lines = [
    `may: ${statement.Action.map(code).join(', ')}`,
    `on: ${statement.Resource.map(code).join(', ')}`,
    ...(statement.Condition === undefined ? [] : [`if ${conditions(statement.Condition)}`]),
    ...added,
    `from: ${statement.Origin}${statement.Reason === undefined ? '' : `. ${prose(statement.Reason)}`}`,
  ];
  const when = statement.When === undefined ? '' : ` (only with ${code(statement.When)})`;
  return [`**${statement.Sid}**${when}`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

function conditions(block: Conditions): string {
  return Object.entries(block)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${code(operator)} ${code(key)}: ${values.map(code).join(' or ')}`),
    )
    .join('; and ');
}

function sizeBlocks(catalog: Catalog): string[] {
  const rows = sizeRows(catalog);
  return [
    `Characters that IAM counts, and in how many inline and managed policies they come: \`2,345 (1 + 0)\` is one inline policy. IAM holds
${figure(INLINE_QUOTA)} characters in all inline policies of a role and ${figure(MANAGED_QUOTA)} in a managed policy, of which a role takes ten
unless the account's quota was raised. Every list, those of the limits too, has the number of values that the column says, each as long as
the example of its type; optional parameters are given. *too large* is refused, with the size of each activity. A limit that is not listed
is one that nothing of the role can honour. The policies are as few as the characters of their statements allow; where one more was needed,
the table says how many would be the fewest.`,
    table(
      ['role', 'limits', ...VALUE_COUNTS.map((count) => `${String(count)} ${count === 1 ? 'value' : 'values'} each`)],
      rows.map(({ name, variant, packings }) => [linkTo(name), variant, ...packings.map(packing)]),
    ),
  ];
}

function packing(size: Packing | undefined): string {
  if (size === undefined) return 'too large';
  const fewest = size.managedPolicies > size.fewestManagedPolicies ? `, fewest ${String(size.fewestManagedPolicies)}` : '';
  return `${figure(size.characters)} (${String(size.inlinePolicies)} + ${String(size.managedPolicies)}${fewest})`;
}

/** `12,345`, on every system. */
function figure(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A link to the heading of a persona or an activity, as GitHub names it; `page` is the catalogue's, seen from another one. */
export function linkTo(name: string, page = ''): string {
  return `[${code(name)}](${page}#${name.toLowerCase().replace('@', '')})`;
}

/** A text of a policy file, in which no character marks up anything. */
export function prose(text: string): string {
  return text.replace(/[*_`<[\]]/g, (character, at: number) => (insideAddress(text, at) ? character : `\\${character}`));
}

/** A backslash would become part of the address. */
function insideAddress(text: string, at: number): boolean {
  return /https?:\/\/\S*$/.test(text.slice(0, at));
}

/** Up to the full stop, or to a colon with three words or more before it: fewer say nothing. */
function firstSentence(text: string): string {
  return /^.*?(?:\.|(?<=^\S+\s\S+\s.+):)(?=\s|$)/s.exec(text)?.[0].replace(/:$/, '.') ?? text;
}
