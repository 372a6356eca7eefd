import { accessLogLine } from '../../../gateway/access-logs/access-log.ts';
import { executeApiFaults, executeApiName } from '../../../gateway/execute-api/execute-api.ts';
import type { FaultTarget } from '../../../kernel/faults/faults.ts';
import type { HttpRequest } from '../../../kernel/http.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { unroutedFailure } from './authorizers/authorize-iam.ts';
import { chooseRelease } from './canary.ts';
import type { Exchange, Step } from './exchange.ts';
import { forbidden, GatewayFailure } from './gateway-failure.ts';
import { namesOf } from './header-names.ts';
import { contextVariable } from './variables.ts';

/** An API may be reached by its custom domains alone; then its own host refuses everybody. */
export const refuseDisabledEndpoint: Step = ({ api, address }) => {
  if (api.record.disableExecuteApiEndpoint && !address.custom) throw forbidden();
};

/** The first segment names the stage, unless a mapping does; `//stage/x` is `/stage/x`. Without one, nothing is known of who may ask what. */
export const selectStage: Step = (exchange) => {
  const { api, address } = exchange;
  const path = address.path.startsWith('//') ? address.path.replace(/^\/+/, '/') : address.path;
  const mapped = address.custom?.stage;
  const name = mapped || (/^\/([^/]+)/.exec(path)?.[1] ?? '');
  const stage = api.stages.get(name);
  if (!stage) throw forbidden();
  exchange.stage = chooseRelease(stage, exchange.kernel.random);
  const below = mapped ? path : path.slice(name.length + 1);
  exchange.resourcePath = below.replace(/^\/+/, '/') || '/';
};

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
export const bodyBytesMax = 10 * 1024 * 1024;

/** AWS: request line and values of headers together. */
const headBytesMax = 10_240;

/** 413 for too large a body; for too much ahead of it as well, which is believed. */
export const limitSize: Step = ({ request }) => {
  if (headBytesOf(request) > headBytesMax) {
    throw new GatewayFailure('REQUEST_TOO_LARGE', { message: `HTTP header is larger than ${headBytesMax} bytes.` });
  }
  if (request.body.byteLength > bodyBytesMax) throw new GatewayFailure('REQUEST_TOO_LARGE');
};

function headBytesOf({ method, path, query, rawHeaders }: HttpRequest): number {
  let bytes = method.length + path.length + query.length;
  for (let index = 1; index < rawHeaders.length; index += 2) bytes += rawHeaders[index]?.length ?? 0;
  return bytes;
}

/** From here on there is a method, and `routed` may be relied on. */
export const selectMethod: Step = (exchange) => {
  const { stage, request, resourcePath } = exchange;
  exchange.verb = request.headers['x-http-method-override'] ?? request.method;
  exchange.match = stage?.deployment.router.find(exchange.verb, resourcePath);
  if (!exchange.match) throw unroutedFailure(exchange);
};

/** A request to an API as faults are aimed at it and the journal tells it; its operation is method and resource. */
export const describeExchange = (exchange: Exchange): FaultTarget => {
  const { match, verb, api, address, requestId, trace, request } = exchange;
  return {
    caller: rootCaller(api.account),
    service: executeApiName,
    operation: match ? `${verb} ${match.method.resource.path}` : request.method,
    resource: address.apiId,
    attempt: 1,
    invocation: undefined,
    id: requestId,
    parent: undefined,
    trace,
    input: request,
    model: {
      ...executeApiFaults,
      failure: { ...executeApiFaults.failure, message: 'Internal server error' },
      throttle: { ...executeApiFaults.throttle, message: 'Too Many Requests' },
    },
  };
};

/** Faults between the client and the gateway. */
export const faultBefore: Step = ({ boundary }) => boundary.before();

/** What a fault does to an answer that is there already: the function ran, and nobody hears of it. */
export const faultAfter: Step = ({ boundary }) => boundary.after();

/** AWS sends them with every answer, its own errors included; support asks for them. */
export const addRequestIds: Step = (exchange) => {
  const { reply, requestId, extendedRequestId } = exchange;
  if (!reply) return;
  const ids = { 'x-amzn-requestid': requestId, 'x-amz-apigw-id': extendedRequestId };
  exchange.reply = { ...reply, headers: { ...reply.headers, ...ids }, headerNames: namesOf(reply) };
};

/** A line in the journal for every request, refused ones included; calls that the gateway made have it as parent. */
export const recordHop: Step = ({ boundary, request, reply, failure, connectionFailure }) =>
  boundary.end({
    output: reply,
    error: connectionFailure ?? failure,
    status: reply?.status ?? 500,
    requestBytes: request.body.byteLength,
    responseBytes: Buffer.byteLength(reply?.body ?? ''),
  });

/** The line is made now, while all that it tells is at hand, and written later. */
export const writeAccessLog: Step = (exchange) => {
  const { stage } = exchange;
  const format = stage?.accessLog;
  if (!stage || !format) return;
  const message = accessLogLine(format, (name) => contextVariable(exchange, name));
  const line = { timestamp: exchange.receivedMs, message };
  exchange.gateway.accessLogs.add({ format, ...line });
  if (stage.isCanary)
    exchange.gateway.accessLogs.add({ format: { ...format, group: `${format.group}/Canary` }, ...line });
};
