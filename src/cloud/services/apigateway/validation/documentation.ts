import type { DocumentationPartLocation, DocumentationPartType } from '@aws-sdk/client-api-gateway';
import { nestsDeeper, parseJsonObject } from '../../../kernel/json.ts';
import { badRequest } from '../errors.ts';

type Field = 'path' | 'method' | 'statusCode' | 'name';

/** Which fields say where each kind of thing is; https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPartLocation.html */
const fieldsByType: Readonly<Record<DocumentationPartType, readonly Field[]>> = {
  RESPONSE_BODY: ['path', 'method', 'statusCode'],
  RESPONSE: ['path', 'method', 'statusCode'],
  METHOD: ['path', 'method'],
  MODEL: ['name'],
  AUTHORIZER: ['name'],
  RESPONSE_HEADER: ['path', 'method', 'statusCode', 'name'],
  RESOURCE: ['path'],
  PATH_PARAMETER: ['path', 'method', 'name'],
  REQUEST_BODY: ['path', 'method'],
  QUERY_PARAMETER: ['path', 'method', 'name'],
  API: [],
  REQUEST_HEADER: ['path', 'method', 'name'],
};

const wildcards: Readonly<Partial<Record<Field, string>>> = { path: '/', method: '*', statusCode: '*' };

const isType = (type: string | undefined): type is DocumentationPartType =>
  type !== undefined && Object.hasOwn(fieldsByType, type);

/**
 * The location with what it leaves out.
 * @throws BadRequestException for a kind of thing that there is not, and for fields that do not belong to it
 */
export function wholeLocation(location: Partial<DocumentationPartLocation>): DocumentationPartLocation {
  const { type } = location;
  if (!isType(type)) {
    const value = type === undefined ? 'null' : `'${type}'`;
    throw badRequest(
      `1 validation error detected: Value ${value} at 'createDocumentationPartInput.location.type' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(fieldsByType).join(', ')}]`,
    );
  }
  const fields = fieldsByType[type];
  const whole: Partial<Record<Field, string>> = {};
  for (const field of ['path', 'method', 'statusCode', 'name'] as const) {
    const value = location[field];
    if (!fields.includes(field)) {
      if (value) throw badRequest(`The field '${field}' is not valid for a documentation part of type '${type}'`);
      continue;
    }
    const known = value || wildcards[field];
    if (known === undefined)
      throw badRequest(`The field '${field}' is required for a documentation part of type '${type}'`);
    whole[field] = known;
  }
  return { type, ...whole };
}

/** Parts are merged and written into documents, which walks through them. */
export const documentationLevelsMax = 200;

/** @throws BadRequestException for what is no JSON object with something in it */
export function assertDocumentation(properties: string): void {
  if (properties === '') throw badRequest('Documentation part properties must be non-empty');
  const content = parseJsonObject(properties);
  if (content === undefined || nestsDeeper(content, documentationLevelsMax)) {
    throw badRequest('Documentation part properties must be a JSON object');
  }
}

/** `type 'METHOD', path '/pets', method 'GET'` */
export const locationText = (location: DocumentationPartLocation): string =>
  (['type', 'path', 'method', 'statusCode', 'name'] as const)
    .flatMap((field) => (location[field] === undefined ? [] : [`${field} '${location[field]}'`]))
    .join(', ');
