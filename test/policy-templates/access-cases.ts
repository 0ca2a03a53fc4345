import type { Statement } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import type { ActivityTemplate, Limit } from '../../lambda/core/template';
import { testFile, testFileNames } from './policy-files';
import { resolvedSample, SCOPE } from './samples';
import type { AccessRequest } from './simulate';

/** A request that an activity must allow or deny. */
export interface AccessCase extends AccessRequest {
  readonly Expect: 'allow' | 'deny';
  readonly Because: string;
  readonly Limits?: readonly Limit[];
}

/** The cases of every activity, `name` as `ManageJobs@1`. */
export const accessCases: readonly { readonly name: string; readonly cases: readonly AccessCase[] }[] = testFileNames('cases').map(
  (file) => ({
    name: file.replace('.v', '@').replace('.json', ''),
    cases: testFile(`cases/${file}`) as readonly AccessCase[],
  }),
);

/** Who asks: SageMaker fills these policy variables for calls from within a domain, the simulator does not. */
export const PERSON: Readonly<Record<string, string>> = { 'sagemaker:DomainId': 'd-abc123', 'sagemaker:UserProfileName': 'alice' };

/** What an activity with sample values gives that person. */
export function statementsFor(activity: ActivityTemplate, limits: readonly Limit[]): Statement[] {
  const text = JSON.stringify(renderActivity(resolvedSample(activity, limits, SCOPE), SCOPE));
  return JSON.parse(text.replace(/\$\{([^}]+)\}/g, (variable, name: string) => PERSON[name] ?? variable)) as Statement[];
}
