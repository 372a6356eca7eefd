import { withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import type { RoutedExchange } from '../exchange.ts';
import type { MappedRequest } from './mapped-request.ts';

/** Makes the request for the backend: parameters, template, content handling, overrides. */
export function mapRequest({ match, stage, verb, request }: RoutedExchange): MappedRequest {
  const { integration } = match.method;
  return {
    method: integration.httpMethod ?? verb,
    path: {},
    query: new Map(),
    headers: new Map(),
    body: request.body,
    uri: withStageVariables(integration.uri ?? '', stage.variables),
  };
}
