import type { Tag } from './properties';

/** One writing IAM call, named by it; the input is the call's own. */
export type Step =
  | {
      readonly call: 'CreateRole';
      readonly input: {
        readonly RoleName: string;
        readonly Path: string;
        readonly AssumeRolePolicyDocument: string;
        readonly Description: string;
        readonly MaxSessionDuration: number;
        readonly PermissionsBoundary: string;
        readonly Tags: readonly Tag[];
      };
    }
  | {
      readonly call: 'UpdateRole';
      readonly input: { readonly RoleName: string; readonly Description: string; readonly MaxSessionDuration: number };
    }
  | { readonly call: 'UpdateAssumeRolePolicy'; readonly input: { readonly RoleName: string; readonly PolicyDocument: string } }
  | { readonly call: 'PutRolePermissionsBoundary'; readonly input: { readonly RoleName: string; readonly PermissionsBoundary: string } }
  | { readonly call: 'TagRole'; readonly input: { readonly RoleName: string; readonly Tags: readonly Tag[] } }
  | { readonly call: 'UntagRole'; readonly input: { readonly RoleName: string; readonly TagKeys: readonly string[] } }
  | {
      readonly call: 'PutRolePolicy';
      readonly input: { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string };
    }
  | { readonly call: 'DeleteRolePolicy'; readonly input: { readonly RoleName: string; readonly PolicyName: string } }
  | {
      readonly call: 'CreatePolicy';
      readonly input: {
        readonly PolicyName: string;
        readonly Path: string;
        readonly PolicyDocument: string;
        readonly Tags: readonly Tag[];
      };
    }
  | { readonly call: 'AttachRolePolicy'; readonly input: { readonly RoleName: string; readonly PolicyArn: string } }
  | { readonly call: 'DetachRolePolicy'; readonly input: { readonly RoleName: string; readonly PolicyArn: string } }
  | { readonly call: 'DeletePolicyVersion'; readonly input: { readonly PolicyArn: string; readonly VersionId: string } }
  | { readonly call: 'DeletePolicy'; readonly input: { readonly PolicyArn: string } }
  | { readonly call: 'DeleteRole'; readonly input: { readonly RoleName: string } };

/** Whether a call takes something away: what it names and does not find is gone already. */
export function isRemoval(call: string): boolean {
  return /^(Delete|Detach|Untag)/.test(call);
}

/** What a step is about, for logs and messages: `PutRolePolicy SageMakerPersona`. */
export function stepText(step: Step): string {
  const { input } = step;
  const subject = 'PolicyName' in input ? input.PolicyName : 'PolicyArn' in input ? input.PolicyArn : input.RoleName;
  return `${step.call} ${subject}`;
}
