import { Token, type Stack } from 'aws-cdk-lib';
import { urlSuffix, type Scope } from '../lambda/core/scope';

/** A value of a template that only the deployment knows: `{ Ref: … }`, `{ 'Fn::GetAtt': […] }` and the like. */
export function isIntrinsic(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

/**
 * Where a resource will be, as far as it is known at synth. A stack that may go anywhere is taken to go where the ARNs in it say, since it
 * could be deployed nowhere else.
 * @param values resolved, with ARNs in them
 */
export function synthScope(stack: Stack, logicalResourceId: string, values: object): Scope {
  const { partition, region, accountId } = placeOf(JSON.stringify(values));
  const place = {
    partition: concrete(stack.partition) ?? partition ?? 'aws',
    region: concrete(stack.region) ?? region ?? 'us-east-1',
    accountId: concrete(stack.account) ?? accountId ?? '111122223333',
  };
  const stackName = concrete(stack.stackName) ?? 'stack';
  const stackId = `arn:${place.partition}:cloudformation:${place.region}:${place.accountId}:stack/${stackName}/00000000-0000-0000-0000-000000000000`;
  return { ...place, stackId, logicalResourceId };
}

/** The text that a value has in that place; `undefined` where only the deployment knows it. */
export function knownText(value: unknown, scope: Scope): string | undefined {
  if (typeof value === 'string') return value;
  if (!isIntrinsic(value)) return undefined;
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return pseudoParameter(String(argument), scope);
  if (name !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [delimiter, parts] = argument as [string, unknown];
  if (!Array.isArray(parts)) return undefined;
  const texts = parts.map((part) => knownText(part, scope));
  return texts.every((text) => text !== undefined) ? texts.join(delimiter) : undefined;
}

function pseudoParameter(name: string, { partition, region, accountId }: Scope): string | undefined {
  switch (name) {
    case 'AWS::Partition':
      return partition;
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return accountId;
    case 'AWS::URLSuffix':
      return urlSuffix(partition);
    default:
      return undefined;
  }
}

function placeOf(text: string): { partition?: string | undefined; region?: string | undefined; accountId?: string | undefined } {
  const arns = [...text.matchAll(/arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:/g)];
  const own = arns.find(([, , service]) => service === 'iam' || service === 'secretsmanager');
  return {
    partition: arns[0]?.[1],
    region: arns.map(([, , , region]) => region).find((region) => region !== undefined && region !== ''),
    accountId: own?.[4],
  };
}

function concrete(value: string): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
