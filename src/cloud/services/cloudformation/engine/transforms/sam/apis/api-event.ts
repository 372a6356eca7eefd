import type { EventContext, EventType } from '../events/event-type.ts';
import { permissionOf } from '../events/push/permission.ts';
import { InvalidEvent, InvalidResource } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { shorthand, sub } from '../language/intrinsics.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { legacyMap } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isMap, isNothing, isTruthy, member } from '../language/values.ts';
import { apiIdOf } from '../plugins/implicit-api.ts';
import { isAList, isAMap, isAnInteger, isAText, optional, required } from '../resources/property.ts';
import type { Resource } from '../resources/resource.ts';
import { addEventAuth, type EventRoute } from './event-auth.ts';
import { addEventModel, addEventParameters } from './event-requests.ts';
import { mergedDefinition } from './merged-definition.ts';
import { SwaggerEditor, swaggerSkeleton, withoutParameters } from './swagger-editor.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html */
export const apiEvent: EventType = {
  type: 'Api',
  principal: 'apigateway.amazonaws.com',
  properties: {
    Path: required(isAText),
    Method: required(isAText),
    RestApiId: required(isAText),
    Stage: optional(isAText),
    Auth: optional(isAMap),
    RequestModel: optional(isAMap),
    RequestParameters: optional(isAList),
    TimeoutInMillis: optional(isAnInteger),
    ResponseTransferMode: optional(isAText),
  },
  linked: (event, declared) => linkedApi(event, declared),
  toCloudFormation: (event, context) => {
    event.set('Method', String(event.get('Method')).toLowerCase());
    const permission = methodPermission(event, context);
    const { api } = context.linked;
    if (!isMap(api)) throw new InvalidEvent(event.relativeId ?? '', "'RestApiId' must name an API of the template.");
    if (isTruthy(api.__MANAGE_SWAGGER) || isTruthy(api.MergeDefinitions)) addMethod(event, api, context);
    overrideAuth(event, api, context);
    return [permission];
  },
};

/**
 * The properties of the API that an event names, its id and the stage's name.
 * @throws InvalidEvent, InvalidResource
 */
export function linkedApi(event: Resource, declared: Fields): Fields {
  const apiId = apiIdOf(event.get('RestApiId'));
  if (typeof apiId !== 'string') return { apiId, stage: 'AllStages' };
  const entry = expectMap(
    has(declared, apiId) ? declared[apiId] : undefined,
    { id: event.relativeId ?? '', path: 'RestApiId', of: 'event' },
    'RestApiId property of Api event must reference a valid resource in the same template.',
  );
  const properties = has(entry, 'Properties') ? entry.Properties : {};
  const api = expectMap(properties, { id: apiId, path: 'Properties', of: 'attribute' });
  const stage = has(api, 'StageName') ? api.StageName : undefined;
  if (stage === '') throw new InvalidResource(apiId, 'StageName cannot be empty.');
  return { api, apiId, stage: typeof stage === 'string' ? stage : made('Stage') };
}

function methodPermission(event: Resource, { function: invoked, linked, partition }: EventContext): Resource {
  const method = String(event.get('Method'));
  const path = withoutParameters(String(event.get('Path')).replace(/^(.+)\/$/, '$1'));
  const route = `\${__ApiId__}/\${__Stage__}/${method === 'any' ? '*' : method.toUpperCase()}${path}`;
  const arn = `arn:${partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${route}`;
  return permissionOf(event.logicalId, invoked, {
    principal: 'apigateway.amazonaws.com',
    sourceArn: sub(arn, { __ApiId__: event.get('RestApiId'), __Stage__: '*' }),
    suffix: String(textOf(linked.stage)),
  });
}

const routeOf = (event: Resource, api: Fields, linked: Fields): EventRoute => ({
  eventId: event.relativeId ?? '',
  path: String(event.get('Path')),
  method: String(event.get('Method')),
  stage: linked.stage,
  api,
  apiId: String(linked.apiId),
});

/** @throws InvalidEvent, InvalidDocument */
function addMethod(event: Resource, api: Fields, context: EventContext): void {
  const definition = has(api, 'DefinitionBody') ? api.DefinitionBody : undefined;
  if (isNothing(definition)) return;
  const route = routeOf(event, api, context.linked);
  const { eventId, path, method, apiId } = route;
  const isMerged = isTruthy(api.MergeDefinitions);
  const editor = new SwaggerEditor(isMerged ? swaggerSkeleton() : definition);
  assertMethodIsFree(editor, route);
  const auth = event.get('Auth');
  const methodAuth = isTruthy(auth) ? expectMap(auth, { id: eventId, path: 'Auth', of: 'event' }) : legacyMap();
  const apiAuth = isTruthy(api.Auth) ? expectMap(api.Auth, { id: apiId, path: 'Auth' }) : legacyMap();
  const transferMode = event.get('ResponseTransferMode');
  editor.addLambdaIntegration(path, method, {
    uri: invocationUri(context, transferMode),
    methodAuth,
    apiAuth,
    condition: context.function.attributes.Condition,
    transferMode,
    partition: context.partition,
  });
  if (isTruthy(auth)) addEventAuth(editor, methodAuth, route, context);
  const timeout = event.get('TimeoutInMillis');
  if (isTruthy(timeout)) editor.addTimeout(path, method, timeout);
  if (isTruthy(event.get('RequestModel'))) addEventModel(editor, event.get('RequestModel'), route);
  const parameters = event.get('RequestParameters');
  if (isTruthy(parameters)) addEventParameters(editor, parameters, route);
  api.DefinitionBody = isMerged ? mergedDefinition(definition as Fields, editor, route) : editor.definition;
}

/** @throws InvalidEvent */
export function assertMethodIsFree(editor: SwaggerEditor, { eventId, path, method }: EventRoute): void {
  if (!editor.hasIntegration(path, method)) return;
  throw new InvalidEvent(eventId, `API method "${method}" defined multiple times for path "${path}".`);
}

/** By what API Gateway invokes the function, or the alias. */
function invocationUri({ function: invoked, partition }: EventContext, transferMode: unknown): Fields {
  const arn = invoked.runtimeAttribute('arn') as Fields;
  const [version, end] =
    transferMode === 'RESPONSE_STREAM'
      ? ['2021-11-15', '/response-streaming-invocations']
      : ['2015-03-31', '/invocations'];
  const uri = `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/${version}/functions/${shorthand(arn)}${end}`;
  // A function's id is the template's, an alias's the transform's.
  return legacyMap([[made('Fn::Sub'), isTruthy(member(arn, 'Fn::GetAtt')) ? uri : made(uri)]]);
}

/** An event may say who may call a method that the template's own definition has. */
function overrideAuth(event: Resource, api: Fields, context: EventContext): void {
  const auth = event.get('Auth');
  if (!isTruthy(api.DefinitionBody) || !isTruthy(auth) || !isTruthy(member(auth, 'OverrideApiAuth'))) return;
  const fields = auth as Fields;
  if (!['Authorizer', 'ApiKeyRequired', 'ResourcePolicy'].some((name) => isTruthy(fields[name]))) {
    throw new InvalidEvent(
      event.relativeId ?? '',
      'Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.',
    );
  }
  const editor = new SwaggerEditor(api.DefinitionBody);
  addEventAuth(editor, fields, routeOf(event, api, context.linked), context);
  api.DefinitionBody = editor.definition;
}
