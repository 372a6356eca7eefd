import {
  anyMethod,
  assertMethod,
  conditionalContents,
  integrationKey,
  invalidDefinition as invalid,
  isVersion,
  methodName,
  openApi3,
  PathEditor,
} from '../apis/definition-paths.ts';
import { deepGet, NoMap } from '../language/deep-path.ts';
import { conditional, isIntrinsic, ref } from '../language/intrinsics.ts';
import { textOf } from '../language/legacy/made-text.ts';
import { pythonJson, pythonText, pythonType } from '../language/python-text.ts';
import { copyOf, type Fields, has, isEqual, isMap, isNothing, isTruthy, member } from '../language/values.ts';
import type { Authorizers } from './http-authorizer.ts';

export const defaultPath = '$default';
export const defaultTitle = ref('AWS::StackName');

const tagValueKey = 'x-amazon-apigateway-tag-value';
const corsKey = 'x-amazon-apigateway-cors';
const endpointKey = 'x-amazon-apigateway-endpoint-configuration';

/** Whether the transform can write into a definition. */
export const isOpenApi = (value: unknown): value is Fields =>
  isMap(value) && isMap(value.paths) && isTruthy(value.openapi) && isVersion(openApi3, value.openapi);

/** As the definition names it. */
const nameOf = (method: string): string => textOf(methodName(method)) as string;

/** The definition of an HTTP API, into which routes, authorizers, CORS and tags are written. */
export class OpenApiEditor extends PathEditor {
  readonly #document: Fields;
  readonly #securitySchemes: Fields;
  readonly #tags: unknown;
  readonly #info: Fields;

  /** @throws InvalidDocument */
  constructor(document: unknown) {
    if (!isOpenApi(document)) {
      throw invalid(
        "Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.",
      );
    }
    const copy = copyOf(document);
    super(copy.paths as Fields);
    this.#document = copy;
    try {
      this.#securitySchemes = (deepGet(this.#document, ['components', 'securitySchemes']) || {}) as Fields;
      this.#tags = deepGet(this.#document, ['tags']) || [];
      this.#info = (deepGet(this.#document, ['info']) || {}) as Fields;
    } catch (error) {
      throw error instanceof NoMap ? invalid(`Invalid OpenApi document: ${error.message}`) : error;
    }
  }

