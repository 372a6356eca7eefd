import { InvalidResource, InvalidTemplate } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { isIntrinsic } from '../language/intrinsics.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { pythonType } from '../language/python-type.ts';
import { type Fields, has, isMap, isTruthy } from '../language/values.ts';
import { addCors, type CorsRules } from './cors-options.ts';
import { assertMap } from './definition-paths.ts';
import { addCustomStatements, addResourcePolicy } from './definition-policy.ts';
import { addApiKeySecurity, addAuthorizers, setDefaultApiKey, setDefaultAuthorizer } from './definition-security.ts';
import { GatewayResponse } from './gateway-response.ts';
import { withOpenApi3 } from './open-api-definition.ts';
import { invalidApi, type RestApiInput } from './rest-api-input.ts';
import { authorizersOf, type RestAuthorizer } from './rest-authorizer.ts';
import { isSwagger, SwaggerEditor } from './swagger-editor.ts';

const authProperties: readonly string[] = [
  'Authorizers',
  'DefaultAuthorizer',
  'InvokeRole',
  'AddDefaultAuthorizerToCorsPreflight',
  'AddApiKeyRequiredToCorsPreflight',
  'ApiKeyRequired',
  'ResourcePolicy',
  'UsagePlan',
];
const corsProperties: readonly string[] = ['AllowMethods', 'AllowHeaders', 'AllowOrigin', 'MaxAge', 'AllowCredentials'];
const responseProperties: readonly string[] = ['ResponseParameters', 'ResponseTemplates', 'StatusCode'];

/**
 * Puts into the API's definition what its other properties say.
 * @throws InvalidResource, InvalidDocument
 */
export function editDefinition(api: RestApiInput): void {
  addCorsRules(api);
  addAuth(api);
  addResponses(api);
  if (isTruthy(api.get('BinaryMediaTypes')) && isTruthy(api.definition)) {
    edit(api, (editor) => editor.addBinaryMediaTypes(api.get('BinaryMediaTypes')));
  }
  addModels(api);
}

