import * as sdk from '@aws-sdk/client-iam';
import { OPERATIONS } from '../../local/iam';

/** Names, types and count of required members of a request, as the SDK's copy of IAM's API model has them. */
function modelOf(operation: string): { readonly names: readonly string[]; readonly required: readonly string[] } {
  const schema = (sdk as unknown as Readonly<Record<string, readonly unknown[]>>)[`${operation}Request$`] ?? [];
  const names = schema[4] as readonly string[];
  return { names, required: names.slice(0, Number(schema[6] ?? 0)) };
}

/** Parameters that IAM knows and the local IAM does not. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  CreateServiceLinkedRole: ['Description', 'CustomSuffix'],
};

describe("the local IAM's parameters are those of IAM's API model", () => {
  it.each(Object.entries(OPERATIONS))('%s', (name, { shape }) => {
    const { names, required } = modelOf(name);
    expect([...Object.keys(shape), ...(LEFT_OUT[name] ?? [])].sort()).toEqual([...names].sort());
    const wanted = Object.entries(shape).filter(([, parameter]) => parameter.presence === 'required');
    expect(wanted.map(([parameter]) => parameter).sort()).toEqual([...required].sort());
  });
});
