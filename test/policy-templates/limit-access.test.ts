import { parseConfiguration } from '../../lambda/core/configuration';
import { desiredRole } from '../../lambda/core/desired';
import { explain } from '../../lambda/core/explain';
import { readPolicy } from '../../lambda/core/foreign-policy';
import { policyDocument, type AnyStatement } from '../../lambda/core/policy';
import cases from './limit-cases.json';
import { catalog } from './policy-files';
import { SCOPE } from './samples';
import { isAllowed, type AccessRequest } from './simulate';

/**
 * `allow`: the role may; `deny`: the role may not, and with a policy that allows everything it may;
 * `guard`: it may not, whatever else is attached to it.
 */
interface LimitedRequest extends AccessRequest {
  readonly Expect: 'allow' | 'deny' | 'guard';
  readonly Because: string;
}

const EVERYTHING = { Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] } as const;
const PERSON = { 'sagemaker:DomainId': 'd-abc123', 'sagemaker:UserProfileName': 'alice' };

function statementsOf(properties: unknown): readonly AnyStatement[] {
  return desiredRole(properties, { catalog, configuration: parseConfiguration({}), scope: SCOPE }).statements;
}

/** With the variables of Studio filled in, which the simulator does not know. */
function filledIn(statements: readonly AnyStatement[]): AnyStatement[] {
  const text = JSON.stringify(statements).replace('${sagemaker:DomainId}', 'd-abc123').replaceAll('${sagemaker:UserProfileName}', 'alice');
  return JSON.parse(text) as AnyStatement[];
}

it.each(cases)('there are at least six requests that $Name admits and six that it refuses', ({ Requests }) => {
  const admitted = Requests.filter(({ Expect }) => Expect === 'allow').length;
  expect([admitted >= 6, Requests.length - admitted >= 6]).toEqual([true, true]);
});

describe.each(cases)('$Name', ({ Properties, Requests }) => {
  const statements = statementsOf(Properties);
  const requests = Requests as unknown as readonly LimitedRequest[];

  it.each(requests)('$Expect $Action on $Resource: $Because', async ({ Expect, Action, Resource, Context = {} }) => {
    const request = { action: Action, resource: Resource, context: { ...PERSON, ...Context } };
    const decisions = [statements, [...statements, EVERYTHING]].map(
      (all) => explain(request, { identity: readPolicy('role', policyDocument(all)) }).decision === 'allowed',
    );
    expect(decisions).toEqual([Expect === 'allow', Expect !== 'guard']);
    const sent = Object.fromEntries(Object.entries(Context).filter(([key]) => !(key in PERSON)));
    expect(await isAllowed(filledIn(statements), { Action, Resource, Context: sent })).toBe(Expect === 'allow');
  });
});
