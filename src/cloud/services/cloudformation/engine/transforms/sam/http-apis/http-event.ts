import { anyMethod } from '../apis/definition-paths.ts';
import type { EventContext, EventType } from '../events/event-type.ts';
import { permissionOf } from '../events/push/permission.ts';
import { InvalidDocument, InvalidEvent, InvalidResource } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { shorthand, sub } from '../language/intrinsics.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isTruthy, member } from '../language/values.ts';
import { isAMap, isAnInteger, isAText, optional } from '../resources/property.ts';
import type { Resource } from '../resources/resource.ts';
import { defaultPath, OpenApiEditor } from './open-api-editor.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html */
export const httpApiEvent: EventType = {
  type: 'HttpApi',
  principal: 'apigateway.amazonaws.com',
  properties: {
    Path: optional(isAText),
    Method: optional(isAText),
    ApiId: optional(isAText),
    Stage: optional(isAText),
    Auth: optional(isAMap),
    TimeoutInMillis: optional(isAnInteger),
    RouteSettings: optional(isAMap),
    PayloadFormatVersion: optional(isAText),
  },
  linked: (event, declared) => {
    const id = apiIdOf(event);
    const api = typeof id === 'string' ? declared[id] : undefined;
    return { api: member(api, 'Properties') ?? {}, apiId: id };
  },
  toCloudFormation: (event, context) => {
    event.set('Method', String(event.get('Method')).toLowerCase());
    const permission = routePermission(event, context);
    addRoute(event, context);
    return permission ? [permission] : [];
  },
};

const apiIdOf = (event: Resource): unknown => member(event.get('ApiId'), 'Ref') ?? event.get('ApiId');

/** Undefined where the function answers all routes: then it may be invoked for each. */
function routePermission(event: Resource, context: EventContext): Resource | undefined {
  const method = String(event.get('Method'));
  let path = String(event.get('Path')).replace(/^(.+)\/$/s, '$1');
  const editor = editorOf(event, context);
  if (path === defaultPath) path = '';
  else if (editor?.invokes(defaultPath, anyMethod, context.function.logicalId)) return undefined;
  path = path.replace(/\{([a-zA-Z0-9._-]+|proxy\+)\}/g, '*');
  const verb = method === 'any' || method === anyMethod ? '*' : method.toUpperCase();
  const route = method === 'any' && path === `/${defaultPath}` ? path : `/${verb}${path}`;
  const source = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}${route}`;
  return permissionOf(event.logicalId, context.function, {
    principal: 'apigateway.amazonaws.com',
    sourceArn: sub(source, { __ApiId__: event.get('ApiId'), __Stage__: '*' }),
  });
}

function editorOf(event: Resource, { linked }: EventContext): OpenApiEditor | undefined {
  const body = member(linked.api, 'DefinitionBody');
  if (!isTruthy(body)) return undefined;
  try {
    return new OpenApiEditor(body);
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    throw new InvalidResource(String(apiIdOf(event)), error.causes.map(({ message }) => message).join(' '));
  }
}

/** Writes the route into the API's definition, where it has one. */
function addRoute(event: Resource, { function: invoked, linked }: EventContext): void {
  const api = linked.api as Fields;
  const path = String(event.get('Path'));
  const method = String(event.get('Method'));
  const body = member(api, 'DefinitionBody');
  if (body === undefined) return;
  const editor = new OpenApiEditor(body);
  if (isTruthy(api.__MANAGE_SWAGGER) && editor.hasIntegration(path, method)) {
    throw new InvalidEvent(event.relativeId ?? '', `API method '${method}' defined multiple times for path '${path}'.`);
  }
  editor.addIntegration(path, method, invocationUri(invoked), invoked.attributes.Condition);
  const auth = event.get('Auth');
  if (isMap(auth) && isTruthy(auth)) authorizeRoute(event, auth, linked, editor);
  if (isTruthy(event.get('TimeoutInMillis'))) editor.addTimeout(path, method, event.get('TimeoutInMillis'));
  const parameters = [...path.matchAll(/\{(.*?)\}/g)].map(([, name = '']) => name);
  if (parameters.length > 0) editor.addPathParameters(path, method, parameters);
  const format = event.get('PayloadFormatVersion');
  if (isTruthy(format)) editor.setPayloadFormat(path, method, format);
  api.DefinitionBody = editor.document;
}

const invocationUri = (invoked: Resource): Fields =>
  sub(
    `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${shorthand(invoked.runtimeAttribute('arn') as Fields)}/invocations`,
  );

function authorizeRoute(event: Resource, auth: Fields, linked: Fields, editor: OpenApiEditor): void {
  const path = String(event.get('Path'));
  const method = String(event.get('Method'));
  const given = member(linked.api, 'Auth') ?? {};
  const apiAuth = expectMap(given, { id: String(linked.apiId), path: 'Auth' });
  const invalid = (problem: string) => new InvalidEvent(event.relativeId ?? '', problem);
  const name = isTruthy(auth.Authorizer) ? auth.Authorizer : apiAuth.DefaultAuthorizer;
  if (!isTruthy(name)) {
    throw invalid(
      "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.",
    );
  }
  auth.Authorizer = name;
  assertAuthorizer(name, apiAuth, `on API method [${method}] for path [${path}]`, invalid);
  const scopes = auth.AuthorizationScopes;
  if (isTruthy(scopes) && !Array.isArray(scopes)) {
    throw invalid(
      `Unable to set Authorizer on API method [${method}] for path [${path}] because 'AuthorizationScopes' must be a list of strings.`,
    );
  }
  editor.setAuthorizer(path, method, String(name), apiAuth.Authorizers, scopes);
}

function assertAuthorizer(
  name: unknown,
  apiAuth: Fields,
  route: string,
  invalid: (problem: string) => InvalidEvent,
): void {
  if (name === 'NONE') {
    if (isTruthy(apiAuth.DefaultAuthorizer)) return;
    throw invalid(
      `Unable to set Authorizer ${route} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`,
    );
  }
  if (name === 'AWS_IAM' && apiAuth.EnableIamAuthorizer === true) return;
  // An API that says nothing of authorization has a map of authorizers, to AWS's transform: an empty one.
  const authorizers = isTruthy(apiAuth) ? apiAuth.Authorizers : apiAuth;
  const unable = `Unable to set Authorizer [${pythonText(name)}] ${route}`;
  if (typeof name !== 'string' || !isMap(authorizers)) {
    throw invalid(
      `${unable}. The method authorizer must be a string with a corresponding dict entry in the api authorizer.`,
    );
  }
  if (!isTruthy(authorizers)) throw invalid(`${unable} because the related API does not define any Authorizers.`);
  if (!has(authorizers, name) || !isTruthy(authorizers[name])) {
    throw invalid(`${unable} because it wasn't defined in the API's Authorizers.`);
  }
}
