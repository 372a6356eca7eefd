import type { Step } from '../exchange.ts';
import { notFound } from '../gateway-error.ts';
import { viewOf } from '../request/request-view.ts';

/** An API may be reached by its custom domains alone; then its own host knows nothing. */
export const refuseDisabledEndpoint: Step = ({ api }) => {
  if (api.record.DisableExecuteApiEndpoint) throw notFound();
};

/**
 * The first segment may name a stage and then belongs to it; else the `$default` stage is asked, if there is one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
 */
export const selectStage: Step = (exchange) => {
  const { api, address } = exchange;
  const segment = address.isDefaultStage ? '' : (/^\/([^/]+)/.exec(address.path)?.[1] ?? '');
  // `$default` has no name in paths: who asks for `/$default` asks for a path of that name.
  const named = segment === '$default' ? undefined : api.stages.get(segment);
  exchange.stage = named ?? api.stages.get('$default');
  if (!exchange.stage) throw notFound();
  exchange.routePath = (named ? address.path.slice(segment.length + 1) : address.path) || '/';
};

/** Finding none is no error yet: a preflight is answered without a route. */
export const selectRoute: Step = (exchange) => {
  const { stage, request, routePath, address, trace, kernel } = exchange;
  exchange.match = stage?.router?.find(request.method, routePath);
  if (exchange.match) {
    exchange.view = viewOf(request, { path: address.path, trace, port: new URL(kernel.endpoint).port || '80' });
  }
};

/** From here on there is a route, and `routed` may be relied on. */
export const requireRoute: Step = ({ match }) => {
  if (!match) throw notFound();
};
