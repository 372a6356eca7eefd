import { namesWith } from '../../../gateway/requests/header-names.ts';
import { newRequestId } from '../../../gateway/requests/request-values.ts';
import { Boundary } from '../../../kernel/boundary.ts';
import { AwsError, ConnectionFailure, UnsupportedError } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { readTraceHeader, traceOf } from '../../../kernel/trace.ts';
import type { ApiAddress, DeployedApis } from '../../../service-kit/deployed-apis.ts';
import type { CompiledApi } from '../compile/compiled-api.ts';
import type { Gateway } from '../gateway.ts';
import type { Exchange, Step } from './exchange.ts';
import { GatewayError, replyTo } from './gateway-error.ts';
import { integrate } from './integrations/integrate.ts';
import {
  addCors,
  answerPreflight,
  authorize,
  countMetrics,
  describeExchange,
  faultAfter,
  faultBefore,
  limitRate,
  limitSize,
  recordHop,
  refuseDisabledEndpoint,
  requireRoute,
  selectRoute,
  selectStage,
  writeAccessLog,
} from './steps.ts';

/** AWS sends it with every answer, its own errors included; support asks for it. */
const addRequestId: Step = (exchange) => {
  const { reply, requestId } = exchange;
  if (!reply) return;
  const headers = { ...reply.headers, 'apigw-requestid': requestId };
  exchange.reply = { ...reply, headers, headerNames: namesWith(reply, ownNames) };
};

/** What the gateway writes in its own way in HTTP/1.1. */
const ownNames: ReadonlyMap<string, string> = new Map([
  ['apigw-requestid', 'Apigw-Requestid'],
  ['content-length', 'Content-Length'],
  ['content-type', 'Content-Type'],
]);

/** A request's way through an HTTP API. Once there is a reply, only the closing steps are taken. */
export const pipeline: readonly Step[] = [
  refuseDisabledEndpoint,
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
  recordHop,
  writeAccessLog,
  countMetrics,
];

/** From here on steps are taken for every request, also for one that was refused at the door: client and logs hear of it. */
const closing: ReadonlySet<Step> = new Set(pipeline.slice(pipeline.indexOf(faultAfter)));

/** What is thrown here meets the client itself; elsewhere it met a call of the gateway. */
const faultSteps: ReadonlySet<Step> = new Set([faultBefore, faultAfter]);

/** Takes an exchange through all steps; afterwards it has a reply. The one place where failures become answers. */
export async function runPipeline(exchange: Exchange): Promise<void> {
  for (const step of pipeline) {
    if (exchange.reply && !closing.has(step)) continue;
    try {
      const pending = step(exchange);
      if (pending) await pending;
    } catch (error) {
      if (error instanceof ConnectionFailure && faultSteps.has(step)) exchange.connectionFailure = error;
      exchange.failure = failureOf(error, exchange);
      exchange.reply = replyTo(exchange.failure);
    }
  }
}

/** Injected errors arrive as AWS's; anything that nobody foresaw is our bug and is logged as one. */
function failureOf(error: unknown, { kernel, requestId }: Exchange): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof ConnectionFailure) return new GatewayError(500, error.message, 'INTEGRATION_FAILURE');
  if (error instanceof UnsupportedError) return new GatewayError(501, error.message, 'UNSUPPORTED');
  if (error instanceof AwsError) return new GatewayError(error.status ?? 500, error.message, 'INTEGRATION_FAILURE');
  kernel.log.error(`execute-api ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}`);
  return new GatewayError(500, 'Internal Server Error', 'INTEGRATION_FAILURE', { integrationError: String(error) });
}

/** HTTP APIs as `execute-api` finds them; see `pipeline` for what happens to a request. */
export const deployedHttpApis: DeployedApis<Gateway> = {
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

interface Given {
  readonly kernel: Kernel;
  readonly gateway: Gateway;
  readonly api: CompiledApi;
  readonly request: HttpRequest;
  readonly address: ApiAddress;
}

/** All that is known before the first step; the steps fill in the rest. */
function newExchange(given: Given): Exchange {
  const { kernel, request } = given;
  const requestId = newRequestId(kernel.random);
  const exchange: Exchange = {
    ...given,
    requestId,
    trace: traceOf(requestId, readTraceHeader(request.headers['x-amzn-trace-id']), kernel),
    receivedMs: kernel.clock.now(),
    boundary: new Boundary(kernel, { describe: () => describeExchange(exchange) }),
    stage: undefined,
    routePath: '/',
    match: undefined,
    view: undefined,
    authorization: undefined,
    integration: undefined,
    isPreflight: false,
    failure: undefined,
    reply: undefined,
  };
  return exchange;
}
