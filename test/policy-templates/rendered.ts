import type { Statement } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import type { Scope } from '../../lambda/core/scope';
import type { Limit } from '../../lambda/core/limit';
import type { ActivityTemplate, StatementTemplate } from '../../lambda/core/template';
import { resolvedSample } from './samples';

/** A statement as rendered with sample values, beside the template that it came from. */
export interface Rendered {
  readonly statement: Statement;
  readonly template: StatementTemplate;
}

export function renderedSample(activity: ActivityTemplate, limits: readonly Limit[], scope: Scope): Rendered[] {
  const prefix = `${activity.Activity}V${String(activity.Version)}`;
  return renderActivity(resolvedSample(activity, limits, scope), scope).flatMap((statement) => {
    const template = activity.Statements.find(({ Sid }) => `${prefix}${Sid}` === statement.Sid);
    return template === undefined ? [] : [{ statement, template }];
  });
}
