import { deepSet, NoMap } from '../language/deep-path.ts';
import { sub } from '../language/intrinsics.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { deepCopy, legacyMap, madeMap, setMade, updateMap } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isMap, isTruthy, member } from '../language/values.ts';
import {
  anyMethod,
  assertMethod,
  conditionalContents,
  conditionalDefinition,
  hasIntegration,
  integrationKey,
  invalidDefinition,
  isVersion,
  methodName,
  openApi3,
  PathEditor,
} from './definition-paths.ts';
import type { GatewayResponse } from './gateway-response.ts';

/** Whether it is a definition that the transform can edit: Swagger 2, or OpenAPI 3. */
export function isSwagger(definition: unknown): definition is Fields {
  if (!isMap(definition) || !isMap(definition.paths)) return false;
  if (isTruthy(definition.swagger)) return true;
  return isTruthy(definition.openapi) && isVersion(openApi3, definition.openapi);
}

/** The definition of an API of which the template says none. */
export const swaggerSkeleton = (): Fields =>
  madeMap({
    swagger: '2.0',
    info: madeMap({ version: '1.0', title: { Ref: made('AWS::StackName') } }),
    paths: legacyMap(),
  });

const notMethods: readonly string[] = ['summary', 'description', 'parameters'];

export interface LambdaIntegration {
  readonly uri: unknown;
  readonly methodAuth: Fields;
  readonly apiAuth: Fields;
  readonly condition: unknown;
  readonly transferMode: unknown;
  readonly partition: string;
}

export interface StateMachineIntegration {
  readonly uri: unknown;
  readonly credentials: unknown;
  readonly requestTemplates: Fields;
  readonly condition: unknown;
}

/** Edits a copy of a REST API's definition. */
export class SwaggerEditor extends PathEditor {
  readonly document: Fields;
  securityDefinitions: Fields;
  readonly resourcePolicy: Fields;
  gatewayResponses: Fields;
  definitions: Fields;

  /** @throws InvalidDocument for what is no definition */
  constructor(definition: unknown) {
    if (!isSwagger(definition)) {
      throw invalidDefinition(
        "Invalid Swagger document or the Swagger document is not explicitly defined in 'DefinitionBody'.",
      );
    }
    const document = deepCopy(definition);
    super(document.paths as Fields);
    this.document = document;
    this.securityDefinitions = mapOrNone(document.securityDefinitions);
    this.gatewayResponses = mapOrNone(document['x-amazon-apigateway-gateway-responses']);
    this.resourcePolicy = mapOrNone(document['x-amazon-apigateway-policy']);
    this.definitions = mapOrNone(document.definitions);
    for (const path of this.pathNames) this.pathItems(path);
  }

  /** The definition as it was edited. */
  get definition(): Fields {
    const { document } = this;
    if (isTruthy(this.securityDefinitions)) setMade(document, 'securityDefinitions', this.securityDefinitions);
    if (isTruthy(this.gatewayResponses)) {
      setMade(document, 'x-amazon-apigateway-gateway-responses', this.gatewayResponses);
    }
    if (isTruthy(this.definitions)) setMade(document, 'definitions', this.definitions);
    return deepCopy(document);
  }

  get isOpenApi3(): boolean {
    return isTruthy(this.document.openapi) && isVersion(openApi3, this.document.openapi);
  }

  disableExecuteApi(isDisabled: unknown): void {
    const path = ['x-amazon-apigateway-endpoint-configuration', 'disableExecuteApiEndpoint'] as const;
    if (!this.isOpenApi3) {
      settingIn('Invalid OpenAPI definition', () => deepSet(this.document, path, isDisabled));
      return;
    }
    const servers = has(this.document, 'servers') ? this.document.servers : [legacyMap()];
    for (const [at, server] of (Array.isArray(servers) ? servers : [servers]).entries()) {
      settingIn(`Invalid OpenAPI definition of 'servers[${at}]'`, () => deepSet(server, path, isDisabled));
    }
    setMade(this.document, 'servers', servers);
  }

  /** @throws InvalidDocument where the method has an integration already */
  addLambdaIntegration(path: string, givenMethod: string, integration: LambdaIntegration): void {
    const method = methodName(givenMethod) as string;
    if (this.hasIntegration(path, method)) {
      throw invalidDefinition(`Lambda integration already exists on Path=${path}, Method=${textOf(method)}`);
    }
    this.addPath(path, method);
    const { condition, transferMode } = integration;
    const uri = isTruthy(condition) ? conditionalDefinition(condition, integration.uri) : integration.uri;
    for (const item of this.pathItems(path)) {
      const definition = item[method] as Fields;
      assertMethod(definition, path, textOf(method));
      const made = madeMap({ type: 'aws_proxy', httpMethod: 'POST' });
      setMade(definition, integrationKey, made);
      setMade(made, 'uri', uri);
      if (transferMode === 'RESPONSE_STREAM') updateOne(made, 'responseTransferMode', 'STREAM');
      const credentials = credentialsOf(integration);
      if (credentials !== undefined) setMade(made, 'credentials', credentials);
      if (!has(definition, 'responses')) setMade(definition, 'responses', legacyMap());
      if (isTruthy(condition)) item[method] = conditionalDefinition(condition, definition);
    }
  }

