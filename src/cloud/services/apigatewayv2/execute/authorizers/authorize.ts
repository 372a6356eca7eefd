import { type Exchange, routed } from '../exchange.ts';
import { authorizerFailed } from '../gateway-error.ts';
import { authorizeByFunction } from './authorize-function.ts';
import { authorizeIam } from './authorize-iam.ts';
import { authorizeJwt } from './authorize-jwt.ts';

/** Asks whatever the route is guarded by; throws GatewayError when the request may not go on. */
export async function authorize(exchange: Exchange): Promise<void> {
  const call = routed(exchange);
  const { record, authorizer } = call.match.route;
  switch (record.AuthorizationType ?? 'NONE') {
    case 'NONE':
      return;
    case 'AWS_IAM':
      exchange.authorization = authorizeIam(call);
      return;
    default:
      if (!authorizer) throw authorizerFailed('The route’s authorizer does not exist');
      exchange.authorization =
        authorizer.AuthorizerType === 'JWT'
          ? await authorizeJwt(call, authorizer)
          : await authorizeByFunction(call, authorizer);
  }
}
