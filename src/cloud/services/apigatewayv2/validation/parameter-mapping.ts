import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { badRequest } from '../errors.ts';

/** http-api-parameter-mapping: headers that API Gateway keeps to itself. */
const reservedHeaders =
  /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers?|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-(for|host|proto)|via)$/i;

const requestKey = /^(?:(?:append|overwrite|remove):(?:header|querystring)\.(\S+)|overwrite:path)$/;
const responseKey = /^(?:(?:append|overwrite|remove):header\.(\S+)|overwrite:statuscode)$/;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html */
export function assertParameterMapping(integration: Readonly<Integration>): void {
  for (const key of Object.keys(integration.RequestParameters ?? {})) {
    if (!requestKey.test(key)) throw badRequest('Invalid Request Actioned Parameter');
    assertMappable(key);
  }
  assertResponseMapping(integration);
}

/** The part that integrations of services have as well, whose request parameters are no mapping. */
export function assertResponseMapping({ ResponseParameters }: Readonly<Integration>): void {
  for (const [status, parameters] of Object.entries(ResponseParameters ?? {})) {
    const code = Number(status);
    if (!Number.isInteger(code) || code < 200 || code > 599) throw badRequest(`Status Code ${status} is not valid`);
    for (const key of Object.keys(parameters)) {
      if (!responseKey.test(key)) throw badRequest('Invalid Response Actioned Parameter');
      assertMappable(key);
    }
  }
}

/** Nobody may pose as the gateway or take away what it says. */
function assertMappable(key: string): void {
  const header = /:header\.(.+)$/.exec(key)?.[1];
  if (header !== undefined && reservedHeaders.test(header)) {
    throw badRequest(`Operations on header ${header} are restricted`);
  }
}