  /** @throws InvalidDocument where the method has an integration already */
  addStateMachineIntegration(path: string, givenMethod: string, integration: StateMachineIntegration): void {
    const method = methodName(givenMethod) as string;
    if (this.hasIntegration(path, method)) {
      throw invalidDefinition(`Integration already exists on Path=${path}, Method=${textOf(method)}`);
    }
    this.addPath(path, method);
    const { condition, credentials, requestTemplates } = integration;
    const uri = isTruthy(condition) ? conditionalDefinition(condition, integration.uri) : integration.uri;
    for (const item of this.pathItems(path)) {
      const definition = item[method] as Fields;
      assertMethod(definition, path, textOf(method));
      const added = madeMap({ type: 'aws', httpMethod: 'POST' });
      setMade(definition, integrationKey, added);
      setMade(added, 'uri', uri);
      setMade(
        added,
        'responses',
        inOrder('200', '400', (code) => madeMap({ statusCode: code })),
      );
      setMade(added, 'credentials', credentials);
      if (!has(definition, 'responses')) {
        const description = (code: string) => (code === '200' ? 'OK' : 'Bad Request');
        setMade(
          definition,
          'responses',
          inOrder('200', '400', (code) => madeMap({ description: description(code) })),
        );
      }
      updateMap(added, { requestTemplates });
      if (isTruthy(condition)) item[method] = conditionalDefinition(condition, definition);
    }
  }

  /** All methods of a path, by their names. */
  *allMethods(path: string, onlyIntegrated = true): Generator<readonly [string, Fields]> {
    for (const item of this.pathItems(path)) {
      for (const [name, method] of Object.entries(item)) {
        if (notMethods.includes(name)) continue;
        for (const definition of conditionalContents(method)) {
          assertMethod(definition, path, name);
          if (!onlyIntegrated || hasIntegration(definition)) yield [textOf(methodName(name)) as string, definition];
        }
      }
    }
  }

  addBinaryMediaTypes(types: unknown): void {
    setMade(this.document, 'x-amazon-apigateway-binary-media-types', withSlashes(types));
  }

  addGatewayResponses(responses: ReadonlyMap<string, GatewayResponse>): void {
    for (const [type, response] of responses) this.gatewayResponses[type] = response.toSwagger();
  }

  /** @throws InvalidDocument for a schema without a type */
  addModels(models: Fields): void {
    for (const [name, schema] of Object.entries(models)) {
      if (!isTruthy(member(schema, 'type'))) throw invalidDefinition("'Models' schema is missing 'type'.");
      this.definitions[name.toLowerCase()] = schema;
    }
  }

  /** The ARNs that stand for the methods of a path in a policy. */
  methodArns(path: string, stage: unknown): unknown[] {
    const pattern = withoutParameters(path);
    return this.pathItems(path).flatMap((item) =>
      Object.keys(item).map((name) => {
        const isAny = [anyMethod, 'any'].includes(name.toLowerCase());
        return sub(`execute-api:/\${__Stage__}/${isAny ? '*' : name.toUpperCase()}${pattern}`, { __Stage__: stage });
      }),
    );
  }
}

const mapOrNone = (value: unknown): Fields => (isTruthy(value) ? (value as Fields) : legacyMap());

/** Parameters of a path are stars in ARNs. */
export const withoutParameters = (path: string): string =>
  path.replace(/\{([a-zA-Z0-9._-]+|[a-zA-Z0-9._-]+\+|proxy\+)\}/g, '*');

const inOrder = (first: string, second: string, memberOf: (key: string) => unknown): Fields =>
  legacyMap([first, second].map((key) => [made(key), memberOf(key)]));

function updateOne(map: Fields, key: string, text: string): void {
  setMade(map, key, made(text));
}

function settingIn(what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw error instanceof NoMap ? invalidDefinition(`${what}: ${error.message}.`) : error;
  }
}

/** Methods with IAM's authorizer may be invoked with the caller's credentials, or a role. */
function credentialsOf({ methodAuth, apiAuth, partition }: LambdaIntegration): unknown {
  const isOfMethod = methodAuth.Authorizer === 'AWS_IAM';
  if (!isOfMethod && !(apiAuth.DefaultAuthorizer === 'AWS_IAM' && !isTruthy(methodAuth))) return undefined;
  const [ofMethod, ofApi] = [methodAuth, apiAuth].map((auth) =>
    isTruthy(auth.InvokeRole) || !has(auth, 'InvokeRole') ? auth.InvokeRole : made('NONE'),
  );
  const role = isTruthy(ofMethod) ? ofMethod : ofApi;
  if (!isTruthy(role) || role === 'CALLER_CREDENTIALS') return made(`arn:${partition}:iam::*:user/*`);
  return textOf(role) === 'NONE' ? undefined : role;
}

function withSlashes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSlashes);
  if (typeof value === 'string') return textOf(value).replaceAll('~1', '/');
  if (!isMap(value)) return value;
  return legacyMap(Object.entries(value).map(([key, item]) => [key.replaceAll('~1', '/'), withSlashes(item)]));
}
