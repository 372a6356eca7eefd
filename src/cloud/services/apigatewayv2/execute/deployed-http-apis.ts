import { newRequestId } from '../../../gateway/requests/request-values.ts';
import { Boundary } from '../../../kernel/boundary.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { readTraceHeader, traceOf } from '../../../kernel/trace.ts';
import type { ApiAddress, DeployedApis } from '../../../service-kit/deployed-apis.ts';
import type { CompiledApi } from '../compile/compiled-api.ts';
import type { Gateway } from '../gateway.ts';
import type { Exchange } from './exchange.ts';
import { runPipeline } from './pipeline.ts';
import { describeExchange } from './steps.ts';

/** HTTP APIs as `execute-api` finds them; see pipeline.ts for what happens to a request. */
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
