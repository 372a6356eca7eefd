import { isAtOwnHost, type Target, targetOf } from '../../../gateway/addresses/api-address.ts';
import { Boundary } from '../../../kernel/boundary.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { readTraceHeader, traceOf } from '../../../kernel/trace.ts';
import type { DataPlane } from '../../../service-kit/contract.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Exchange } from './exchange.ts';
import { describeExchange, httpApiFaults } from './observing/hop.ts';
import { runPipeline } from './pipeline.ts';

/** The data plane of HTTP APIs; see target.ts for the addresses and pipeline.ts for what happens behind them. */
export const httpApiDataPlane: DataPlane<Gateway> = {
  name: 'execute-api',
  isOpenToPages: true,
  hasOwnHost: isAtOwnHost,
  faults: httpApiFaults,
  matches: (request) => targetOf(request) !== undefined,
  async handle(request, kernel, gateway): Promise<HttpResponse> {
    const target = targetOf(request);
    if (!target) return { status: 404, headers: {}, body: '' };
    const exchange = newExchange(request, target, kernel, gateway);
    await runPipeline(exchange);
    if (exchange.connectionFailure) throw exchange.connectionFailure;
    return exchange.reply ?? { status: 500, headers: {}, body: '' };
  },
};

/** All that is known before the first step; the steps fill in the rest. */
function newExchange(request: HttpRequest, target: Target, kernel: Kernel, gateway: Gateway): Exchange {
  const requestId = newRequestId(kernel);
  const exchange: Exchange = {
    kernel,
    gateway,
    request,
    target,
    requestId,
    trace: traceOf(requestId, readTraceHeader(request.headers['x-amzn-trace-id']), kernel),
    receivedMs: kernel.clock.now(),
    boundary: new Boundary(kernel, () => describeExchange(exchange)),
    api: undefined,
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

/** `JKJaXmPLvHcESHA=`: eleven bytes in base64. */
const newRequestId = ({ random }: Kernel): string => `${Buffer.from(random.bytes(11)).toString('base64url')}=`;
