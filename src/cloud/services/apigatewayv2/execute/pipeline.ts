import { AwsError, ConnectionFailure, UnsupportedError } from '../../../kernel/errors.ts';
import { authorize } from './authorizers/authorize.ts';
import type { Exchange, Step } from './exchange.ts';
import { GatewayError, replyTo } from './gateway-error.ts';
import { integrate } from './integrations/integrate.ts';
import {
  addCors,
  answerPreflight,
  countMetrics,
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
  if (reply) exchange.reply = { ...reply, headers: { ...reply.headers, 'apigw-requestid': requestId } };
};

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
