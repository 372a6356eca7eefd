import type { RouteSettings } from '@aws-sdk/client-apigatewayv2';
import { type AccessLogFormat, compileAccessLog } from '../../../gateway/access-logs/access-log.ts';
import type { Throttle } from '../../../gateway/throttling/rate-limiter.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { World } from '../../../kernel/world.ts';
import { configurationOf } from '../deployed-configuration.ts';
import {
  type ApiRecord,
  type Configuration,
  childrenOf,
  type HttpApiState,
  httpApiState,
  type StageRecord,
  serviceName,
} from '../state.ts';
import { compileIntegration } from './compile-integration.ts';
import type { CompiledApi, CompiledRoute, CompiledStage } from './compiled-api.ts';
import { Router } from './router.ts';

/** Account limits, which stand in for whichever of the two a stage leaves out. */
const accountThrottle: Throttle = { burst: 5000, ratePerSecond: 10_000 };

/** Reads everything that requests to an API need, once for each of its revisions. */
export function compileApi(world: World, record: ApiRecord, { account, region }: Scope): CompiledApi {
  const state = httpApiState(world.scope(serviceName, account, region));
  const stages = childrenOf(state.stages, record.ApiId).map((stage) => compileStage(state, record.ApiId, stage));
  return {
    record,
    account,
    region,
    cors: record.CorsConfiguration,
    stages: new Map(stages.map((stage) => [stage.name, stage])),
  };
}

function compileStage(state: HttpApiState, apiId: string, record: StageRecord): CompiledStage {
  const variables = record.StageVariables ?? {};
  const configuration = configurationOf(state, apiId, record);
  return {
    record,
    name: record.StageName,
    router: configuration && compileRoutes(configuration, record),
    variables: Object.keys(variables).length > 0 ? variables : undefined,
    accessLog: accessLogOf(apiId, record),
  };
}

function accessLogOf(apiId: string, { AccessLogSettings, StageName }: StageRecord): AccessLogFormat | undefined {
  const { DestinationArn, Format } = AccessLogSettings ?? {};
  return compileAccessLog(DestinationArn, Format, `${apiId}/${StageName}`);
}

/** Routes with integration and authorizer at hand. A dangling id gives a route without: it fails when it is asked. */
function compileRoutes(configuration: Configuration, stage: StageRecord): Router<CompiledRoute> {
  const integrations = new Map(configuration.integrations.map((record) => [record.IntegrationId, record]));
  const authorizers = new Map(configuration.authorizers.map((record) => [record.AuthorizerId, record]));
  const router = new Router<CompiledRoute>();
  for (const record of configuration.routes) {
    const integration = integrations.get(record.Target?.replace(/^integrations\//, '') ?? '');
    const settings: RouteSettings = { ...stage.DefaultRouteSettings, ...stage.RouteSettings?.[record.RouteKey] };
    router.add(record.RouteKey, {
      record,
      key: record.RouteKey,
      integration: integration && compileIntegration(integration, stage.StageVariables ?? {}),
      authorizer: authorizers.get(record.AuthorizerId ?? ''),
      throttle: throttleOf(settings),
      hasDetailedMetrics: settings.DetailedMetricsEnabled ?? false,
    });
  }
  return router;
}

/** Undefined where the stage says nothing: then nothing is limited. */
function throttleOf({ ThrottlingBurstLimit: burst, ThrottlingRateLimit: rate }: RouteSettings): Throttle | undefined {
  if (burst === undefined && rate === undefined) return undefined;
  return { burst: burst ?? accountThrottle.burst, ratePerSecond: rate ?? accountThrottle.ratePerSecond };
}
