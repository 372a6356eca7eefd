import { formatArn } from '../../../../kernel/arns.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import { type Evaluation, evaluate } from '../../../../policy/evaluate.ts';
import { type Principal, principalOf } from '../../../../policy/principal.ts';
import { requestContext } from '../../../../policy/request-context.ts';
import type { Policy } from '../../../../policy/statement.ts';
import type { Exchange, RoutedExchange } from '../exchange.ts';
import { vpcEndpointOf } from './request-identity.ts';

type Decision = Evaluation['decision'];

const anonymous: Principal = { kind: 'anonymous', account: '', arn: '' };

/** Callers' own policies are not asked yet, here as everywhere in this cloud: who is known may do everything of his account's. */
const allowsAll: Policy = {
  version: '2012-10-17',
  statements: [{ effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [] }],
};

/** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}`, as it was asked for. */
export function methodArn({ api, address, stage, verb, resourcePath }: RoutedExchange): string {
  const resource = `${address.apiId}/${stage.name}/${verb}${resourcePath}`;
  return formatArn({ service: 'execute-api', region: api.region, account: api.account, resource });
}

/** What the API's policy says of somebody whom nobody knows; undefined where it has none. */
export function judgeAnonymous(exchange: RoutedExchange): Decision | undefined {
  const resource = exchange.stage.deployment.resourcePolicy;
  return resource && judge(exchange, anonymous, { identity: [], resource });
}

/** What the caller's policies and the API's say together: within an account one of them is enough, else both must allow. */
export const judgeCaller = (exchange: RoutedExchange, caller: Caller): Decision =>
  judge(exchange, principalOf(caller), {
    identity: [allowsAll],
    resource: exchange.stage.deployment.resourcePolicy,
  });

/** What a Lambda authorizer's policy says. */
export const judgeByPolicy = (exchange: RoutedExchange, policy: Policy): Decision =>
  judge(exchange, { kind: 'user', account: exchange.api.account, arn: '' }, { identity: [policy] });

function judge(
  exchange: RoutedExchange,
  principal: Principal,
  policies: { readonly identity: readonly Policy[]; readonly resource?: Policy | undefined },
): Decision {
  const { api, kernel } = exchange;
  const request = {
    principal,
    action: 'execute-api:Invoke',
    resources: [methodArn(exchange)],
    resourceAccount: api.account,
    context: requestContext(conditionKeys(exchange, principal), kernel.clock.now()),
  };
  return evaluate(request, policies).decision;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
function conditionKeys(exchange: Exchange, { kind, arn, account }: Principal): Record<string, string | undefined> {
  const { request, api } = exchange;
  const isPrivate = api.record.endpointConfiguration?.types?.includes('PRIVATE') ?? false;
  const isKnown = kind !== 'anonymous' && arn !== '';
  return {
    [isPrivate ? 'aws:VpcSourceIp' : 'aws:SourceIp']: request.remoteAddress,
    'aws:SourceVpce': vpcEndpointOf(exchange),
    'aws:UserAgent': request.headers['user-agent'],
    'aws:Referer': request.headers.referer,
    // AWS's endpoints answer by TLS alone.
    'aws:SecureTransport': 'true',
    'aws:PrincipalArn': isKnown ? arn : undefined,
    'aws:PrincipalAccount': isKnown ? account : undefined,
  };
}
