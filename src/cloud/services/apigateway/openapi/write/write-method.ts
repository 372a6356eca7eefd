import type { Method, MethodResponse } from '@aws-sdk/client-api-gateway';
import type { DocumentationIndex } from './documentation-index.ts';
import type { Exported } from './exported.ts';
import { unlessEmpty, writeIntegration } from './write-integration.ts';
import { modelPrefix } from './write-models.ts';
import { securityOf } from './write-security.ts';

export interface MethodPlace {
  readonly path: string;
  readonly verb: string;
  readonly exported: Exported;
  readonly documentation: DocumentationIndex;
}

/** A method as an operation of OpenAPI 2 or 3, its members in AWS's order. */
export function writeMethod(method: Method, place: MethodPlace): object {
  const { path, verb, exported, documentation } = place;
  const { version, extensions, configuration } = exported;
  const security = securityOf(method, configuration);
  const validator = configuration.validators.find(({ id }) => id === method.requestValidatorId);
  const responses = Object.values(method.methodResponses ?? {});
  const written = Object.fromEntries(responses.map((each) => [each.statusCode ?? '', writeResponse(each, place)]));
  const consumes = version === 2 ? requestTypes(method) : [];
  const produces = version === 2 ? responseTypes(method) : [];
  const parameters = writeParameters(method, place);
  return {
    ...documentation.membersOf({ type: 'METHOD', path, method: verb }),
    operationId: method.operationName,
    consumes: consumes.length > 0 ? consumes : undefined,
    produces: produces.length > 0 ? produces : undefined,
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: version === 3 ? writeBody(method) : undefined,
    responses: version === 2 ? written : unlessEmpty(written),
    security: security.length > 0 ? security : undefined,
    'x-amazon-apigateway-request-validator': extensions.others ? validator?.name : undefined,
    'x-amazon-apigateway-integration':
      extensions.integrations && method.methodIntegration ? writeIntegration(method.methodIntegration) : undefined,
  };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

function requestTypes({ requestModels, methodIntegration }: Method): string[] {
  return unique([...Object.keys(requestModels ?? {}), ...Object.keys(methodIntegration?.requestTemplates ?? {})]);
}

function responseTypes({ methodResponses, methodIntegration }: Method): string[] {
  const models = Object.values(methodResponses ?? {}).flatMap(({ responseModels = {} }) => Object.keys(responseModels));
  const templates = Object.values(methodIntegration?.integrationResponses ?? {}).flatMap(({ responseTemplates = {} }) =>
    Object.keys(responseTemplates),
  );
  return unique([...models, ...templates]);
}

const places = {
  querystring: ['query', 'QUERY_PARAMETER'],
  header: ['header', 'REQUEST_HEADER'],
  path: ['path', 'PATH_PARAMETER'],
} as const;

function writeParameters(
  { requestParameters = {}, requestModels = {} }: Method,
  { path, verb, exported: { version }, documentation }: MethodPlace,
): object[] {
  const written = Object.entries(requestParameters).flatMap(([expression, required]): object[] => {
    const [, place, name = ''] = /^method\.request\.(querystring|header|path)\.(.+)$/.exec(expression) ?? [];
    if (place === undefined) return [];
    const [member, type] = places[place as keyof typeof places];
    const told = documentation.membersOf({ type, path, method: verb, name });
    const head = { name, in: member, ...told };
    if (version === 2) return [{ ...head, required, type: 'string' }];
    return [{ ...head, required: required || undefined, schema: { type: 'string' } }];
  });
  const [model] = Object.values(requestModels);
  if (version === 3 || model === undefined) return written;
  const told = documentation.membersOf({ type: 'REQUEST_BODY', path, method: verb });
  return [
    ...written,
    { in: 'body', name: model, ...told, required: true, schema: { $ref: `${modelPrefix(2)}${model}` } },
  ];
}

function writeBody({ requestModels = {} }: Method): object | undefined {
  if (Object.keys(requestModels).length === 0) return undefined;
  return { content: contentOf(requestModels), required: true };
}

const contentOf = (models: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(models).map(([type, model]) => [type, { schema: { $ref: `${modelPrefix(3)}${model}` } }]),
  );

function writeResponse(
  { statusCode = '', responseParameters = {}, responseModels = {} }: MethodResponse,
  { path, verb, exported: { version }, documentation }: MethodPlace,
): object {
  const told = documentation.membersOf({ type: 'RESPONSE', path, method: verb, statusCode });
  const head = { description: `${statusCode} response`, ...told };
  const names = Object.keys(responseParameters).map((name) => name.replace(/^method\.response\.header\./, ''));
  const header = version === 2 ? { type: 'string' } : { schema: { type: 'string' } };
  const headers = unlessEmpty(Object.fromEntries(names.map((name) => [name, header])));
  if (version === 3) return { ...head, headers, content: contentOf(responseModels) };
  const [model] = Object.values(responseModels);
  return { ...head, schema: model === undefined ? undefined : { $ref: `${modelPrefix(2)}${model}` }, headers };
}
