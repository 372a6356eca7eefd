import type { Cors, RouteSettings } from '@aws-sdk/client-apigatewayv2';
import type { World } from '../../../kernel/world.ts';
import {
  type ApiRecord,
  type AuthorizerRecord,
  type Configuration,
  childKey,
  childrenOf,
  currentConfiguration,
  type HttpApiState,
  httpApiState,
  type RouteRecord,
  type StageRecord,
  serviceName,
} from '../state.ts';
import { type AccessLogFormat, compileAccessLog } from './compile-access-log.ts';
import { type CompiledIntegration, compileIntegration } from './compile-integration.ts';
import { Router } from './router.ts';

/** One revision of an API, made ready for requests; never changed, only replaced by that of the next revision. */
export interface CompiledApi {
  readonly record: ApiRecord;
  readonly account: string;
  readonly region: string;
  readonly cors: Cors | undefined;
  readonly stages: ReadonlyMap<string, CompiledStage>;
}

/** A stage with the routes that it serves. */
export interface CompiledStage {
  readonly record: StageRecord;
  readonly name: string;
  /** Undefined when nothing was ever deployed to the stage. */
  readonly router: Router<CompiledRoute> | undefined;
  /** Undefined when there are none: events leave them out. */
  readonly variables: Readonly<Record<string, string>> | undefined;
  readonly accessLog: AccessLogFormat | undefined;
}

/** A route with all that hangs on it, so that a request looks nothing up by id. */
export interface CompiledRoute {
  readonly record: RouteRecord;
  readonly key: string;
  readonly integration: CompiledIntegration | undefined;
  readonly authorizer: AuthorizerRecord | undefined;
  readonly throttle: Throttle | undefined;
  /** Metrics by route as well; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
  readonly hasDetailedMetrics: boolean;
}

/** A token bucket's size and how fast it fills. */
export interface Throttle {
  readonly burst: number;
  readonly ratePerSecond: number;
}

/** Account limits, which stand in for whichever of the two a stage leaves out. */
const accountThrottle: Throttle = { burst: 5000, ratePerSecond: 10_000 };

/** Where an API lives; its id alone does not tell. */
export interface Location {
  readonly account: string;
  readonly region: string;
}

/** Reads everything that requests to an API need, once for each of its revisions. */
export function compileApi(world: World, record: ApiRecord, { account, region }: Location): CompiledApi {
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
    accessLog: compileAccessLog(record.AccessLogSettings, `${apiId}/${record.StageName}`),
  };
}

/** What a deployment froze; while deployment is automatic, what there is now. */
function configurationOf(state: HttpApiState, apiId: string, stage: StageRecord): Configuration | undefined {
  if (stage.DeploymentId === undefined) return undefined;
  if (stage.AutoDeploy) return currentConfiguration(state, apiId);
  return state.deployments.get(childKey(apiId, stage.DeploymentId))?.frozen;
}

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

function throttleOf({ ThrottlingBurstLimit: burst, ThrottlingRateLimit: rate }: RouteSettings): Throttle | undefined {
  if (burst === undefined && rate === undefined) return undefined;
  return { burst: burst ?? accountThrottle.burst, ratePerSecond: rate ?? accountThrottle.ratePerSecond };
}