  /** The definition with all that was written into it. */
  get document(): Fields {
    const document = this.#document;
    if (isTruthy(this.#tags)) document.tags = this.#tags;
    if (isTruthy(this.#securitySchemes)) {
      const components = isTruthy(document.components) ? (document.components as Fields) : {};
      document.components = components;
      components.securitySchemes = this.#securitySchemes;
    }
    if (isTruthy(this.#info)) document.info = this.#info;
    return copyOf(document);
  }

  /** Whether the function answers the route already. */
  invokes(path: string, method: string, functionId: string): boolean {
    if (!this.hasIntegration(path, method)) return false;
    for (const definition of this.methods(path, method, false)) {
      const integration = has(definition, integrationKey) ? definition[integrationKey] : {};
      if (!isMap(integration)) {
        throw invalid(`Value of '${integrationKey}' must be a dictionary according to Swagger spec.`);
      }
      if (!isMap(integration.uri)) return false;
      for (const uri of conditionalContents(integration.uri)) {
        const [, id] = /([A-Za-z0-9]+)\.Arn/.exec(String(member(uri, 'Fn::Sub') ?? '')) ?? [];
        if (id !== functionId) return false;
      }
    }
    return true;
  }

  /** A route that the function answers, unless something does already. */
  addIntegration(path: string, method: string, uri: Fields, condition: unknown): void {
    if (this.hasIntegration(path, method)) return;
    const name = nameOf(method);
    this.addPath(path, method);
    for (const item of this.pathItems(path)) {
      const definition = isNothing(item[name]) ? {} : (item[name] as Fields);
      definition[integrationKey] = {
        type: 'aws_proxy',
        httpMethod: 'POST',
        payloadFormatVersion: '2.0',
        uri: isTruthy(condition) ? conditional(condition, uri) : uri,
      };
      if (path === defaultPath && name === anyMethod) definition.isDefaultRoute = true;
      if (!has(definition, 'responses')) definition.responses = {};
      item[name] = isTruthy(condition) ? conditional(condition, definition) : definition;
    }
  }

  setPayloadFormat(path: string, method: string, version: unknown): void {
    for (const { integration } of this.#integrationsOf(path, method)) integration.payloadFormatVersion = version;
  }

  addPathParameters(path: string, method: string, names: readonly string[]): void {
    for (const { definition } of this.#integrationsOf(path, method)) {
      if (!has(definition, 'parameters')) definition.parameters = [];
      const parameters = definition.parameters as Fields[];
      for (const name of names) {
        const present = parameters.find((parameter) => parameter.name === name);
        if (present) Object.assign(present, { in: 'path', required: true });
        else parameters.push({ name, in: 'path', required: true });
      }
    }
  }

  addSecuritySchemes(authorizers: Authorizers): void {
    for (const [name, authorizer] of authorizers) this.#securitySchemes[name] = authorizer.securityScheme();
  }

  /** All of a path's methods but `OPTIONS` ask for the authorizer, unless they say something of their own. */
  setDefaultAuthorizer(path: string, name: string, authorizers: Authorizers): void {
    for (const item of this.pathItems(path)) {
      for (const [method, branches] of Object.entries(item)) {
        const normalized = nameOf(method);
        if (normalized === 'parameters' || normalized === 'options') continue;
        if (!has(item, normalized)) {
          throw invalid(`Could not find ${normalized} in ${path} within DefinitionBody.`);
        }
        for (const definition of conditionalContents(branches)) {
          assertMethod(definition, path, method);
          if (!isTruthy(definition[integrationKey]) || isTruthy(definition.security)) continue;
          definition.security = [{ [name]: authorizers.get(name)?.scopes ?? [] }];
        }
      }
    }
  }

  /** A route asks for an authorizer of the API; `scopes` take the place of those that it has. */
  setAuthorizer(path: string, method: string, name: string, authorizers: unknown, scopes: unknown): void {
    for (const definition of this.methods(path, method)) {
      let wanted: unknown = [];
      if (name !== 'NONE' && name !== 'AWS_IAM') {
        const authorizer = member(authorizers, name) ?? {};
        if (!isMap(authorizer)) throw invalid(`Type of authorizer '${name}' must be a dictionary`);
        const own = isTruthy(scopes) ? scopes : authorizer.AuthorizationScopes;
        if (isTruthy(authorizer) && isTruthy(own)) wanted = own;
      }
      const present = has(definition, 'security') ? definition.security : [];
      if (!Array.isArray(present)) {
        throw invalid(`Type of security for path ${path} method ${method} must be a list`);
      }
      definition.security = [...present, { [name]: wanted }];
    }
  }

  addTags(tags: Fields): void {
    const present = this.#tags;
    for (const [name, value] of Object.entries(tags)) {
      if (!Array.isArray(present)) {
        throw invalid(
          `Tags in OpenApi DefinitionBody needs to be a list. ${pythonText(present)} is a ${pythonType(present)} not a list.`,
        );
      }
      const tag = present.find((one) => member(one, 'name') === name);
      if (tag) tag[tagValueKey] = value;
      else present.push({ name, [tagValueKey]: value });
    }
  }

  setEndpoint(disableExecuteApiEndpoint: unknown): void {
    const servers = has(this.#document, 'servers') ? (this.#document.servers as unknown[]) : [{}];
    for (const server of servers) {
      if (!isMap(server)) throw invalid("Value of 'servers' item must be a dictionary according to Swagger spec.");
      const configuration = has(server, endpointKey) ? (server[endpointKey] as Fields) : {};
      server[endpointKey] = { ...configuration, disableExecuteApiEndpoint };
    }
    this.#document.servers = servers;
  }

  /** @param cors by the names of the definition: `allowOrigins` */
  setCors({ allowOrigins, maxAge, allowCredentials, ...lists }: Fields): void {
    const cors = has(this.#document, corsKey) ? this.#document[corsKey] : {};
    if (!isMap(cors)) throw invalid(`Value of '${corsKey}' must be a dictionary according to Swagger spec.`);
    if (isIntrinsic(allowOrigins)) {
      Object.assign(cors, withDefinitionNames(allowOrigins));
    } else {
      if (isTruthy(allowOrigins)) cors.allowOrigins = allowOrigins;
      for (const [name, value] of Object.entries(lists)) if (isTruthy(value)) cors[name] = value;
      if (!isNothing(maxAge)) cors.maxAge = maxAge;
      if (allowCredentials === true) cors.allowCredentials = true;
    }
    this.#document[corsKey] = cors;
  }

  setDescription(description: unknown): void {
    if (!isTruthy(this.#info.description)) this.#info.description = description;
  }

  /** In the place of the stack's name. */
  setTitle(title: unknown): void {
    if (isEqual(this.#info.title, defaultTitle)) this.#info.title = title;
  }

  #integrationsOf(path: string, method: string): { readonly definition: Fields; readonly integration: Fields }[] {
    return [...this.methods(path, method)].map((definition) => ({
      definition,
      integration: definition[integrationKey] as Fields,
    }));
  }
}

/** Names of the CORS configuration as the definition has them, wherever they stand in a call. */
function withDefinitionNames(call: Fields): Fields {
  let text = pythonJson(call);
  for (const name of ['Origins', 'Headers', 'Methods', 'Credentials'].map((end) => `llow${end}`)) {
    text = text.replaceAll(`A${name}`, `a${name}`);
  }
  text = text.replaceAll('ExposeHeaders', 'exposeHeaders').replaceAll('MaxAge', 'maxAge');
  return JSON.parse(text) as Fields;
}
