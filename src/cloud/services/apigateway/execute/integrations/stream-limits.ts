import type { RoutedExchange } from '../exchange.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
const idleMs = { edge: 30_000, other: 300_000 };
const timeoutMsDefault = 29_000;

/** Whether the integration's answer goes to the client while it comes. */
export const isStreamed = ({ match }: RoutedExchange): boolean =>
  match.method.integration.responseTransferMode === 'STREAM';

/** How long an answer that is streamed may take in whole, from now on, and how long nothing may come. */
export function streamLimits({ kernel, api, match }: RoutedExchange) {
  const types = api.record.endpointConfiguration?.types ?? ['EDGE'];
  const { timeoutInMillis = timeoutMsDefault } = match.method.integration;
  return {
    endsMs: kernel.clock.now() + timeoutInMillis,
    idleMs: types.includes('EDGE') ? idleMs.edge : idleMs.other,
  };
}
