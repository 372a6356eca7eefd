import { InvalidTemplate } from '../language/errors.ts';
import { made } from '../language/legacy/made-text.ts';
import { legacyMap, madeMap, setMade, updateMap } from '../language/legacy/ordered-map.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isEqual, isMap, isNothing, isTruthy, member } from '../language/values.ts';
import { assertMap, invalidDefinition, scopesOf } from './definition-paths.ts';
import type { RestAuthorizer } from './rest-authorizer.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

type Authorizers = ReadonlyMap<string, RestAuthorizer>;

/** @throws InvalidTemplate */
export function addAuthorizers(editor: SwaggerEditor, authorizers: Authorizers): void {
  assertSecurityDefinitions(editor);
  for (const [name, authorizer] of authorizers) editor.securityDefinitions[name] = authorizer.toSwagger();
}

/** @throws InvalidTemplate */
export function addApiKeySecurity(editor: SwaggerEditor): void {
  assertSecurityDefinitions(editor);
  if (has(editor.securityDefinitions, 'api_key')) return;
  const security = madeMap({ type: 'apiKey', name: 'x-api-key', in: 'header' });
  updateMap(editor.securityDefinitions, madeMap({ api_key: security }));
}

function addIamSecurity(editor: SwaggerEditor): void {
  if (has(editor.securityDefinitions, 'AWS_IAM')) return;
  const security = madeMap({
    'x-amazon-apigateway-authtype': 'awsSigv4',
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
  });
  updateMap(editor.securityDefinitions, madeMap({ AWS_IAM: security }));
}

/** Gives methods of a path that say nothing of it the authorizer. */
export function setDefaultAuthorizer(
  editor: SwaggerEditor,
  path: string,
  name: string,
  authorizers: Authorizers,
  isForPreflight: unknown,
): void {
  const known = new Set(['AWS_IAM', ...authorizers.keys()]);
  for (const [method, definition] of editor.allMethods(path)) {
    if (!isTruthy(isForPreflight) && method === 'options') continue;
    const [ofAuthorizers, others] = securityParts(definition, path, method, known);
    const none = others.findIndex((security) => has(security, 'NONE'));
    if (none >= 0) others.splice(none, 1);
    const added =
      none >= 0
        ? []
        : ofAuthorizers.length > 0
          ? ofAuthorizers
          : [legacyMap([[name, scopesOf(authorizers.get(name))]])];
    setSecurity(editor, definition, [...others, ...added]);
  }
}

/** Gives methods of a path that say nothing of it the need of an API key. */
export function setDefaultApiKey(editor: SwaggerEditor, path: string, isForPreflight: unknown): void {
  for (const [method, definition] of editor.allMethods(path)) {
    const [ofKeys, others] = securityParts(definition, path, method, new Set(['api_key', 'api_key_false']));
    const isRefused = ofKeys.some((security) => has(security, 'api_key_false'));
    const isWanted = !isRefused && (method !== 'options' || isTruthy(isForPreflight));
    const security = isWanted ? [...others, legacyMap([[made('api_key'), []]])] : others;
    changeSecurity(definition, security);
  }
}

/** What a method's event says of its authorizer and of API keys. */
export function addMethodAuth(editor: SwaggerEditor, path: string, method: string, auth: Fields, api: Fields): void {
  const apiAuth = isTruthy(api) ? api.Auth : undefined;
  const authorizers = isTruthy(apiAuth) ? member(apiAuth, 'Authorizers') : undefined;
  const { Authorizer, AuthorizationScopes, ApiKeyRequired } = auth;
  if (isTruthy(Authorizer)) {
    setMethodAuthorizer(editor, path, method, String(Authorizer), authorizers, AuthorizationScopes);
  }
  if (!isNothing(ApiKeyRequired)) setMethodApiKey(editor, path, method, ApiKeyRequired);
}

function setMethodAuthorizer(
  editor: SwaggerEditor,
  path: string,
  method: string,
  name: string,
  authorizers: unknown,
  scopes: unknown,
): void {
  for (const definition of editor.methods(path, method)) {
    const security = legacyMap([[name, []]]);
    const all = [...securityOf(definition, path, method), security];
    if (name !== 'NONE' && isTruthy(authorizers) && isMap(authorizers)) {
      const authorizer = has(authorizers, name) ? authorizers[name] : legacyMap();
      if (!isMap(authorizer)) throw invalidDefinition(`Type of authorizer '${name}' must be a dictionary`);
      const own = isNothing(scopes) ? member(authorizer, 'AuthorizationScopes') : scopes;
      if (!isNothing(authorizers[name]) && !isNothing(own)) security[name] = own;
    }
    setSecurity(editor, definition, all);
  }
}

function setMethodApiKey(editor: SwaggerEditor, path: string, method: string, isRequired: unknown): void {
  for (const definition of editor.methods(path, method)) {
    const added = legacyMap([[made(isTruthy(isRequired) ? 'api_key' : 'api_key_false'), []]]);
    if (isTruthy(isRequired)) addApiKeySecurity(editor);
    changeSecurity(definition, [...securityOf(definition, path, method), added]);
  }
}

function securityOf(definition: Fields, path: string, method: string): unknown[] {
  const security = has(definition, 'security') ? definition.security : [];
  if (Array.isArray(security)) return security;
  throw invalidDefinition(`Type of security for path ${path} method ${method} must be a list`);
}

/** Those that have one of the names, and those that have none. */
function securityParts(
  definition: Fields,
  path: string,
  method: string,
  names: ReadonlySet<string>,
): [Fields[], Fields[]] {
  const [having, others]: [Fields[], Fields[]] = [[], []];
  for (const security of securityOf(definition, path, method)) {
    const shown = pythonText(security);
    assertMap(security, `${shown} in Security for path ${path} method ${method} is not a valid dictionary.`);
    (Object.keys(security).some((key) => names.has(key)) ? having : others).push(security);
  }
  return [having, others];
}

function setSecurity(editor: SwaggerEditor, definition: Fields, security: readonly unknown[]): void {
  if (security.length === 0) return;
  setMade(definition, 'security', security);
  const [first] = security;
  if (isMap(first) && has(first, 'AWS_IAM')) addIamSecurity(editor);
}

function changeSecurity(definition: Fields, security: unknown[]): void {
  const present = has(definition, 'security') ? definition.security : [];
  if (!isEqual(security, present)) setMade(definition, 'security', security);
}

function assertSecurityDefinitions({ securityDefinitions }: SwaggerEditor): void {
  if (!isMap(securityDefinitions)) throw new InvalidTemplate('securityDefinitions must be a dictionary.');
}
