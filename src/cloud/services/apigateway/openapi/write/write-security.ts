import type { Method } from '@aws-sdk/client-api-gateway';
import type { AuthorizerRecord, Configuration } from '../../state.ts';

const keyScheme = 'api_key';
const signatureScheme = 'sigv4';

/** What a method asks of its callers. */
export function securityOf(
  { apiKeyRequired, authorizationType, authorizerId, authorizationScopes = [] }: Method,
  { authorizers }: Configuration,
): object[] {
  const authorizer = authorizers.find(({ id }) => id === authorizerId);
  return [
    ...(authorizer ? [{ [authorizer.name]: authorizationScopes }] : []),
    ...(authorizationType === 'AWS_IAM' ? [{ [signatureScheme]: [] }] : []),
    ...(apiKeyRequired ? [{ [keyScheme]: [] }] : []),
  ];
}

/** The schemes that the methods of an API name. */
export function securitySchemes(configuration: Configuration, hasExtensions: boolean): Record<string, object> {
  const methods = configuration.resources.flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods));
  const isSigned = methods.some(({ authorizationType }) => authorizationType === 'AWS_IAM');
  return {
    ...Object.fromEntries(configuration.authorizers.map((record) => [record.name, schemeOf(record, hasExtensions)])),
    ...(isSigned && { [signatureScheme]: header('Authorization', { 'x-amazon-apigateway-authtype': 'awsSigv4' }) }),
    ...(methods.some(({ apiKeyRequired }) => apiKeyRequired) && { [keyScheme]: header('x-api-key') }),
  };
}

const header = (name: string, more: object = {}) => ({ type: 'apiKey', name, in: 'header', ...more });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function schemeOf(record: AuthorizerRecord, hasExtensions: boolean): object {
  const ofHeader = /^method\.request\.header\.([^,\s]+)$/.exec(record.identitySource ?? '')?.[1];
  const isRequest = record.type === 'REQUEST';
  // What a REQUEST authorizer looks at is in its extension alone.
  const name = isRequest ? 'Unused' : (ofHeader ?? 'Authorization');
  if (!hasExtensions) return header(name);
  return header(name, {
    'x-amazon-apigateway-authtype':
      record.authType ?? (record.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom'),
    'x-amazon-apigateway-authorizer': {
      providerARNs: record.providerARNs,
      identitySource: isRequest ? record.identitySource : undefined,
      authorizerUri: record.authorizerUri,
      authorizerCredentials: record.authorizerCredentials,
      authorizerResultTtlInSeconds: record.authorizerResultTtlInSeconds,
      identityValidationExpression: record.identityValidationExpression,
      type: record.type?.toLowerCase(),
    },
  });
}
