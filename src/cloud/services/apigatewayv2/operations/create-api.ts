import type { CreateApiRequest, CreateApiResponse, Route } from '@aws-sdk/client-apigatewayv2';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { defaultSelectionExpressions, defaultStageSettings } from '../defaults.ts';
import { commitChange } from '../deploying.ts';
import { describeApi } from '../describe.ts';
import { badRequest } from '../errors.ts';
import { targetSettings } from '../quick-create.ts';
import { type ApiRecord, childKey, type HttpApiState } from '../state.ts';
import { assertApi } from '../validation/api.ts';
import { assertRouteKey } from '../validation/route.ts';

/**
 * Makes an HTTP API; with `Target` also a catch-all route, its integration and an auto-deployed `$default` stage.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html#CreateApi
 */
export const createApi: Operation<Given<CreateApiRequest>, CreateApiResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  assertApi(input);
  if (input.Target === undefined && (input.RouteKey !== undefined || input.CredentialsArn !== undefined)) {
    throw badRequest('Target is required to be specified when RouteKey or CredentialsArn is specified');
  }
  const { Target, RouteKey, CredentialsArn, ...settings } = input;
  const api: ApiRecord = {
    ...defaultSelectionExpressions,
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4',
    ...settings,
    Tags: { ...input.Tags },
    ApiId: context.random.text(10),
    CreatedDate: new Date(context.clock.now()),
    ApiGatewayManaged: false,
    revision: 0,
  };
  state.apis.set(api.ApiId, api);
  if (Target !== undefined) quickCreate(state, api, { Target, RouteKey, CredentialsArn }, context);
  return describeApi(state.apis.get(api.ApiId) ?? api, context);
};

/** What `Target` brings along. */
type QuickCreate = Pick<CreateApiRequest, 'Target' | 'RouteKey' | 'CredentialsArn'>;

/** A catch-all route, its integration and an auto-deployed `$default` stage. */
function quickCreate(state: HttpApiState, api: ApiRecord, quick: QuickCreate, context: Context): void {
  const routeKey = quick.RouteKey ?? '$default';
  assertRouteKey(routeKey);
  const IntegrationId = context.random.text(7);
  state.integrations.set(childKey(api.ApiId, IntegrationId), {
    IntegrationId,
    ApiGatewayManaged: true,
    ...targetSettings(quick.Target ?? ''),
    ...(quick.CredentialsArn !== undefined && { CredentialsArn: quick.CredentialsArn }),
  });
  const route: Route & { readonly RouteId: string; readonly RouteKey: string } = {
    RouteId: context.random.text(7),
    RouteKey: routeKey,
    Target: `integrations/${IntegrationId}`,
    ApiGatewayManaged: true,
    ApiKeyRequired: false,
    AuthorizationType: 'NONE',
  };
  state.routes.set(childKey(api.ApiId, route.RouteId), route);
  const now = new Date(context.clock.now());
  state.stages.set(childKey(api.ApiId, '$default'), {
    StageName: '$default',
    ApiGatewayManaged: true,
    AutoDeploy: true,
    CreatedDate: now,
    LastUpdatedDate: now,
    ...defaultStageSettings,
  });
  commitChange(state, api, context);
}
