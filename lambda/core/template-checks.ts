import type { Issue } from './errors';
import { limitOfList, type Limit } from './limit';
import type { ActivityTemplate, StatementTemplate } from './template';

/** Placeholders that need no parameter. */
const BUILT_INS: readonly string[] = ['Partition', 'Region', 'AccountId', 'UrlSuffix'];

/** Names of the lists that an activity's text refers to as `[[Name]]`. */
export function listReferences(text: string): string[] {
  return [...text.matchAll(/\[\[([A-Za-z0-9.]+)\]\]/g)].map((match) => match[1] ?? '');
}

/** Faults that the shape alone does not show: repeated Sids, lists that are not declared or not always there, conditions that hide others. */
export function activityIssues(path: string, activity: ActivityTemplate): Issue[] {
  const sids = activity.Statements.map((statement) => statement.Sid);
  const repeated = new Set(sids.filter((candidate, index) => sids.indexOf(candidate) !== index));
  const unused = Object.keys(activity.Parameters).filter(
    (parameter) => !activity.Statements.some((statement) => JSON.stringify(statement).includes(`[[${parameter}]]`)),
  );
  return [
    ...[...repeated].map((sid) => ({ path: `${path}: Statements`, message: `Sid ${sid} is used twice` })),
    ...unused.map((parameter) => ({ path: `${path}: Parameters.${parameter}`, message: 'no statement uses it' })),
    ...activity.Statements.flatMap((statement, index) => {
      const place = `${path}: Statements[${String(index)}]`;
      return [...textIssues(place, statement), ...listIssues(place, activity, statement), ...hiddenConditions(place, statement)];
    }),
  ];
}

/** A part of a statement that may have conditions, and the limit without which it is not there. */
interface ConditionBlock {
  readonly name: string;
  readonly limit: Limit | undefined;
  readonly conditions: NonNullable<StatementTemplate['Condition']>;
}

function conditionBlocks(statement: StatementTemplate): ConditionBlock[] {
  const added = Object.entries(statement.ConditionsWhen ?? {}).map(([limit, conditions]) => ({
    name: `ConditionsWhen.${limit}`,
    limit: limit as Limit,
    conditions,
  }));
  return [{ name: 'Condition', limit: statement.When, conditions: statement.Condition ?? {} }, ...added];
}

function conditionTexts({ conditions }: ConditionBlock): string[] {
  return Object.values(conditions).flatMap((keys) => Object.values(keys).flat());
}

function textIssues(path: string, statement: StatementTemplate): Issue[] {
  const texts = [...statement.Resource, ...conditionBlocks(statement).flatMap(conditionTexts)];
  return texts.flatMap((text) => {
    const builtIns = [...text.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1] ?? '');
    const rest = listReferences(text).reduce((remaining, list) => remaining.replace(`[[${list}]]`, ''), text);
    return [
      ...(new Set(listReferences(text)).size > 1 ? [{ path, message: `"${text}" refers to more than one list` }] : []),
      ...(/\[\[|\]\]/.test(rest) ? [{ path, message: `"${text}" has brackets that name no list` }] : []),
      ...builtIns
        .filter((builtIn) => !BUILT_INS.includes(builtIn))
        .map((builtIn) => ({ path, message: `there is no {{${builtIn}}}; there are ${BUILT_INS.join(', ')}` })),
    ];
  });
}

function listIssues(path: string, { Parameters }: ActivityTemplate, statement: StatementTemplate): Issue[] {
  const blocks = conditionBlocks(statement);
  const parts = [
    { name: 'Resource', limit: statement.When, texts: statement.Resource },
    ...blocks.map((block) => ({ name: block.name, limit: block.limit, texts: conditionTexts(block) })),
  ];
  const undeclared = parts.flatMap(({ name, limit, texts }) =>
    texts
      .flatMap(listReferences)
      .filter((list) => !(limitOfList(list) === undefined ? Object.hasOwn(Parameters, list) : limitOfList(list) === limit))
      .map((list) => ({
        path: `${path}.${name}`,
        message: `[[${list}]] is neither a parameter of the activity nor a list of the limit that this part depends on`,
      })),
  );
  const optional = blocks.flatMap((block) =>
    conditionTexts(block)
      .flatMap(listReferences)
      .filter((list) => Parameters[list]?.Required === false)
      .map((list) => ({
        path: `${path}.${block.name}`,
        message: `[[${list}]] is optional: without it the condition would have no value`,
      })),
  );
  return [...undeclared, ...optional];
}

/** Conditions are united by operator and key: of two for the same operator and key only the later would be left. */
function hiddenConditions(path: string, statement: StatementTemplate): Issue[] {
  const first = new Map<string, string>();
  return conditionBlocks(statement).flatMap(({ name, conditions }) =>
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.keys(keys).flatMap((key) => {
        const condition = `${operator} ${key}`;
        const other = first.get(condition);
        first.set(condition, other ?? name);
        return other === undefined ? [] : [{ path, message: `both ${other} and ${name} set ${condition}; only one of them would hold` }];
      }),
    ),
  );
}
