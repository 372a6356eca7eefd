import type { HttpRequest, HttpResponse } from '../kernel/http.ts';

/** What a request's envelope says, before its body is read. */
export interface WireCall {
  /** The service's name in our registry: `dynamodb`, `logs`, `cloudwatch`. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly protocol: Protocol;
}

export type Protocol = 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'restJson1' | 'restXml' | 'rpcv2Cbor';

declare const todo: (...args: unknown[]) => never;
/** Service, operation, region and access key of a request to the AWS API. Throws the AwsError that AWS gives. */
export const identifyCall = (request: HttpRequest): WireCall => todo(request);
/** The operation's input in the shape of the SDK's types (dates as Date, blobs as Uint8Array). */
export const parseInput = (call: WireCall, request: HttpRequest): object => todo(call, request);
export const serializeOutput = (call: WireCall, output: unknown, requestId: string): HttpResponse =>
  todo(call, output, requestId);
/** `call` is undefined when the request could not even be identified. */
export const serializeError = (call: WireCall | undefined, error: unknown, requestId: string): HttpResponse =>
  todo(call, error, requestId);
