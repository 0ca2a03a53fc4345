import { isTemplateMap, scalarText, type TemplateMap, type TemplateValue } from '../cli/template-value';

/** What CloudFormation sends. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  /** Never on Create, always on Update and Delete. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: TemplateMap;
  /** On Update only. */
  readonly OldResourceProperties?: TemplateMap;
}

/** What an answer means for the stack. Without a physical id CloudFormation keeps the one it knows, or invents one. */
export type Verdict =
  | { readonly status: 'SUCCESS'; readonly physicalId: string; readonly data: TemplateMap }
  | { readonly status: 'FAILED'; readonly physicalId: string | undefined; readonly reason: string };

/** An answer, read: its verdict (none if CloudFormation cannot even parse it and waits on) and the rules that it breaks. */
export interface ReadAnswer {
  readonly verdict: Verdict | undefined;
  readonly violations: readonly string[];
}

/** Limits of https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html; both inclusive. */
export const ANSWER_BYTES = 4096;
export const PHYSICAL_ID_BYTES = 1024;

type AnswerFields = Readonly<Record<string, TemplateValue | undefined>>;

/**
 * Judges the body of an answer as CloudFormation does.
 * The texts "Response object is too long.", "Invalid PhysicalResourceId" and "Invalid response object: …" are CloudFormation's, as users
 * report them: https://github.com/aws/aws-cdk/issues/23958, https://github.com/remind101/empire/issues/918. That ids which do not match
 * the request fail the resource is this driver's choice: the documentation says "should be copied verbatim", not what happens otherwise.
 */
export function readAnswer(body: Buffer, request: CustomResourceRequest): ReadAnswer {
  if (body.length > ANSWER_BYTES)
    return failed('Response object is too long.', `${String(body.length)} bytes, more than ${String(ANSWER_BYTES)}`);
  const fields = parseFields(body);
  if (fields === undefined) return { verdict: undefined, violations: ['the body is not a JSON object'] };
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const) {
    if (fields[name] !== request[name]) return invalid(`Value of property ${name} must be the request's`);
  }
  const { Status, Reason, PhysicalResourceId, Data, NoEcho } = fields;
  if (Status !== 'SUCCESS' && Status !== 'FAILED') return invalid('Value of property Status must be SUCCESS or FAILED');
  if (PhysicalResourceId === undefined || PhysicalResourceId === '')
    return failed('Invalid PhysicalResourceId', 'PhysicalResourceId is missing or empty');
  if (typeof PhysicalResourceId !== 'string') return invalid('Value of property PhysicalResourceId must be of type String');
  if (Buffer.byteLength(PhysicalResourceId) > PHYSICAL_ID_BYTES)
    return failed('Invalid PhysicalResourceId', 'PhysicalResourceId is longer than 1 KB');
  if (NoEcho !== undefined && typeof NoEcho !== 'boolean') return invalid('Value of property NoEcho must be of type Boolean');
  if (Data !== undefined && !isTemplateMap(Data)) return invalid('Value of property Data must be an object');
  if (Reason !== undefined && typeof Reason !== 'string') return invalid('Value of property Reason must be of type String');
  if (Status === 'SUCCESS') return { verdict: { status: 'SUCCESS', physicalId: PhysicalResourceId, data: Data ?? {} }, violations: [] };
  return {
    verdict: { status: 'FAILED', physicalId: PhysicalResourceId, reason: failureText(Reason ?? '', request.RequestId) },
    violations: Reason === undefined || Reason === '' ? ['FAILED without a Reason'] : [],
  };
}

/** How CloudFormation shows a provider's Reason. Seen in https://github.com/aws-samples/aws-cdk-examples/issues/671 */
function failureText(reason: string, requestId: string): string {
  return `Received response status [FAILED] from custom resource. Message returned: ${reason} (RequestId: ${requestId})`;
}

/** What CloudFormation says after ServiceTimeout. Seen in https://github.com/DataDog/datadog-aws-controltower/issues/9 */
export function timeoutText(requestId: string): string {
  return (
    `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. ` +
    'If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.'
  );
}

/** All scalars in ResourceProperties arrive as strings. Source: aws-cdk-lib, custom-resources/README.md, "Important cases to handle". */
export function stringifyScalars(value: TemplateValue): TemplateValue {
  if (Array.isArray(value)) return value.map((item: TemplateValue) => stringifyScalars(item));
  if (isTemplateMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stringifyScalars(item)]));
  return scalarText(value) ?? 'null';
}

function parseFields(body: Buffer): AnswerFields | undefined {
  try {
    const parsed = JSON.parse(body.toString('utf8')) as TemplateValue;
    return isTemplateMap(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function invalid(rule: string): ReadAnswer {
  return failed(`Invalid response object: ${rule}`, rule);
}

function failed(reason: string, violation: string): ReadAnswer {
  return { verdict: { status: 'FAILED', physicalId: undefined, reason }, violations: [violation] };
}
