import { CfnResource, Reference, Token, Tokenization, type Stack } from 'aws-cdk-lib';
import { catalog } from '../lambda/catalog';
import { RESOURCE_TYPE } from '../lambda/core/names';
import { pathText } from '../lambda/core/schema-issues';
import { typeAt } from './stand-ins';
import { isIntrinsic } from './synth-scope';

/** Which list of the provider's configuration a role must be in. */
export type RoleList = 'PassableRoleArns' | 'GrantableRoleArns';

/** A role that the properties of a persona role name, and how much is known of it at synth. */
export interface NamedRole {
  /** `Activities[0].RolesToPass[1]` */
  readonly path: string;
  readonly list: RoleList;
  /** Its ARN, a text that may hold tokens. */
  readonly arn: string;
  /**
   * `named`: the code has the ARN, at most partition, Region and account are open. `made`: an ordinary role of the stack.
   * `persona`: a persona role. `unknown`: anything else.
   */
  readonly kind: 'named' | 'made' | 'persona' | 'unknown';
}

/** Every role that the properties name. */
export function namedRoles(properties: Readonly<Record<string, unknown>>, stack: Stack): readonly NamedRole[] {
  const found: NamedRole[] = [];
  const look = (value: unknown, path: readonly PropertyKey[]): void => {
    if (typeof value === 'string') {
      if (typeAt(path, catalog) !== 'RoleArnToPass') return;
      const list = path.includes('GrantTo') ? 'GrantableRoleArns' : 'PassableRoleArns';
      found.push({ path: pathText(path), list, arn: value, kind: kindOf(value, list, stack) });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) look(item, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  look(properties, []);
  return found;
}

function kindOf(arn: string, list: RoleList, stack: Stack): NamedRole['kind'] {
  if (!Token.isUnresolved(arn)) return 'named';
  const { length, firstToken } = Tokenization.reverseString(arn);
  const target = length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
  if (target === undefined || !CfnResource.isCfnResource(target)) return isOpenInPlaceAlone(stack.resolve(arn)) ? 'named' : 'unknown';
  // Persona roles are passable by their path. None is grantable unless it is listed.
  if (target.cfnResourceType === RESOURCE_TYPE) return list === 'PassableRoleArns' ? 'persona' : 'unknown';
  return target.cfnResourceType === 'AWS::IAM::Role' && target.stack === stack ? 'made' : 'unknown';
}

function isOpenInPlaceAlone(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (!isIntrinsic(value)) return false;
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return ['AWS::Partition', 'AWS::Region', 'AWS::AccountId'].includes(String(argument));
  return name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1]) && argument[1].every(isOpenInPlaceAlone);
}
