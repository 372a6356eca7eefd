import { anyMethod, invalidDefinition, PathEditor } from '../apis/definition-paths.ts';
import { isOpenApi } from '../http-apis/open-api-editor.ts';
import { expectMap } from '../language/expect.ts';
import { conditional } from '../language/intrinsics.ts';
import { deepCopy, legacyMap, updateMap } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isTruthy } from '../language/values.ts';
import { implicitApi } from './implicit-api.ts';

/** The definition of an HTTP API of which the template says none. */
export const openApiSkeleton = (): Fields => ({
  openapi: '3.0.1',
  info: { version: '1.0', title: { Ref: 'AWS::StackName' } },
  paths: legacyMap(),
});

/** The HTTP API of `HttpApi` events that name none. */
export const implicitHttpApi = implicitApi({
  idProperty: 'ApiId',
  logicalId: 'ServerlessHttpApi',
  condition: 'ServerlessHttpApiCondition',
  eventType: 'HttpApi',
  apiType: 'AWS::Serverless::HttpApi',
  properties: () => ({ DefinitionBody: openApiSkeleton(), __MANAGE_SWAGGER: true }),
  isDefinition: isOpenApi,
  edit: (given) => {
    if (!isOpenApi(given)) {
      throw invalidDefinition(
        "Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.",
      );
    }
    const definition = deepCopy(given);
    return { editor: new PathEditor(definition.paths as Fields), definition };
  },
  readEvent: (eventId, event) => {
    const given = has(event, 'Properties') ? event.Properties : {};
    const properties = expectMap(given, { id: eventId, path: '', of: 'event' }, 'Properties should be a map.');
    if (!isTruthy(properties)) event.Properties = properties;
    return properties;
  },
  completeRoute: (properties) => {
    if (isTruthy(properties.Path) || isTruthy(properties.Method)) return;
    properties.Path = '$default';
    properties.Method = anyMethod;
  },
  tellApi: (eventId, properties, api, apiId, condition) => {
    if (!has(properties, 'RouteSettings')) return;
    const { Path, Method, RouteSettings } = properties as { Path: string; Method: string; RouteSettings: unknown };
    const route = Method === anyMethod ? Path : `${Method.toUpperCase()} ${Path}`;
    const apiProperties = (api.Properties ?? {}) as Fields;
    const present = has(apiProperties, 'RouteSettings') ? apiProperties.RouteSettings : {};
    const settings = expectMap(present, { id: apiId, path: 'RouteSettings' });
    const given = isTruthy(condition) ? conditional(condition, RouteSettings) : RouteSettings;
    const added = expectMap(given, { id: eventId, path: 'RouteSettings', of: 'event' });
    if (!has(settings, route)) settings[route] = {};
    updateMap(settings[route] as Fields, added);
    apiProperties.RouteSettings = settings;
    api.Properties = apiProperties;
  },
});
