import type { Statement } from '../../lambda/core/policy';
import { renderActivity } from '../../lambda/core/render';
import type { Limit } from '../../lambda/core/limit';
import type { ActivityTemplate } from '../../lambda/core/template';
import { catalog, testFile, testFileNames } from './policy-files';
import { resolvedSample, SCOPE, variantName, variantsOf } from './samples';
import type { AccessRequest } from './simulate';

/** A request that an activity must allow or deny. */
interface AccessCase extends AccessRequest {
  readonly Expect: 'allow' | 'deny';
  readonly Because: string;
  /** The limits with which it is asked: none where absent; `any` asks it in every variant of the activity. */
  readonly Limits?: readonly Limit[] | 'any';
}

/** A case in one of the variants in which it is asked. */
export interface AccessRow {
  readonly expected: 'allow' | 'deny';
  readonly because: string;
  readonly limits: readonly Limit[];
  readonly variant: string;
  readonly request: AccessRequest;
}

export interface ActivityCases {
  /** `ManageJobs@1` */
  readonly name: string;
  readonly activity: ActivityTemplate;
  readonly rows: readonly AccessRow[];
}

/** The cases of every activity. */
export const accessCases: readonly ActivityCases[] = testFileNames('cases').map((file) => {
  const name = file.replace('.v', '@').replace('.json', '');
  const activity = catalog.activities.get(name);
  if (activity === undefined) throw new Error(`there are cases for ${name}, but no such activity`);
  return { name, activity, rows: (testFile(`cases/${file}`) as readonly AccessCase[]).flatMap((access) => rowsOf(access, activity)) };
});

function rowsOf({ Expect, Because, Limits = [], ...request }: AccessCase, activity: ActivityTemplate): AccessRow[] {
  const variants = Limits === 'any' ? variantsOf(activity) : [Limits];
  return variants.map((limits) => ({ expected: Expect, because: Because, limits, variant: variantName(limits), request }));
}

/** Who asks: SageMaker fills these policy variables for calls from within a domain, the simulator does not. */
export const PERSON: Readonly<Record<string, string>> = { 'sagemaker:DomainId': 'd-abc123', 'sagemaker:UserProfileName': 'alice' };

/** What an activity with sample values gives that person. */
export function statementsFor(activity: ActivityTemplate, limits: readonly Limit[]): Statement[] {
  const text = JSON.stringify(renderActivity(resolvedSample(activity, limits, SCOPE), SCOPE));
  return JSON.parse(text.replace(/\$\{([^}]+)\}/g, (variable, name: string) => PERSON[name] ?? variable)) as Statement[];
}
