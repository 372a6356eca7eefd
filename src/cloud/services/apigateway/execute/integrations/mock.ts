import { isJsonObject, parseJson } from '../../../../kernel/json.ts';
import type { RoutedExchange } from '../exchange.ts';
import { misconfigured } from '../gateway-failure.ts';
import { lenientMembers } from './lenient-json.ts';
import type { BackendAnswer } from './mapped-request.ts';
import { mapRequest } from './request-mapping.ts';

/**
 * An integration without a backend: the request template says by `statusCode` which integration response it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 * @throws GatewayFailure (500) for a template without one
 */
export function answerMock(exchange: RoutedExchange): BackendAnswer {
  const { body } = mapRequest(exchange);
  const status = typeof body === 'string' ? statusOf(body) : undefined;
  if (status === undefined) {
    throw misconfigured(
      'Execution failed due to configuration error: statusCode should be an integer which defined in request template',
    );
  }
  return { status, headers: {}, body: '' };
}

function statusOf(body: string): number | undefined {
  const parsed = parseJson(body);
  const status =
    parsed === undefined ? lenientMembers(body)?.get('statusCode') : isJsonObject(parsed) && parsed.statusCode;
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined;
}
