import type { Method } from '@aws-sdk/client-api-gateway';
import { badRequest, invalidMapping } from '../errors.ts';
import { childKey, type RestApiState } from '../state.ts';
import { requestParameterPattern } from './mapping.ts';

const verbs = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];
const authorizationTypes = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT'];

/** Whether a method of that authorization type has an authorizer. */
export const needsAuthorizer = (type: string | undefined): boolean =>
  type === 'CUSTOM' || type === 'COGNITO_USER_POOLS' || type === 'JWT';

/** @throws BadRequestException */
export function assertVerb(httpMethod: string): void {
  if (!verbs.includes(httpMethod)) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${verbs.join(',')}`);
  }
}

/** A method as it would be kept, with what it names. @throws BadRequestException */
export function assertMethod(state: RestApiState, restApiId: string, method: Method): void {
  const { authorizationType, authorizerId, requestModels, requestParameters, requestValidatorId } = method;
  if (!authorizationTypes.includes(authorizationType ?? '')) {
    throw badRequest(`Invalid authorization type specified. Valid options are ${authorizationTypes.join(', ')}`);
  }
  if (needsAuthorizer(authorizationType) && !state.authorizers.has(childKey(restApiId, authorizerId ?? ''))) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
  if (requestValidatorId !== undefined && !state.validators.has(childKey(restApiId, requestValidatorId))) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
  assertModels(state, restApiId, requestModels);
  const unreadable = Object.keys(requestParameters ?? {}).filter((name) => !requestParameterPattern.test(name));
  if (unreadable.length > 0) {
    throw invalidMapping(unreadable.map((name) => `Invalid mapping expression specified: ${name}`));
  }
}

/** Models by content type, each there. @throws BadRequestException */
export function assertModels(
  state: RestApiState,
  restApiId: string,
  models: Readonly<Record<string, string>> | undefined,
): void {
  for (const name of Object.values(models ?? {})) {
    if (!state.models.has(childKey(restApiId, name))) throw badRequest(`Invalid model identifier specified: ${name}`);
  }
}
