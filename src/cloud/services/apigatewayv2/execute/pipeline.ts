import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { authorize } from './authorizers/authorize.ts';
import { asksAhead, preflightReply, withCors } from './cors.ts';
import { type Exchange, routed } from './exchange.ts';
import {
  entityTooLarge,
  forbidden,
  GatewayError,
  headersTooLarge,
  notFound,
  replyTo,
  tooManyRequests,
} from './gateway-error.ts';
import { integrate } from './integrations/integrate.ts';
import { viewOf } from './request/request-view.ts';

type Stage = (exchange: Exchange) => void | Promise<void>;

const bodyBytesMax = 10 * 1024 * 1024; // http-api-quotas: payload size
const headerBytesMax = 10_240; // http-api-quotas: request line and headers together

/** An id that names no API is refused like any other that may not be used. */
const selectApi: Stage = (exchange) => {
  exchange.api = exchange.gateway.apis.find(exchange.target.apiId);
  if (!exchange.api) throw forbidden();
  if (exchange.api.record.DisableExecuteApiEndpoint) throw notFound();
};

/** The first segment may name a stage and then belongs to it; else the `$default` stage is asked, if there is one. */
const selectStage: Stage = (exchange) => {
  const { api, target } = exchange;
  const segment = target.isDefaultStage ? '' : (/^\/([^/]+)/.exec(target.path)?.[1] ?? '');
  const named = segment === '$default' ? undefined : api?.stages.get(segment);
  exchange.stage = named ?? api?.stages.get('$default');
  if (!exchange.stage) throw notFound();
  exchange.routePath = (named ? target.path.slice(segment.length + 1) : target.path) || '/';
};

const limitSize: Stage = ({ request }) => {
  if (request.body.byteLength > bodyBytesMax) throw entityTooLarge();
  let bytes = request.method.length + request.path.length + request.query.length;
  for (const text of request.rawHeaders) bytes += text.length;
  if (bytes > headerBytesMax) throw headersTooLarge();
};

const selectRoute: Stage = (exchange) => {
  const { stage, request, routePath, target, traceId, kernel } = exchange;
  exchange.match = stage?.router?.find(request.method, routePath);
  if (exchange.match) {
    exchange.view = viewOf(request, { path: target.path, traceId, port: new URL(kernel.endpoint).port || '80' });
  }
};

/** Answered whether there is a route or not. A guarded `$default` route alone sees preflights itself, as AWS warns. */
const answerPreflight: Stage = (exchange) => {
  const { api, request, match } = exchange;
  if (!api?.cors || !asksAhead(request.method, request.headers)) return;
  const isGuarded = match?.route.key === '$default' && (match.route.record.AuthorizationType ?? 'NONE') !== 'NONE';
  if (isGuarded) return;
  exchange.isPreflight = true;
  exchange.reply = preflightReply(api.cors, request.headers.origin);
};

const requireRoute: Stage = ({ match }) => {
  if (!match) throw notFound();
};

const limitRate: Stage = (exchange) => {
  const { match, api, stage, gateway, kernel } = routed(exchange);
  const { throttle, key } = match.route;
  if (!throttle) return;
  const bucket = `${api.record.ApiId}/${stage.name}/${key}`;
  if (!gateway.limiter.take(bucket, throttle, kernel.clock.now())) throw tooManyRequests();
};

/** The weather between the client and the gateway. */
const faultBefore: Stage = (exchange) => exchange.kernel.faults.before(faultTarget(exchange));
const faultAfter: Stage = (exchange) => exchange.kernel.faults.after(faultTarget(exchange));

/** Also on errors of the gateway's own, so that browsers let pages see them. */
const addCors: Stage = (exchange) => {
  const { api, request, reply, isPreflight } = exchange;
  if (api?.cors && reply && !isPreflight) exchange.reply = withCors(reply, api.cors, request.headers.origin);
};

const addRequestId: Stage = (exchange) => {
  const { reply, requestId } = exchange;
  if (reply) exchange.reply = { ...reply, headers: { ...reply.headers, 'apigw-requestid': requestId } };
};

const record: Stage = (exchange) => {
  const { kernel, api, target, requestId, reply, startMs, receivedMs, match, request } = exchange;
  const status = reply?.status ?? 500;
  const outcome = status >= 500 ? 'fault' : status >= 400 ? 'error' : 'ok';
  kernel.journal.add({
    id: requestId,
    parent: undefined,
    caller: rootCaller(api?.account ?? 'unknown'),
    service: 'execute-api',
    operation: match?.route.key ?? request.method,
    resource: target.apiId,
    attempt: 1,
    invocation: undefined,
    outcome,
    code: outcome === 'ok' ? undefined : String(status),
    injected: false,
    startMs: receivedMs,
    durationMs: kernel.clock.monotonic() - startMs,
    requestBytes: request.body.byteLength,
    responseBytes: Buffer.byteLength(reply?.body ?? ''),
  });
  if (kernel.log.level === 'debug') {
    const durationMs = (kernel.clock.monotonic() - startMs).toFixed(1);
    kernel.log.debug(
      `execute-api ${target.apiId} ${request.method} ${target.path} ${status} ${durationMs} ms ${requestId}`,
    );
  }
};

/** The line is made now and written later. */
const writeAccessLog: Stage = (exchange) => {
  const format = exchange.stage?.accessLog;
  if (!format) return;
  exchange.gateway.accessLogs.add({ format, timestamp: exchange.receivedMs, message: format.render(exchange) });
};

const countMetrics: Stage = (exchange) => exchange.gateway.metrics.add(exchange);

/** A request's way through an HTTP API. Once there is a reply, only the closing stages are taken. */
export const pipeline: readonly Stage[] = [
  selectApi,
  selectStage,
  limitSize,
  selectRoute,
  answerPreflight,
  requireRoute,
  limitRate,
  authorize,
  faultBefore,
  integrate,
  faultAfter,
  addCors,
  addRequestId,
  record,
  writeAccessLog,
  countMetrics,
];

const closing: ReadonlySet<Stage> = new Set([faultAfter, addCors, addRequestId, record, writeAccessLog, countMetrics]);

/** Takes an exchange through all stages; afterwards it has a reply. */
export async function runPipeline(exchange: Exchange): Promise<void> {
  for (const stage of pipeline) {
    if (exchange.reply && !closing.has(stage)) continue;
    try {
      const pending = stage(exchange);
      if (pending) await pending;
    } catch (error) {
      exchange.failure = failureOf(error, exchange);
      exchange.reply = replyTo(exchange.failure);
    }
  }
}

/** Injected errors arrive as AWS's; anything that nobody foresaw is our bug and is logged as one. */
function failureOf(error: unknown, { kernel, requestId }: Exchange): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof UnsupportedError) return new GatewayError(501, error.message, 'UNSUPPORTED');
  if (error instanceof AwsError) return new GatewayError(error.status ?? 500, error.message, 'INTEGRATION_FAILURE');
  kernel.log.error(`execute-api ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}`);
  return new GatewayError(500, 'Internal Server Error', 'INTEGRATION_FAILURE', { integrationError: String(error) });
}

const faultTarget = ({ api, target, match, request }: Exchange) => ({
  caller: rootCaller(api?.account ?? 'unknown'),
  service: 'execute-api',
  operation: match?.route.key ?? request.method,
  resource: target.apiId,
  attempt: 1,
});
