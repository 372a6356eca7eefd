import { applyAfter, applyBefore } from '../../../../kernel/faults/apply-fault.ts';
import type { FaultTarget } from '../../../../kernel/faults/faults.ts';
import { rootCaller } from '../../../../kernel/identity.ts';
import type { Exchange, Step } from '../exchange.ts';

/** A request to an API as faults are aimed at it and the journal tells it; its operation is the route. */
const hopOf = ({ api, target, match, request, requestId }: Exchange) => ({
  caller: rootCaller(api?.account ?? 'unknown'),
  service: 'execute-api',
  operation: match?.route.key ?? request.method,
  resource: target.apiId,
  attempt: 1,
  invocation: undefined,
  id: requestId,
  parent: undefined,
});

const targetOf = (exchange: Exchange): FaultTarget => ({ ...hopOf(exchange), input: exchange.request });

/** Faults between the client and the gateway. */
export const faultBefore: Step = (exchange) => (exchange.kernel.faults.isEmpty ? undefined : decideFault(exchange));

async function decideFault(exchange: Exchange): Promise<void> {
  const { kernel } = exchange;
  const target = targetOf(exchange);
  exchange.fault = await kernel.faults.decide(target);
  if (exchange.fault) await applyBefore(exchange.fault, target, kernel);
}

/** What the faults does to an answer that is there already: the function ran, and nobody hears of it. */
export const faultAfter: Step = (exchange) => {
  if (exchange.fault) applyAfter(exchange.fault, targetOf(exchange), exchange.kernel);
};

/** A line in the journal for every request, refused ones included; calls that the gateway made have it as parent. */
export const recordHop: Step = (exchange) => {
  const { kernel, target, requestId, reply, startMs, receivedMs, request } = exchange;
  const status = reply?.status ?? 500;
  const outcome = status >= 500 ? 'fault' : status >= 400 ? 'error' : 'ok';
  kernel.journal.add({
    ...hopOf(exchange),
    outcome,
    code: outcome === 'ok' ? undefined : String(status),
    injected: false,
    startMs: receivedMs,
    durationMs: kernel.clock.monotonic() - startMs,
    requestBytes: request.body.byteLength,
    responseBytes: Buffer.byteLength(reply?.body ?? ''),
  });
  if (!kernel.faults.isEmpty) kernel.faults.completed?.(targetOf(exchange), { output: reply, error: exchange.failure });
  // Asked first, so that nobody pays for a text that nobody reads.
  if (kernel.log.level === 'debug') {
    const durationMs = (kernel.clock.monotonic() - startMs).toFixed(1);
    kernel.log.debug(
      `execute-api ${target.apiId} ${request.method} ${target.path} ${status} ${durationMs} ms ${requestId}`,
    );
  }
};
