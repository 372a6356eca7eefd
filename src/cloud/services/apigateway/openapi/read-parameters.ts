import { listOf, type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import type { ReadContext } from './read-context.ts';

/** Where a parameter is, as mapping expressions name it. */
const places: ReadonlyMap<string, string> = new Map([
  ['query', 'querystring'],
  ['header', 'header'],
  ['path', 'path'],
]);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html */
const parameterName = /^[a-zA-Z0-9._$-]+$/;

export interface ReadParameters {
  /** `method.request.querystring.page` → whether it is required. */
  readonly requestParameters: Record<string, boolean>;
  /** The schema of an OpenAPI 2 body. */
  readonly body: unknown;
  /** What is wrong with one of them, as PutMethod words it. */
  readonly problem: string | undefined;
}

/** The parameters of an operation, with those of its path that it does not describe anew. */
export function readParameters(
  context: ReadContext,
  at: string,
  item: Structure,
  operation: Structure,
): ReadParameters {
  const requestParameters: Record<string, boolean> = {};
  let body: unknown;
  let problem: string | undefined;
  for (const value of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const resolved = context.references.follow(value);
    if ('missing' in resolved) {
      context.findings.warnings.push(`Parse issue: attribute ${at}.parameters.${resolved.missing} is missing`);
      continue;
    }
    const { name, in: place, required, schema } = resolved.found;
    if (place === 'body') body = schema;
    const named = places.get(textOf(place) ?? '');
    if (named === undefined || typeof name !== 'string') continue;
    if (!parameterName.test(name)) problem ??= nameProblem;
    requestParameters[`method.request.${named}.${name}`] = place === 'path' || String(required) === 'true';
  }
  return { requestParameters, body, problem };
}

const nameProblem = `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Parameter name should match the following regular expression: ${parameterName.source}]`;

/** The schemas of a request's body by content type. */
export function requestSchemas(
  { document, dialect, references }: ReadContext,
  operation: Structure,
  body: unknown,
): readonly (readonly [contentType: string, schema: unknown])[] {
  if (dialect.version === 2) {
    if (body === undefined) return [];
    return contentTypes(operation.consumes ?? references.share(document.consumes)).map((type) => [type, body] as const);
  }
  const resolved = references.follow(operation.requestBody);
  return 'missing' in resolved ? [] : contentSchemas(resolved.found);
}

/** The schemas of a response's body by content type. */
export function responseSchemas(
  { document, dialect, references }: ReadContext,
  operation: Structure,
  response: Structure,
): readonly (readonly [contentType: string, schema: unknown])[] {
  if (dialect.version === 3) return contentSchemas(response);
  if (response.schema === undefined) return [];
  return contentTypes(references.share(operation.produces ?? document.produces)).map(
    (type) => [type, response.schema] as const,
  );
}

const contentSchemas = ({ content }: Structure) =>
  Object.entries(structureOf(content)).map(([type, media]) => [type, structureOf(media).schema] as const);

function contentTypes(value: unknown): string[] {
  const types = listOf(value).flatMap((type) => (typeof type === 'string' ? [type] : []));
  return types.length > 0 ? types : ['application/json'];
}
