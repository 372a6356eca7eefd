import { accessLogLine } from '../../../gateway/access-logs/access-log.ts';
import { asksAhead, preflightReply, withCors } from '../../../gateway/cors/cors.ts';
import { executeApiFaults, executeApiName } from '../../../gateway/execute-api/execute-api.ts';
import type { FaultModel } from '../../../kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../../kernel/faults/faults.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { authorizeByFunction } from './authorizers/authorize-function.ts';
import { authorizeIam } from './authorizers/authorize-iam.ts';
import { authorizeJwt } from './authorizers/authorize-jwt.ts';
import { type Exchange, routed, type Step, viewOf } from './exchange.ts';
import { authorizerFailed, entityTooLarge, headersTooLarge, notFound, tooManyRequests } from './gateway-error.ts';
import { contextVariable } from './variables.ts';

/** An API may be reached by its custom domains alone; then its own host knows nothing. */
export const refuseDisabledEndpoint: Step = ({ api, address }) => {
  if (api.record.DisableExecuteApiEndpoint && !address.custom) throw notFound();
};

/**
 * The first segment may name a stage and then belongs to it; else the `$default` stage is asked, if there is one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
 */
export const selectStage: Step = (exchange) => {
  const { api, address } = exchange;
  if (address.custom) {
    exchange.stage = api.stages.get(address.custom.stage);
    if (!exchange.stage) throw notFound();
    exchange.routePath = address.path;
    return;
  }
  const segment = address.isDefaultStage ? '' : (/^\/([^/]+)/.exec(address.path)?.[1] ?? '');
  // `$default` has no name in paths: who asks for `/$default` asks for a path of that name.
  const named = segment === '$default' ? undefined : api.stages.get(segment);
  exchange.stage = named ?? api.stages.get('$default');
  if (!exchange.stage) throw notFound();
  exchange.routePath = (named ? address.path.slice(segment.length + 1) : address.path) || '/';
};

/** With a named stage ahead, also at a custom domain, whose mapping is not in it. */
function shownPath({ address, stage }: Exchange): string {
  return address.custom && stage && stage.name !== '$default' ? `/${stage.name}${address.path}` : address.path;
}

/** Finding none is no error yet: a preflight is answered without a route. */
export const selectRoute: Step = (exchange) => {
  const { stage, request, routePath, trace, kernel } = exchange;
  exchange.match = stage?.router?.find(request.method, routePath);
  if (exchange.match) {
    exchange.view = viewOf(request, { path: shownPath(exchange), trace, port: new URL(kernel.endpoint).port || '80' });
  }
};

/** From here on there is a route, and `routed` may be relied on. */
export const requireRoute: Step = ({ match }) => {
  if (!match) throw notFound();
};

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const bodyBytesMax = 10 * 1024 * 1024;
const headerBytesMax = 10_240; // of the request line and all header values together

/** 413 for too large a body, 431 for too large a head. */
export const limitSize: Step = ({ request }) => {
  if (request.body.byteLength > bodyBytesMax) throw entityTooLarge();
  let bytes = request.method.length + request.path.length + request.query.length;
  for (const text of request.rawHeaders) bytes += text.length;
  if (bytes > headerBytesMax) throw headersTooLarge();
};

/** 429 for a route that is asked faster than its stage allows. Each route of a stage has a bucket of its own. */
export const limitRate: Step = (exchange) => {
  const { match, api, stage, gateway, kernel } = routed(exchange);
  const { throttle, key } = match.route;
  if (!throttle) return;
  const bucket = `${api.record.ApiId}/${stage.name}/${key}`;
  if (!gateway.limiter.take(bucket, throttle, kernel.clock.now())) throw tooManyRequests();
};

/**
 * Answered whether there is a route or not. A guarded `$default` route alone sees preflights itself, as AWS warns:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const answerPreflight: Step = (exchange) => {
  const { api, request, match } = exchange;
  if (!api.cors || !asksAhead(request.method, request.headers)) return;
  const isGuarded = match?.route.key === '$default' && (match.route.record.AuthorizationType ?? 'NONE') !== 'NONE';
  if (isGuarded) return;
  exchange.isPreflight = true;
  exchange.reply = preflightReply(api.cors, request.headers.origin);
};

/** Also on errors of the gateway's own, so that browsers let pages see them. */
export const addCors: Step = (exchange) => {
  const { api, request, reply, isPreflight } = exchange;
  if (api.cors && reply && !isPreflight) exchange.reply = withCors(reply, api.cors, request.headers.origin);
};

/** What HTTP APIs say in bodies of their own: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html */
const httpApiFaults: FaultModel = {
  ...executeApiFaults,
  failure: { ...executeApiFaults.failure, message: 'Internal Server Error' },
  throttle: { ...executeApiFaults.throttle, message: 'Too Many Requests' },
};

/** A request to an API as faults are aimed at it and the journal tells it; its operation is the route. */
export const describeExchange = (exchange: Exchange): FaultTarget => ({
  caller: rootCaller(exchange.api.account),
  service: executeApiName,
  operation: exchange.match?.route.key ?? exchange.request.method,
  resource: exchange.address.apiId,
  attempt: 1,
  invocation: undefined,
  id: exchange.requestId,
  parent: undefined,
  trace: exchange.trace,
  input: exchange.request,
  model: httpApiFaults,
});

/** Faults between the client and the gateway. */
export const faultBefore: Step = ({ boundary }) => boundary.before();

/** What a fault does to an answer that is there already: the function ran, and nobody hears of it. */
export const faultAfter: Step = ({ boundary }) => boundary.after();

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
  const format = exchange.stage?.accessLog;
  if (!format) return;
  const message = accessLogLine(format, (name) => contextVariable(exchange, name));
  exchange.gateway.accessLogs.add({ format, timestamp: exchange.receivedMs, message });
};

/** Requests that reached no stage are counted nowhere, as there is nobody to count them for. */
export const countMetrics: Step = ({ api, stage, match, reply, integration, boundary, request, gateway }) => {
  if (!stage || !reply) return;
  gateway.metrics.add({
    account: api.account,
    region: api.region,
    apiId: api.record.ApiId,
    stage: stage.name,
    detailedRoute: match?.route.hasDetailedMetrics ? match.route.key : undefined,
    status: reply.status,
    latencyMs: Math.round(boundary.elapsedMs),
    integrationLatencyMs: integration && Math.round(integration.latencyMs),
    bytes: request.body.byteLength + Buffer.byteLength(reply.body),
  });
};

/** Asks whatever the route is guarded by; throws GatewayError when the request may not go on. */
export async function authorize(exchange: Exchange): Promise<void> {
  const call = routed(exchange);
  const { record, authorizer } = call.match.route;
  switch (record.AuthorizationType ?? 'NONE') {
    case 'NONE':
      return;
    case 'AWS_IAM':
      exchange.authorization = authorizeIam(call);
      return;
    default:
      if (!authorizer) throw authorizerFailed('The route’s authorizer does not exist');
      exchange.authorization =
        authorizer.AuthorizerType === 'JWT'
          ? await authorizeJwt(call, authorizer)
          : await authorizeByFunction(call, authorizer);
  }
}
