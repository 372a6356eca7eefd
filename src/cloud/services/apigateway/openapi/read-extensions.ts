import type { DocumentationPartLocation } from '@aws-sdk/client-api-gateway';
import { listOf, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import type { DocumentationPartRecord, GatewayResponseRecord, RequestValidatorRecord } from '../state.ts';
import { isGatewayResponseType } from './gateway-response-types.ts';
import type { ReadContext } from './read-context.ts';
import { asText, present, textsOf } from './read-values.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validators.html */
export function readValidators({ document, ids }: ReadContext): RequestValidatorRecord[] {
  return Object.entries(structureOf(document['x-amazon-apigateway-request-validators'])).map(([name, value]) => {
    const { validateRequestBody, validateRequestParameters } = structureOf(value);
    return {
      id: ids.validator(name),
      name,
      validateRequestBody: String(validateRequestBody) === 'true',
      validateRequestParameters: String(validateRequestParameters) === 'true',
    };
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html */
export function readGatewayResponses({ document, findings }: ReadContext): GatewayResponseRecord[] {
  const extension = structureOf(document['x-amazon-apigateway-gateway-responses']);
  return Object.entries(extension).flatMap(([responseType, value]) => {
    if (!isGatewayResponseType(responseType)) {
      findings.errors.push(`Unable to put gateway response '${responseType}': Invalid gateway response type specified`);
      return [];
    }
    const { statusCode, responseParameters, responseTemplates } = structureOf(value);
    const record: GatewayResponseRecord = present({
      responseType,
      statusCode: statusCode === undefined || statusCode === null ? undefined : asText(statusCode),
      responseParameters: textsOf(responseParameters) ?? {},
      responseTemplates: textsOf(responseTemplates) ?? {},
      defaultResponse: false,
    });
    return [record];
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-documentation.html */
export function readDocumentation({ document, ids }: ReadContext): DocumentationPartRecord[] {
  const { documentationParts } = structureOf(document['x-amazon-apigateway-documentation']);
  const parts = listOf(documentationParts).flatMap((part) => {
    const { location, properties } = structureOf(part);
    const read = locationOf(location);
    if (!read) return [];
    const text = typeof properties === 'string' ? properties : JSON.stringify(properties ?? {});
    const key = documentationKey(read);
    return [[key, { id: ids.documentationPart(key), location: read, properties: text }] as const];
  });
  // One part for each place: the last one holds.
  return [...new Map(parts).values()];
}

function locationOf(value: unknown): DocumentationPartLocation | undefined {
  const { type, path, method, statusCode, name } = structureOf(value);
  if (typeof type !== 'string') return undefined;
  return present({
    type: type as DocumentationPartLocation['type'],
    path: textOf(path),
    method: textOf(method),
    statusCode: statusCode === undefined || statusCode === null ? undefined : asText(statusCode),
    name: textOf(name),
  });
}

/** What tells two places apart; AWS has `/`, `*` and `*` where path, method and status are not given. */
export const documentationKey = ({
  type,
  path = '/',
  method = '*',
  statusCode = '*',
  name = '',
}: DocumentationPartLocation) => JSON.stringify([type, path, method, statusCode, name]);
