import { InvalidTemplate } from '../language/errors.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { legacyMap, madeMap, setMade } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isNothing, isTruthy } from '../language/values.ts';
import { anyMethod, integrationKey } from './definition-paths.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

export interface CorsRules {
  readonly AllowOrigin: unknown;
  readonly AllowHeaders: unknown;
  readonly AllowMethods: unknown;
  readonly MaxAge: unknown;
  readonly AllowCredentials: unknown;
}

const httpMethods = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'];

/**
 * Gives a path a method that answers preflight requests, unless it has one.
 * @throws InvalidTemplate
 */
export function addCors(editor: SwaggerEditor, path: string, rules: CorsRules): void {
  let { AllowMethods } = rules;
  for (const item of editor.pathItems(path)) {
    if (has(item, 'options')) continue;
    if (!isTruthy(rules.AllowOrigin)) {
      throw new InvalidTemplate('Invalid input. Value for AllowedOrigins is required');
    }
    if (!isTruthy(AllowMethods)) AllowMethods = made(`'${methodsOf(item)}'`);
    setMade(item, 'options', preflightMethod({ ...rules, AllowMethods }));
  }
}

function methodsOf(item: Fields): string {
  const names = has(item, anyMethod) ? httpMethods : [...Object.keys(item), 'options'];
  return [...new Set(names.map((name) => textOf(name).toUpperCase()))].sort().join(',');
}

function preflightMethod({ AllowOrigin, AllowHeaders, AllowMethods, MaxAge, AllowCredentials }: CorsRules): Fields {
  const parameters = legacyMap();
  const headers = legacyMap();
  const add = (name: string, value: unknown, type = 'string') => {
    setMade(parameters, `method.response.header.Access-Control-${name}`, value);
    setMade(headers, `Access-Control-${name}`, { type: made(type) });
  };
  add('Allow-Origin', AllowOrigin);
  if (isTruthy(AllowHeaders)) add('Allow-Headers', AllowHeaders);
  if (isTruthy(AllowMethods)) add('Allow-Methods', AllowMethods);
  if (!isNothing(MaxAge)) add('Max-Age', MaxAge, 'integer');
  if (AllowCredentials === true) add('Allow-Credentials', made("'true'"));
  const answer = madeMap({
    statusCode: '200',
    responseParameters: parameters,
    responseTemplates: { 'application/json': made('{}\n') },
  });
  return madeMap({
    summary: 'CORS support',
    consumes: [made('application/json')],
    produces: [made('application/json')],
    [integrationKey]: madeMap({
      type: 'mock',
      requestTemplates: { 'application/json': made('{\n  "statusCode" : 200\n}\n') },
      responses: madeMap({ default: answer }),
    }),
    responses: legacyMap([[made('200'), madeMap({ description: 'Default response for CORS method', headers })]]),
  });
}
