import { build, parse, validate } from '@aws-sdk/util-arn-parser';
import type { Scope } from './scope';

/** Where the stack is, as ARNs tell it. */
export type Account = Pick<Scope, 'partition' | 'region' | 'accountId'>;

/** What is wrong with a value, in words that follow it in a message; `undefined` where nothing is. */
export interface ValueRule {
  (value: string, scope: Account): string | undefined;
  /** Source of a regular expression that every valid value matches, whatever the stack's account and Region: for the JSON Schema. */
  readonly pattern: string;
}

/** The part of an ARN that a type of parameter insists on; what is left out may be anything. */
export interface ArnRule {
  readonly service: string;
  /** A right one, of any place. */
  readonly example: string;
  readonly resource: RegExp;
  readonly resourceWords: string;
  /** `none` for global services. */
  readonly region: 'same' | 'none';
  readonly account: 'same' | 'any';
}

/** The rule that a value is such an ARN, of the stack's partition. */
export function arnFault(rule: ArnRule): ValueRule {
  const region = rule.region === 'none' ? '' : '[a-z0-9-]+';
  const pattern = `^arn:aws[a-z-]*:${rule.service}:${region}:[0-9]{12}:${rule.resource.source.replace(/^\^/, '')}`;
  const form = new RegExp(pattern);
  const isOfStack = (value: string, { partition, region: ownRegion, accountId }: Account): boolean =>
    value.startsWith(
      `arn:${partition}:${rule.service}:${rule.region === 'same' ? ownRegion : ''}:${rule.account === 'same' ? `${accountId}:` : ''}`,
    );
  const fault = (value: string, scope: Account): string | undefined => {
    if (form.test(value) && isOfStack(value, scope)) return undefined;
    if (!validate(value)) return `is not an ARN; ${rule.resourceWords} is given by its ARN, such as ${exampleIn(rule, scope)}`;
    const arn = parse(value);
    if (arn.partition !== scope.partition) return `is of partition ${arn.partition}, the stack is of ${scope.partition}`;
    if (arn.service !== rule.service) return `is an ARN of ${arn.service}, not of ${rule.service}`;
    if (rule.region === 'none' && arn.region !== '') return `names a Region, but ${rule.service} is global`;
    if (rule.region === 'same' && arn.region !== scope.region)
      return `is of Region ${arn.region || '(none)'}, the stack is of ${scope.region}`;
    if (!/^\d{12}$/.test(arn.accountId)) return 'has no account number of twelve digits';
    if (rule.account === 'same' && arn.accountId !== scope.accountId)
      return `is of account ${arn.accountId}, the stack is of ${scope.accountId}`;
    return rule.resource.test(arn.resource) ? undefined : `does not name ${rule.resourceWords}, such as ${exampleIn(rule, scope)}`;
  };
  return Object.assign(fault, { pattern });
}

/** The example as it would be in the stack's own account and Region. */
function exampleIn({ example, region }: ArnRule, { partition, accountId, ...place }: Account): string {
  const { service, resource } = parse(example);
  return build({ partition, service, region: region === 'none' ? '' : place.region, accountId, resource });
}

/**
 * The rule that a value is of a pattern.
 * @param words what such a value is, after "is not"
 */
export function patternFault(pattern: RegExp, words: string): ValueRule {
  return Object.assign((value: string) => (pattern.test(value) ? undefined : `is not ${words}`), { pattern: pattern.source });
}