/** @throws InvalidResource */
export function disableExecuteApi(api: RestApiInput): void {
  const isDisabled = api.get('DisableExecuteApiEndpoint');
  if (isDisabled === undefined) return;
  if (!isTruthy(api.definition)) {
    throw invalidApi(api, "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
  }
  edit(api, (editor) => editor.disableExecuteApi(isDisabled));
}

function edit(api: RestApiInput, change: (editor: SwaggerEditor) => void): void {
  const editor = new SwaggerEditor(api.definition);
  change(editor);
  api.definition = editor.definition;
}

/** @throws InvalidResource where there is no definition, or none that can be edited */
function assertInline(api: RestApiInput, property: string, what: string): void {
  if (!isTruthy(api.definition)) {
    throw invalidApi(api, `${property} works only with inline Swagger specified in 'DefinitionBody' property.`);
  }
  if (what !== '' && !isSwagger(api.definition)) {
    throw invalidApi(
      api,
      `Unable to add ${what} because 'DefinitionBody' does not contain a valid Swagger definition.`,
    );
  }
}

function addCorsRules(api: RestApiInput): void {
  const cors = api.get('Cors');
  if (!isTruthy(cors)) return;
  assertInline(api, 'Cors', '');
  const rules = corsRules(api, cors);
  assertInline(api, 'Cors', 'Cors configuration');
  if (rules.AllowCredentials === true && textOf(rules.AllowOrigin) === "'*'") {
    throw invalidApi(
      api,
      `Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "'*'" or not set`,
    );
  }
  edit(api, (editor) => {
    const done = new Set<string>();
    for (const path of editor.pathNames) {
      const normal = path === '/' ? path : path.replace(/\/+$/, '');
      if (done.has(normal)) continue;
      done.add(normal);
      try {
        addCors(editor, path, rules);
      } catch (error) {
        throw error instanceof InvalidTemplate ? invalidApi(api, error.message) : error;
      }
    }
  });
}

function corsRules(api: RestApiInput, cors: unknown): CorsRules {
  const defaults = { AllowMethods: undefined, AllowHeaders: undefined, MaxAge: undefined, AllowCredentials: false };
  if (typeof cors === 'string' || isIntrinsic(cors)) return { ...defaults, AllowOrigin: cors };
  if (!isMap(cors)) throw invalidApi(api, "Invalid value for 'Cors' property");
  const unknown = Object.keys(cors).find((key) => !corsProperties.includes(key));
  if (unknown !== undefined) throw invalidApi(api, `Invalid key '${unknown}' for 'Cors' property.`);
  return { ...defaults, AllowOrigin: made("'*'"), ...cors };
}

function addAuth(api: RestApiInput): void {
  const auth = api.get('Auth') as Fields | undefined;
  if (!isTruthy(auth) || !auth) return;
  assertInline(api, 'Auth', '');
  if (!Object.keys(auth).every((key) => authProperties.includes(key))) {
    throw invalidApi(api, "Invalid value for 'Auth' property");
  }
  assertInline(api, 'Auth', 'Auth configuration');
  const { Authorizers, DefaultAuthorizer, ApiKeyRequired, ResourcePolicy } = auth;
  edit(api, (editor) => {
    const authorizers = authorizersOf(api.id, api.context.partition, Authorizers, DefaultAuthorizer);
    if (authorizers && authorizers.size > 0) {
      addAuthorizers(editor, authorizers);
      const isForPreflight = orTrue(auth, 'AddDefaultAuthorizerToCorsPreflight');
      setAuthorizer(api, editor, authorizers, DefaultAuthorizer, isForPreflight);
    }
    if (isTruthy(ApiKeyRequired)) {
      addApiKeySecurity(editor);
      const isForPreflight = orTrue(auth, 'AddApiKeyRequiredToCorsPreflight');
      for (const path of editor.pathNames) setDefaultApiKey(editor, path, isForPreflight);
    }
    if (isTruthy(ResourcePolicy)) {
      assertMap(ResourcePolicy, 'ResourcePolicy must be a map (ResourcePolicyStatement).');
      for (const path of editor.pathNames) addResourcePolicy(editor, ResourcePolicy, path, api.get('StageName'));
      if (isTruthy(ResourcePolicy.CustomStatements)) addCustomStatements(editor, ResourcePolicy.CustomStatements);
    }
  });
  api.definition = withOpenApi3(api.definition as Fields, api.get('OpenApiVersion'));
}

const orTrue = (auth: Fields, name: string): unknown => (has(auth, name) ? auth[name] : true);

function setAuthorizer(
  api: RestApiInput,
  editor: SwaggerEditor,
  authorizers: ReadonlyMap<string, RestAuthorizer>,
  name: unknown,
  isForPreflight: unknown,
): void {
  if (!isTruthy(name)) return;
  if (typeof name !== 'string') throw invalidApi(api, 'DefaultAuthorizer is not a string.');
  if (!authorizers.has(name) && name !== 'AWS_IAM') {
    throw invalidApi(api, `Unable to set DefaultAuthorizer because '${name}' was not defined in 'Authorizers'.`);
  }
  for (const path of editor.pathNames) setDefaultAuthorizer(editor, path, name, authorizers, isForPreflight);
}

function addResponses(api: RestApiInput): void {
  const responses = api.get('GatewayResponses') as Fields | undefined;
  if (!isTruthy(responses) || !responses) return;
  assertInline(api, 'GatewayResponses', '');
  for (const [name, response] of Object.entries(responses)) assertResponse(api, name, response);
  assertInline(api, 'GatewayResponses', 'Auth configuration');
  edit(api, (editor) => {
    const made = new Map<string, GatewayResponse>();
    for (const [type, response] of Object.entries(responses)) made.set(type, gatewayResponse(api, type, response));
    if (made.size > 0) editor.addGatewayResponses(made);
  });
}

function assertResponse(api: RestApiInput, name: string, response: unknown): void {
  if (isIntrinsic(response)) {
    throw invalidApi(
      api,
      'Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.',
    );
  }
  if (!isMap(response)) {
    throw invalidApi(
      api,
      `Invalid property type '${pythonType(response)}' for GatewayResponses. Expected an object of type 'GatewayResponse'.`,
    );
  }
  const unknown = Object.keys(response).find((key) => !responseProperties.includes(key));
  if (unknown !== undefined) {
    throw invalidApi(api, `Invalid property '${unknown}' in 'GatewayResponses' property '${name}'.`);
  }
}

function gatewayResponse(api: RestApiInput, type: string, response: unknown): GatewayResponse {
  const path = `GatewayResponses.${type}`;
  const fields = expectMap(response, { id: api.id, path });
  const { ResponseParameters, ResponseTemplates, StatusCode } = fields;
  if (isTruthy(ResponseParameters)) expectMap(ResponseParameters, { id: api.id, path: `${path}.ResponseParameters` });
  return new GatewayResponse(api.id, ResponseParameters, ResponseTemplates, StatusCode);
}

function addModels(api: RestApiInput): void {
  const models = api.get('Models') as Fields | undefined;
  if (!isTruthy(models) || !models) return;
  assertInline(api, 'Models', 'Models definitions');
  if (!Object.values(models).every(isMap)) throw new InvalidResource(api.id, "Invalid value for 'Models' property");
  edit(api, (editor) => editor.addModels(models));
  api.definition = withOpenApi3(api.definition as Fields, api.get('OpenApiVersion'));
}
