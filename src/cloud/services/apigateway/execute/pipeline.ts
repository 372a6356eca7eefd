import { newRequestId } from '../../../gateway/requests/request-values.ts';
import { Boundary } from '../../../kernel/boundary.ts';
import { AwsError, ConnectionFailure, UnsupportedError } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { leaveStream } from '../../../kernel/streams/map-stream.ts';
import { readTraceHeader, traceOf } from '../../../kernel/trace.ts';
import type { ApiAddress, DeployedApis } from '../../../service-kit/deployed-apis.ts';
import type { CompiledApi } from '../compile/compiled-api.ts';
import type { Gateway } from '../gateway.ts';
import { authorize } from './authorizers/authorize.ts';
import { answerFromCache, keepInCache } from './caching/cache-steps.ts';
import { compressReply } from './content-encoding/compress-reply.ts';
import { decodeRequest } from './content-encoding/decode-request.ts';
import { countMetrics } from './count-metrics.ts';
import type { Exchange, Step } from './exchange.ts';
import { badGateway, GatewayFailure, misconfigured } from './gateway-failure.ts';
import { failureReply } from './gateway-responses/failure-reply.ts';
import { integrate } from './integrations/integrate.ts';
import { writeExecutionLog } from './logs/write-execution-log.ts';
import {
  addRequestIds,
  describeExchange,
  faultAfter,
  faultBefore,
  limitSize,
  recordHop,
  refuseDisabledEndpoint,
  selectMethod,
  selectStage,
  writeAccessLog,
} from './steps.ts';
import { limitRate } from './usage/limit-rate.ts';
import { requireApiKey } from './usage/require-api-key.ts';
import { validateRequest } from './validation/validate-request.ts';

/** A request's way through a REST API. Once there is a reply, only the closing steps are taken. */
export const pipeline: readonly Step[] = [
  refuseDisabledEndpoint,
  selectStage,
  limitSize,
  decodeRequest,
  selectMethod,
  authorize,
  requireApiKey,
  limitRate,
  validateRequest,
  faultBefore,
  answerFromCache,
  integrate,
  keepInCache,
  faultAfter,
  compressReply,
  addRequestIds,
  recordHop,
  writeExecutionLog,
  writeAccessLog,
  countMetrics,
];

/** What TestInvokeMethod takes: the method is chosen, and neither client nor stage are asked who they are. */
export const testSteps: readonly Step[] = [validateRequest, integrate];

/** From here on steps are taken for every request, also for one that was refused at the door: client and logs hear of it. */
const closing: ReadonlySet<Step> = new Set(pipeline.slice(pipeline.indexOf(keepInCache)));

/** What is thrown here meets the client itself; elsewhere it met a call of the gateway. */
const faultSteps: ReadonlySet<Step> = new Set([faultBefore, faultAfter]);

/** Takes an exchange through all steps, or through some; afterwards it has a reply. The one place where failures become answers. */
export async function runPipeline(exchange: Exchange, steps: readonly Step[] = pipeline): Promise<void> {
  for (const step of steps) {
    if (exchange.reply && !closing.has(step)) continue;
    try {
      const pending = step(exchange);
      if (pending) await pending;
    } catch (error) {
      if (error instanceof ConnectionFailure && faultSteps.has(step)) exchange.connectionFailure = error;
      const unread = exchange.reply?.stream;
      exchange.reply = answerTo(error, exchange);
      if (unread) await leaveStream(unread);
    }
  }
}

/** Injected errors arrive as AWS's; anything that nobody foresaw is our bug and is logged as one. */
function answerTo(error: unknown, exchange: Exchange): HttpResponse {
  const { kernel, requestId } = exchange;
  if (error instanceof UnsupportedError) {
    const body = JSON.stringify({ message: error.message });
    return { status: 501, headers: { 'content-type': 'application/json' }, body };
  }
  if (error instanceof AwsError) {
    exchange.failure = misconfigured(error.message);
    const body = JSON.stringify({ message: error.message });
    return { status: error.status ?? 500, headers: { 'content-type': 'application/json' }, body };
  }
  exchange.failure = failureOf(error);
  if (!(error instanceof GatewayFailure || error instanceof ConnectionFailure)) {
    kernel.log.error(`execute-api ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
  return failureReply(exchange, exchange.failure);
}

function failureOf(error: unknown): GatewayFailure {
  if (error instanceof GatewayFailure) return error;
  if (error instanceof ConnectionFailure) return badGateway(error.message);
  return misconfigured(`bug: ${String(error)}`);
}

/** REST APIs as `execute-api` finds them; see `pipeline` for what happens to a request. */
export const deployedRestApis: DeployedApis<Gateway> = {
  find(apiId, kernel, gateway) {
    const api = gateway.apis.find(apiId);
    return api && { handle: (request, address) => answer(newExchange({ kernel, gateway, api, request, address })) };
  },
};

async function answer(exchange: Exchange): Promise<HttpResponse> {
  await runPipeline(exchange);
  if (exchange.connectionFailure) throw exchange.connectionFailure;
  return exchange.reply ?? { status: 500, headers: {}, body: '' };
}

export interface Given {
  readonly kernel: Kernel;
  readonly gateway: Gateway;
  readonly api: CompiledApi;
  readonly request: HttpRequest;
  readonly address: ApiAddress;
}

/** All that is known before the first step; the steps fill in the rest. */
export function newExchange(given: Given, requestId = given.kernel.random.uuid()): Exchange {
  const { kernel, request } = given;
  const exchange: Exchange = {
    ...given,
    requestId,
    extendedRequestId: newRequestId(kernel.random),
    trace: traceOf(requestId, readTraceHeader(request.headers['x-amzn-trace-id']), kernel),
    receivedMs: kernel.clock.now(),
    boundary: new Boundary(kernel, { describe: () => describeExchange(exchange) }),
    stage: undefined,
    resourcePath: '/',
    verb: request.method,
    match: undefined,
    integration: undefined,
    contextValues: new Map(),
    failure: undefined,
    reply: undefined,
  };
  return exchange;
}
