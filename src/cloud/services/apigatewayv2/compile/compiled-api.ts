import type { Cors } from '@aws-sdk/client-apigatewayv2';
import type { AccessLogFormat } from '../../../gateway/access-logs/access-log.ts';
import type { Throttle } from '../../../gateway/throttling/rate-limiter.ts';
import type { ApiRecord, AuthorizerRecord, RouteRecord, StageRecord } from '../state.ts';
import type { CompiledIntegration } from './compile-integration.ts';
import type { Router } from './router.ts';

/**
 * One revision of an API, made ready for requests: plain data and never changed, only replaced by that of the next
 * revision. Nothing in it knows of a single request, so that all requests may share it.
 */
export interface CompiledApi {
  readonly record: ApiRecord;
  readonly account: string;
  readonly region: string;
  readonly cors: Cors | undefined;
  /** By name; `$default` is one of them when it was made. */
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
  /** Undefined when the stage writes no access log. */
  readonly accessLog: AccessLogFormat | undefined;
}

/** A route with all that hangs on it, so that a request looks nothing up by id. */
export interface CompiledRoute {
  readonly record: RouteRecord;
  /** `METHOD /path` or `$default`. */
  readonly key: string;
  /** Undefined for a route without a target, which AWS allows and answers with 500. */
  readonly integration: CompiledIntegration | undefined;
  readonly authorizer: AuthorizerRecord | undefined;
  /** Undefined where the stage sets no limit; the account's own is not applied (README.md). */
  readonly throttle: Throttle | undefined;
  /** Metrics by route as well; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
  readonly hasDetailedMetrics: boolean;
}
