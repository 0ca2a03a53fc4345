import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalCloudFormation, type LocalCloudFormationSettings } from '../../local/cloudformation';
import type { CustomResourceFunction } from '../../local/cloudformation-channel';
import type { CustomResourceRequest } from '../../local/cloudformation-protocol';

export const TOKEN = 'arn:aws:lambda:eu-west-1:111122223333:function:toy';

/** What a resource's properties tell the toy provider to do. */
export interface Toy {
  readonly V?: string;
  /** Physical id to answer; default `<logical id>-id`. */
  readonly Id?: string;
  /** Request types to fail, or not to answer at all. */
  readonly Fail?: string;
  readonly Silent?: string;
  readonly DelayMs?: string;
  readonly Data?: object;
  /** JSON text of fields that replace those of the answer; null removes one. */
  readonly Answer?: string;
}

/** A provider in this process: does nothing but answer as the properties say. */
export function toyProvider(): CustomResourceFunction {
  return {
    invokeAsync: async (event, onAttempt = () => undefined) => {
      onAttempt();
      const sent = event as CustomResourceRequest;
      const toy: Toy = sent.ResourceProperties;
      if (toy.DelayMs !== undefined) await delay(Number(toy.DelayMs));
      if (toy.Silent?.includes(sent.RequestType) !== true) await put(sent.ResponseURL, JSON.stringify(answerOf(sent, toy)));
    },
  };
}

function answerOf(sent: CustomResourceRequest, toy: Toy): object {
  const { StackId, RequestId, LogicalResourceId, RequestType } = sent;
  const deleted = RequestType === 'Delete' ? sent.PhysicalResourceId : undefined;
  const PhysicalResourceId = deleted ?? toy.Id ?? `${LogicalResourceId}-id`;
  const verdict =
    toy.Fail?.includes(RequestType) === true ? { Status: 'FAILED', Reason: `no ${RequestType} today` } : { Status: 'SUCCESS' };
  const Data = { Arn: `arn:${PhysicalResourceId}`, V: toy.V ?? '', ...toy.Data };
  const changed: Record<string, unknown> = {
    ...verdict,
    StackId,
    RequestId,
    LogicalResourceId,
    PhysicalResourceId,
    Data,
    ...(JSON.parse(toy.Answer ?? '{}') as object),
  };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
}

/** PUTs as a provider must: no Content-Type, exact Content-Length. @returns the HTTP status, or the error's code. */
export function put(
  url: string,
  body: string,
  { method = 'PUT', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<number | string> {
  return new Promise((resolve) => {
    const sending = request(
      url,
      { method, headers: { 'content-type': '', 'content-length': String(Buffer.byteLength(body)), ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    sending.end(body);
  });
}

export function startToys(settings: Partial<LocalCloudFormationSettings> = {}): Promise<LocalCloudFormation> {
  const functions = new Map([[TOKEN, toyProvider()]]);
  return LocalCloudFormation.start({ functions, accountId: '111122223333', region: 'eu-west-1', partition: 'aws', ...settings });
}

export interface ToyResource {
  readonly Type?: string;
  readonly Properties?: object;
  readonly [attribute: string]: unknown;
}

/** A template of toy resources: each value is either properties or a whole resource with `Properties`. */
export function toys(resources: Readonly<Record<string, Toy | ToyResource>>, sections: object = {}): string {
  const Resources = Object.fromEntries(
    Object.entries(resources).map(([logicalId, given]) => {
      const { Properties, ...attributes } = 'Properties' in given ? given : { Properties: given };
      return [logicalId, { Type: 'Custom::Toy', ...attributes, Properties: { ServiceToken: TOKEN, ...(Properties as object) } }];
    }),
  );
  return JSON.stringify({ Resources, ...sections });
}

/** `Update B B-id 1>2`: request type, logical id, physical id, old and new `V`. */
export function requestLines(cloudFormation: LocalCloudFormation): readonly string[] {
  return cloudFormation.requests.map(
    ({ RequestType, LogicalResourceId, PhysicalResourceId, ResourceProperties, OldResourceProperties }) => {
      const version = (properties: object | undefined): string => (properties as Toy | undefined)?.V ?? '';
      const change =
        OldResourceProperties === undefined
          ? version(ResourceProperties)
          : `${version(OldResourceProperties)}>${version(ResourceProperties)}`;
      return [RequestType, LogicalResourceId, PhysicalResourceId ?? '-', change].join(' ').trim();
    },
  );
}

/** `B CREATE_FAILED` for every event, in order. */
export function eventLines(cloudFormation: LocalCloudFormation): readonly string[] {
  return cloudFormation.events.map(({ logicalId, status }) => `${logicalId} ${status}`);
}
