import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActivityTemplate } from '../../lambda/core/template';
import { VARIANTS, type Variant } from './variant';

/*
 * The common way to render such policies, in place of a peer: one file of plain policy text for each activity and variant, all of them
 * read and parsed for every render, the values put into the text by replacement, the result parsed again.
 */

/** A folder of policy files, one for each activity and variant that differs from it. */
export interface TemplateFolder {
  readonly path: string;
  readonly remove: () => void;
}

export function templateFolder(activities: readonly ActivityTemplate[]): TemplateFolder {
  const path = mkdtempSync(join(tmpdir(), 'policy-files-'));
  mkdirSync(path, { recursive: true });
  for (const activity of activities) {
    for (const variant of VARIANTS) {
      const file = { name: `${activity.Activity}@${String(activity.Version)}`, variant, Statement: plainStatements(activity, variant) };
      writeFileSync(join(path, `${file.name}.${variant}.json`), JSON.stringify(file, undefined, 2));
    }
  }
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** The statements of a variant without anything that a reader of the policy does not need. */
function plainStatements({ Statements }: ActivityTemplate, variant: Variant): unknown[] {
  const isSet = (limit: string): boolean => (limit === 'Vpc' ? variant.startsWith('Vpc') : variant.endsWith('Kms'));
  return Statements.filter(({ When }) => When === undefined || isSet(When)).map((statement) => ({
    Effect: 'Allow',
    Action: statement.Action,
    Resource: statement.Resource,
    Condition: Object.assign(
      {},
      statement.Condition,
      ...Object.entries(statement.ConditionsWhen ?? {}).flatMap(([limit, conditions]) => (isSet(limit) ? [conditions] : [])),
    ) as unknown,
  }));
}

/** Renders one activity in one variant. */
export function rereadAndRender(
  folder: string,
  name: string,
  variant: Variant,
  lists: Readonly<Record<string, readonly string[]>>,
): { readonly Statement: readonly unknown[] } {
  const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>);
  const file = files.find((candidate) => candidate['name'] === name && candidate['variant'] === variant);
  if (file === undefined) throw new Error(`there is no file for ${name} with ${variant}`);
  let text = JSON.stringify(file['Statement']);
  for (const [list, values] of Object.entries(lists)) {
    const placeholder = new RegExp(`"([^"]*)\\[\\[${list.replace('.', '\\.')}\\]\\]([^"]*)"`, 'g');
    text = text.replace(placeholder, (_, before: string, after: string) => values.map((value) => `"${before}${value}${after}"`).join(','));
  }
  const builtIns = { Partition: 'aws', Region: 'us-east-1', AccountId: '111122223333', UrlSuffix: 'amazonaws.com' };
  for (const [builtIn, value] of Object.entries(builtIns)) text = text.replace(new RegExp(`\\{\\{${builtIn}\\}\\}`, 'g'), value);
  return { Statement: JSON.parse(text) as unknown[] };
}
