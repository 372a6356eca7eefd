import type { TransformContext } from '../context.ts';
import { InvalidEvent } from '../language/errors.ts';
import { expectList, expectMap } from '../language/expect.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isNothing, isTruthy, member } from '../language/values.ts';
import { addCustomStatements, addResourcePolicy } from './definition-policy.ts';
import { addMethodAuth } from './definition-security.ts';
import { apiParameters } from './rest-api-input.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

export interface EventRoute {
  readonly eventId: string;
  readonly path: string;
  readonly method: string;
  readonly stage: unknown;
  /** Properties of the API. */
  readonly api: Fields;
  readonly apiId: string;
}

/**
 * Puts into an API's definition what an event says of who may call its method.
 * @throws InvalidEvent, InvalidPropertyType, InvalidDocument
 */
export function addEventAuth(editor: SwaggerEditor, auth: Fields, route: EventRoute, context: TransformContext): void {
  const { eventId, path, method, api, stage } = route;
  // Texts of the API's own properties are resolved in place.
  const apiAuth = apiParameters(context).resolve(api.Auth);
  if (isTruthy(auth.Authorizer)) assertAuthorizer(auth.Authorizer, apiAuth, route);
  if (isTruthy(auth.AuthorizationScopes)) {
    expectList(auth.AuthorizationScopes, { id: eventId, path: 'Auth.AuthorizationScopes', of: 'event' });
    if (!isTruthy(auth.Authorizer)) {
      throw new InvalidEvent(eventId, 'AuthorizationScopes works only when Authorizer is set');
    }
  }
  const keyRequired = auth.ApiKeyRequired;
  if (!isNothing(keyRequired) && !isTruthy(keyRequired) && !isTruthy(member(apiAuth, 'ApiKeyRequired'))) {
    throw new InvalidEvent(
      eventId,
      `Unable to set ApiKeyRequired [False] on API method [${method}] for path [${path}] because the related API does not specify any ApiKeyRequired.`,
    );
  }
  if (isTruthy(auth.Authorizer) || !isNothing(keyRequired)) addMethodAuth(editor, path, method, auth, api);
  if (!isTruthy(auth.ResourcePolicy)) return;
  const policy = expectMap(auth.ResourcePolicy, { id: eventId, path: 'Auth.ResourcePolicy' });
  addResourcePolicy(editor, policy, path, stage);
  if (isTruthy(policy.CustomStatements)) addCustomStatements(editor, policy.CustomStatements);
}

function assertAuthorizer(authorizer: unknown, apiAuth: unknown, { eventId, path, method, apiId }: EventRoute): void {
  const authorizers = member(apiAuth, 'Authorizers');
  if (isTruthy(authorizers)) expectMap(authorizers, { id: apiId, path: 'Auth.Authorizers' });
  if (authorizer === 'AWS_IAM') return;
  const refused = (start: string, reason: string) =>
    new InvalidEvent(eventId, `${start} on API method [${method}] for path [${path}] because ${reason}`);
  if (authorizer === 'NONE') {
    if (isTruthy(apiAuth) && isTruthy(member(apiAuth, 'DefaultAuthorizer'))) return;
    throw refused(
      'Unable to set Authorizer',
      "'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.",
    );
  }
  const unable = `Unable to set Authorizer [${pythonText(authorizer)}]`;
  if (!isTruthy(authorizers)) throw refused(unable, 'the related API does not define any Authorizers.');
  if (typeof authorizer !== 'string' || !isMap(authorizers)) {
    throw new InvalidEvent(
      eventId,
      `${unable} on API method [${method}] for path [${path}]. The method authorizer must be a string with a corresponding dict entry in the api authorizer.`,
    );
  }
  if (!has(authorizers, authorizer) || !isTruthy(authorizers[authorizer])) {
    throw refused(unable, "it wasn't defined in the API's Authorizers.");
  }
}
