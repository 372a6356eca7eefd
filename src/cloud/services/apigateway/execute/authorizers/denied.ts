import { GatewayFailure } from '../gateway-failure.ts';

/**
 * What clients are told when a policy does not let them: AWS words it anew now and then, so that all of it is here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, and
 * https://repost.aws/knowledge-center/api-gateway-403-error-lambda-authorizer
 */
const deniedByAuthorizer = {
  implicitDeny: 'User is not authorized to access this resource',
  // As of 2026; before that it ended behind “deny”.
  explicitDeny: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
} as const;

const explicitly = ' with an explicit deny';

type Deny = 'implicitDeny' | 'explicitDeny';

/** A Lambda authorizer's policy, alone or together with the API's, does not allow the method. */
export const authorizerDenies = (decision: Deny): GatewayFailure =>
  new GatewayFailure('ACCESS_DENIED', { message: deniedByAuthorizer[decision] });

/** The API's policy does not allow the method; of the account four digits are told. `user` is an ARN, or `anonymous`. */
export function policyDenies(decision: Deny, arn: string, user = 'anonymous'): GatewayFailure {
  const resource = arn.replace(/^((?:[^:]*:){4})\d+(?=\d{4}:)/, (_, head: string) => `${head}********`);
  const text = `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${resource}`;
  return new GatewayFailure('ACCESS_DENIED', { message: decision === 'explicitDeny' ? text + explicitly : text });
}
