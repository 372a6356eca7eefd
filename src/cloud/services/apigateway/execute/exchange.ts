import type { Boundary } from '../../../kernel/boundary.ts';
import { type ConnectionFailure, invariant } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Caller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Trace } from '../../../kernel/trace.ts';
import type { ApiAddress } from '../../../service-kit/deployed-apis.ts';
import type { CompiledApi, CompiledMethod, CompiledStage } from '../compile/compiled-api.ts';
import type { Match } from '../compile/router.ts';
import type { Gateway } from '../gateway.ts';
import type { UsagePlanRecord } from '../state.ts';
import type { Authorization } from './authorizers/authorization.ts';
import type { GatewayFailure } from './gateway-failure.ts';
import type { BackendAnswer, MappedRequest } from './integrations/mapped-request.ts';

/** One request and its answer, on their way through the pipeline; each step fills in what it is there for. */
export interface Exchange {
  readonly kernel: Kernel;
  readonly gateway: Gateway;
  readonly api: CompiledApi;
  /** Its body unpacked, once `decodeRequest` has passed. */
  request: HttpRequest;
  readonly address: ApiAddress;
  /** A UUID: `x-amzn-requestid`, `requestContext.requestId` and the hop's id. */
  readonly requestId: string;
  /** `x-amz-apigw-id`. */
  readonly extendedRequestId: string;
  readonly trace: Trace;
  /** Milliseconds since the epoch. */
  readonly receivedMs: number;
  /** Where faults meet the request, and where the journal learns of it. */
  readonly boundary: Boundary;
  stage: CompiledStage | undefined;
  /** The path without the stage, still encoded. */
  resourcePath: string;
  /** The client's, or what `X-HTTP-Method-Override` makes of it. */
  verb: string;
  match: Match<CompiledMethod> | undefined;
  /** The API key and the plan that the request counts for, once `requireApiKey` has found them. */
  metered?: Metered;
  /** How the integration did; undefined when it was never asked. */
  integration: IntegrationOutcome | undefined;
  /** What went to the backend and what came back, where mapping stands in between; for the execution log. */
  mapped?: MappedRequest;
  answered?: BackendAnswer;
  /** `$context` variables that single steps know, by their paths (`authorizer.principalId`, `identity.apiKey`). */
  readonly contextValues: Map<string, string | number>;
  /** Who runs this as a test of the method; undefined for requests of clients. */
  tester?: Caller;
  /** Who asks; undefined until that is known, and for methods that anybody may ask. */
  authorization?: Authorization;
  failure: GatewayFailure | undefined;
  /** How the stage's cache takes part; undefined where nothing is kept. */
  cache?: CacheUse;
  /** Faults took the answer away; nobody is told anything. */
  connectionFailure?: ConnectionFailure;
  reply: HttpResponse | undefined;
}

/** The key by which a request is metered, and the plan that it counts for. */
export interface Metered {
  readonly apiKey: string;
  readonly apiKeyId: string;
  readonly plan: UsagePlanRecord;
}

/**
 * One step of the pipeline. Not called a stage, which is something else to API Gateway. It tells a failure by throwing a
 * GatewayFailure, and an answer by setting `reply`.
 */
export type Step = (exchange: Exchange) => void | Promise<void>;

/** One request's use of a stage's cache. */
interface CacheUse {
  readonly name: string;
  readonly key: string;
  readonly ttlMs: number;
  readonly isHit: boolean;
  /** Of a client that asked for a new answer and may not. */
  warning?: string;
}

/** For logs and metrics; kept for failed integrations as well. */
interface IntegrationOutcome {
  readonly latencyMs: number;
  /** What the backend answered. */
  readonly status: number | undefined;
  /** The id by which the backend knows the request; `$context.awsEndpointRequestId`. */
  readonly requestId?: string | undefined;
}

/** An exchange that has passed `selectMethod`. */
export type RoutedExchange = Exchange & {
  readonly stage: CompiledStage;
  readonly match: Match<CompiledMethod>;
};

/** The same exchange, to steps behind `selectMethod`. Anything else is a mistake in the pipeline's order: it asserts. */
export function routed(exchange: Exchange): RoutedExchange {
  const { stage, match } = exchange;
  invariant(stage && match, 'a step behind selectMethod ran without a method');
  return exchange as RoutedExchange;
}
