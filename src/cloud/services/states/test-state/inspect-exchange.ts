import type * as Sdk from '@aws-sdk/client-sfn';
import type { Context } from '../../../service-kit/contract.ts';
import type { Json } from '../definition/json.ts';
import type { StatesRuntime } from '../runtime.ts';
import { type EndpointRequest, endpointRequest } from '../tasks/http/endpoint-request.ts';
import { connected } from '../tasks/http/http-task.ts';
import type { EndpointAnswer } from '../tasks/http/invoke-http-endpoint.ts';
import type { Inspection } from './inspection.ts';

interface Traced {
  readonly parameters: Json;
  readonly revealSecrets: boolean;
  readonly inspection: Inspection;
}

/**
 * A context in which an HTTP task is done, and that tells its request and response as TRACE does. What the connection adds
 * is told where secrets may be.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export function tracedContext(context: Context<StatesRuntime>, traced: Traced): Context<StatesRuntime> {
  const call = async <Output>(service: string, operation: string, input: object, options?: object): Promise<Output> => {
    if (operation !== 'InvokeHTTPEndpoint') return context.call<Output>(service, operation, input, options);
    const request = input as EndpointRequest;
    const { revealSecrets, parameters, inspection } = traced;
    const told = revealSecrets ? request : endpointRequest(connected(parameters), noValues, context.region);
    inspection.add({ request: requestOf(told) });
    const answer = await context.call<Output>(service, operation, input, options);
    inspection.add({ response: responseOf(answer as EndpointAnswer, request) });
    return answer;
  };
  return Object.create(context, { call: { value: call } }) as Context<StatesRuntime>;
}

const noValues = { Headers: {}, QueryStringParameters: {}, BodyParameters: {} };

const protocolOf = ({ Url }: EndpointRequest): string => new URL(Url).protocol.slice(0, -1);

function requestOf(request: EndpointRequest): Sdk.InspectionDataRequest {
  const { Method: method, Url: url, Headers, Body: body } = request;
  const headers = headersOf(Headers);
  return { protocol: protocolOf(request), method, url, headers, ...(body !== undefined && { body }) };
}

const responseOf = (
  { Status, StatusText, Headers, Body }: EndpointAnswer,
  request: EndpointRequest,
): Sdk.InspectionDataResponse => ({
  protocol: protocolOf(request),
  statusCode: String(Status),
  statusMessage: StatusText,
  headers: headersOf(Headers),
  body: Buffer.from(Body).toString(),
});

/** `[content-type: text/plain, content-length: 5]` */
const headersOf = (headers: Readonly<Record<string, string | readonly string[]>>): string =>
  `[${Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')}]`;
