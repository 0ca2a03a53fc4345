import { catalog } from '../../lambda/catalog';
import { parseConfiguration } from '../../lambda/core/configuration';
import { deniedActivityIssues } from '../../lambda/core/denied-activities';
import { issueText } from '../../lambda/core/errors';

function issuesOf(DeniedActivities: string): string[] {
  return deniedActivityIssues(parseConfiguration({ DeniedActivities }), catalog).map(issueText);
}

describe('DeniedActivities names activities that there are', () => {
  it.each(['', 'AccessS3AllResources', 'AccessS3AllResources@2,ManageJobs'])('such as "%s"', (names) => {
    expect(issuesOf(names)).toEqual([]);
  });

  it('as do the defaults', () => {
    expect(deniedActivityIssues(parseConfiguration({}), catalog)).toEqual([]);
  });

  it.each([
    { name: 'AccessS3AllResource', says: 'AccessS3AllResources' },
    { name: 'accessS3AllResources', says: 'is no activity' },
    { name: 'ManageJobs@99', says: 'there is ManageJobs@1' },
    { name: 'ManageJobs@', says: 'there is ManageJobs@1' },
    { name: '__proto__', says: 'is no activity' },
  ])('not $name', ({ name, says }) => {
    expect(issuesOf(`ManageJobs,${name}`)).toEqual([
      expect.stringContaining(`provider configuration DeniedActivities: "${name}" is no activity`),
    ]);
    expect(issuesOf(name)[0]).toContain(says);
  });
});
