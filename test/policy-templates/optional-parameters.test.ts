import type { Statement } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import type { ActivityTemplate } from '../../lambda/core/template';
import { catalog } from './policy-files';
import { resolvedSample, SCOPE } from './samples';

const rows = [...catalog.activities].filter(([, { Parameters }]) => Object.values(Parameters).some(({ Required }) => !Required));

function withoutOptional(activity: ActivityTemplate): Statement[] {
  const { template, lists } = resolvedSample(activity, [], SCOPE);
  const required = Object.entries(lists).filter(([name]) => activity.Parameters[name]?.Required !== false);
  return renderActivity({ template, lists: Object.fromEntries(required) }, SCOPE);
}

describe('an activity without its optional parameters', () => {
  it.each(rows)('grants less, and nothing else: %s', (_, activity) => {
    const all = renderActivity(resolvedSample(activity, [], SCOPE), SCOPE);
    const fewer = withoutOptional(activity);
    const beyond = fewer.filter(({ Sid, Action, Resource, Condition }) => {
      const same = all.find((statement) => statement.Sid === Sid);
      const isWithin = Resource.length > 0 && Resource.every((resource) => same?.Resource.includes(resource) === true);
      return !isWithin || JSON.stringify([Action, Condition]) !== JSON.stringify([same?.Action, same?.Condition]);
    });
    expect(beyond).toEqual([]);
    expect(JSON.stringify(fewer).length).toBeLessThan(JSON.stringify(all).length);
  });
});
