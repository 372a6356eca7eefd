import type { HttpResponse } from '../../../../kernel/http.ts';
import type { FunctionIntegration } from '../../compile/compile-integration.ts';
import { buildEventV1 } from '../events/event-v1.ts';
import { buildEventV2 } from '../events/event-v2.ts';
import type { RoutedExchange } from '../exchange.ts';
import { sourceArns } from '../functions/execution-arn.ts';
import { askFunction } from '../functions/function-answer.ts';
import { integrationFailed } from '../gateway-error.ts';
import { readResponseV1, readResponseV2 } from './proxy-response.ts';

/** What the integration answered, and the status of the service behind it for the log. */
export interface IntegrationAnswer {
  readonly response: HttpResponse;
  readonly integrationStatus: number;
}

/** A Lambda proxy integration: event in, response out. */
export async function integrateFunction(
  exchange: RoutedExchange,
  integration: FunctionIntegration,
): Promise<IntegrationAnswer> {
  const { target, format, timeoutMs } = integration;
  if (!target) throw integrationFailed('The integration URI names no Lambda function');
  const event = format === '2.0' ? buildEventV2(exchange) : buildEventV1(exchange);
  const { payload, status } = await askFunction(exchange, {
    target,
    event,
    sourceArns: integration.hasCredentials ? undefined : sourceArns(exchange),
    timeoutMs,
  });
  const response = format === '2.0' ? readResponseV2(payload) : readResponseV1(payload);
  return { response, integrationStatus: status };
}
