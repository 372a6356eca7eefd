import { UnsupportedError } from '../../../../kernel/errors.ts';
import { type Exchange, type RoutedExchange, routed } from '../exchange.ts';
import { misconfigured } from '../gateway-failure.ts';
import { authorizeByFunction } from './authorize-function.ts';
import { authorizeIam } from './authorize-iam.ts';
import { authorizeByUserPool } from './authorize-user-pool.ts';
import { policyDenies } from './denied.ts';
import { judgeAnonymous, methodArn } from './judge-request.ts';

/**
 * Whether the request may go on: what the method asks for, together with the API's resource policy.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function authorize(exchange: Exchange): void | Promise<void> {
  const asked = routed(exchange);
  const { authorizationType } = asked.match.method.record;
  switch (authorizationType) {
    case undefined:
    case 'NONE':
      return assertPolicyAllows(asked);
    case 'AWS_IAM':
      exchange.authorization = authorizeIam(asked);
      return;
    case 'CUSTOM':
    case 'COGNITO_USER_POOLS':
      return askAuthorizer(exchange, asked);
    default:
      throw new UnsupportedError(`methods of REST APIs with the authorization type ${authorizationType}`);
  }
}

async function askAuthorizer(exchange: Exchange, asked: RoutedExchange): Promise<void> {
  const { authorizer } = asked.match.method;
  if (!authorizer) throw misconfigured('The method names an authorizer that is not there');
  if (authorizer.type !== 'COGNITO_USER_POOLS') {
    exchange.authorization = await authorizeByFunction(asked, authorizer);
    return;
  }
  exchange.authorization = await authorizeByUserPool(asked, authorizer);
  // Of tokens no policy says anything: the API's own must allow.
  assertPolicyAllows(asked);
}

/** Private APIs let nobody in without a policy. */
function assertPolicyAllows(exchange: RoutedExchange): void {
  const isPrivate = exchange.api.record.endpointConfiguration?.types?.includes('PRIVATE') ?? false;
  const decision = judgeAnonymous(exchange) ?? (isPrivate ? 'implicitDeny' : 'allow');
  if (decision !== 'allow') throw policyDenies(decision, methodArn(exchange));
}
