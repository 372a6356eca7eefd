import { sub } from '../language/intrinsics.ts';
import { made, madeThrough } from '../language/legacy/made-text.ts';
import { pythonJson } from '../language/python-text.ts';
import { type Fields, has, isMap, isNothing, isTruthy } from '../language/values.ts';
import { isABoolean, isAMap, isAText, optional, optionalValue, required } from '../resources/property.ts';
import type { Resource } from '../resources/resource.ts';
import {
  type StateMachineEventContext,
  type StateMachineEventType,
  startingRole,
} from '../state-machines/events/state-machine-event.ts';
import { assertMethodIsFree, linkedApi } from './api-event.ts';
import { addEventAuth, type EventRoute } from './event-auth.ts';
import { SwaggerEditor } from './swagger-editor.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineapi.html */
export const stateMachineApiEvent: StateMachineEventType = {
  type: 'Api',
  properties: {
    Path: required(isAText),
    Method: required(isAText),
    RestApiId: required(isAText),
    Stage: optional(isAText),
    Auth: optional(isAMap),
    UnescapeMappingTemplate: optionalValue(isABoolean),
  },
  linked: (event, declared) => linkedApi(event, declared),
  toCloudFormation: (event, context) => {
    event.set('Method', String(event.get('Method')).toLowerCase());
    const role = startingRole(event, 'apigateway.amazonaws.com', context);
    const { api } = context.linked;
    if (isMap(api) && isTruthy(api.__MANAGE_SWAGGER)) addMethod(event, api, role, context);
    return [role];
  },
};

/** @throws InvalidEvent, InvalidDocument */
function addMethod(event: Resource, api: Fields, role: Resource, context: StateMachineEventContext): void {
  if (!has(api, 'DefinitionBody') || isNothing(api.DefinitionBody)) return;
  const route: EventRoute = {
    eventId: event.relativeId ?? '',
    path: String(event.get('Path')),
    method: String(event.get('Method')),
    stage: event.get('Stage') ?? null,
    api,
    apiId: String(context.linked.apiId),
  };
  const editor = new SwaggerEditor(api.DefinitionBody);
  assertMethodIsFree(editor, route);
  const { logicalId, attributes } = context.stateMachine;
  const template = isTruthy(event.get('UnescapeMappingTemplate'))
    ? `{"input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")", "stateMachineArn": "\${${logicalId}}"}`
    : pythonJson({
        input: "$util.escapeJavaScript($input.json('$'))",
        stateMachineArn: `\${${logicalId}}`,
      });
  editor.addStateMachineIntegration(route.path, route.method, {
    uri: sub(made('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution')),
    credentials: madeThrough(role.runtimeAttribute('arn')),
    requestTemplates: { 'application/json': sub(made(template)) },
    condition: attributes.Condition,
  });
  const auth = event.get('Auth');
  if (isTruthy(auth)) addEventAuth(editor, auth as Fields, route, context);
  api.DefinitionBody = editor.definition;
}
