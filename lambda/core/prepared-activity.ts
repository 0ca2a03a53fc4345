import { FILE_LIMITS, type FileLimit } from './limit';
import type { Lists, Place } from './placeholders';
import type { Conditions } from './policy';
import { prepareStatement, type PreparedStatement } from './prepared-statement';
import { statementId } from './statement-id';
import type { ActivityTemplate, StatementTemplate } from './template';
import { sortedUnique } from './values';

/** A statement of an activity that is prepared for all roles of a place under the same limits. */
export interface ActivityStatement {
  readonly template: StatementTemplate;
  readonly prepared: PreparedStatement<'Allow'>;
}

/** What is kept of an activity: its statements at the place that was asked for last, for each choice of the files' limits. */
interface PreparedActivity {
  readonly place: Place;
  readonly byLimits: Map<string, readonly ActivityStatement[]>;
}

const PREPARED = new WeakMap<ActivityTemplate, PreparedActivity>();

/**
 * The statements of an activity that stand in a role with these lists, made once: a template may have hundreds of roles, and nearly all
 * of them are of one place. It keeps no more than eight forms of an activity.
 */
export function preparedStatements(activity: ActivityTemplate, lists: Lists, place: Place): readonly ActivityStatement[] {
  const { byLimits } = preparedAt(activity, place);
  const limits = setLimits(lists);
  const key = limits.join();
  const known = byLimits.get(key);
  if (known !== undefined) return known;
  const prepared = prepare(activity, limits, place);
  byLimits.set(key, prepared);
  return prepared;
}

function preparedAt(activity: ActivityTemplate, { partition, region, accountId }: Place): PreparedActivity {
  const known = PREPARED.get(activity);
  const isSamePlace = known?.place.accountId === accountId && known.place.region === region && known.place.partition === partition;
  if (isSamePlace) return known;
  const prepared: PreparedActivity = { place: { partition, region, accountId }, byLimits: new Map() };
  PREPARED.set(activity, prepared);
  return prepared;
}

/** Of the limits by which files are written. */
function setLimits(lists: Lists): FileLimit[] {
  return FILE_LIMITS.filter((limit) => (limit === 'Vpc' ? 'Vpc.Subnets' in lists : limit in lists));
}

function prepare({ Activity, Version, Statements }: ActivityTemplate, limits: readonly FileLimit[], place: Place): ActivityStatement[] {
  return Statements.filter(({ When }) => When === undefined || limits.includes(When)).map((template) => {
    const Condition = conditionsOf(template, limits);
    const statement = {
      Sid: statementId(Activity, Version, template.Sid),
      Effect: 'Allow',
      Action: sortedUnique(template.Action),
      Resource: template.Resource,
      ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
    } as const;
    return { template, prepared: prepareStatement(statement, place) };
  });
}

/** A statement's own conditions, and those of the limits that are set. */
function conditionsOf({ Condition = {}, ConditionsWhen = {} }: StatementTemplate, limits: readonly FileLimit[]): Conditions {
  const added = Object.entries(ConditionsWhen).flatMap(([limit, conditions]) => (limits.includes(limit as FileLimit) ? [conditions] : []));
  return mergeConditions([Condition, ...added]);
}

/** All conditions at once: operators side by side, keys within an operator side by side. */
export function mergeConditions(blocks: readonly Conditions[]): Conditions {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of blocks.flatMap((block) => Object.entries(block))) {
    merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
}
