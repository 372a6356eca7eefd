import { headersByName } from '../../../gateway/requests/request-values.ts';
import type { Boundary } from '../../../kernel/boundary.ts';
import { type ConnectionFailure, invariant } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Trace } from '../../../kernel/trace.ts';
import type { ApiAddress } from '../../../service-kit/deployed-apis.ts';
import type { CompiledApi, CompiledRoute, CompiledStage } from '../compile/compiled-api.ts';
import type { RouteMatch } from '../compile/router.ts';
import type { Gateway } from '../gateway.ts';
import type { Authorization } from './authorization.ts';
import type { GatewayError } from './gateway-error.ts';

/** One request and its answer, on their way through the pipeline; each step fills in what it is there for. */
export interface Exchange {
  readonly kernel: Kernel;
  readonly gateway: Gateway;
  readonly api: CompiledApi;
  readonly request: HttpRequest;
  readonly address: ApiAddress;
  /** `apigw-requestid`, `requestContext.requestId` and the hop's id. */
  readonly requestId: string;
  readonly trace: Trace;
  /** Milliseconds since the epoch. */
  readonly receivedMs: number;
  /** Where faults meet the request, and where the journal learns of it. */
  readonly boundary: Boundary;
  stage: CompiledStage | undefined;
  /** The path without the stage, for routing. */
  routePath: string;
  match: RouteMatch<CompiledRoute> | undefined;
  view: RequestView | undefined;
  authorization: Authorization | undefined;
  /** How the integration did; undefined when it was never asked. */
  integration: IntegrationOutcome | undefined;
  /** The gateway answered a preflight by itself: its CORS headers are already there. */
  isPreflight: boolean;
  failure: GatewayError | undefined;
  /** Faults took the answer away; nobody is told anything. */
  connectionFailure?: ConnectionFailure;
  reply: HttpResponse | undefined;
}

/**
 * One step of the pipeline. Not called a stage, which is something else to API Gateway. It tells a failure by throwing a
 * GatewayError, and an answer by setting `reply`.
 */
export type Step = (exchange: Exchange) => void | Promise<void>;

/** For logs and metrics; kept for failed integrations as well. */
interface IntegrationOutcome {
  readonly latencyMs: number;
  /** What the integration service answered: Lambda's own status for functions. */
  readonly integrationStatus: number | undefined;
  /** What the backend answered. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

/** An exchange that has passed `requireRoute`. */
export type RoutedExchange = Exchange & {
  readonly stage: CompiledStage;
  readonly match: RouteMatch<CompiledRoute>;
  view: RequestView;
};

/** The same exchange, to steps behind `requireRoute`. Anything else is a mistake in the pipeline's order: it asserts. */
export function routed(exchange: Exchange): RoutedExchange {
  const { stage, match, view } = exchange;
  invariant(stage && match && view, 'a step behind requireRoute ran without a route');
  return exchange as RoutedExchange;
}

/** A request as an integration is shown it: what the client sent, what the gateway adds, what mappings changed. */
export interface RequestView {
  /** Decoded: `rawPath` of HTTP APIs is not raw, unlike that of function URLs (README.md). */
  readonly path: string;
  /** As sent, without `?`. */
  readonly query: string;
  /** Lower-cased names; one element for each time that the header was sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

interface Forwarding {
  /** As sent, with the stage where it has one. */
  readonly path: string;
  readonly trace: Trace;
  /** The port of the cloud, as clients know it. */
  readonly port: string;
}

/**
 * Folds the raw headers by name and adds `x-amzn-trace-id`, `x-forwarded-*` and a missing `content-length`. The client's
 * own `x-forwarded-for` is kept ahead of its address; port and protocol are the gateway's word alone.
 */
export function viewOf(request: HttpRequest, { path, trace, port }: Forwarding): RequestView {
  const { rawHeaders, body } = request;
  const headers = headersByName(rawHeaders);
  if (body.byteLength > 0 && !headers.has('content-length')) headers.set('content-length', [String(body.byteLength)]);
  // What a client says of its own trace is handed on as it is.
  if (trace.parentId === undefined) headers.set('x-amzn-trace-id', [`Root=${trace.traceId}`]);
  const forwardedFor = headers.get('x-forwarded-for');
  headers.set('x-forwarded-for', [[...(forwardedFor ?? []), request.remoteAddress].join(', ')]);
  headers.set('x-forwarded-port', [port]);
  headers.set('x-forwarded-proto', ['http']);
  return { path: decodedPath(path), query: request.query, headers };
}

/** Repeated headers as HTTP APIs show them: in one line, joined by commas. */
export const headerText = (view: RequestView, name: string): string | undefined => view.headers.get(name)?.join(',');

/** Recorded on AWS: what stands behind an encoded question mark is lost. */
function decodedPath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path).split('?', 1)[0] ?? path;
  } catch {
    return path;
  }
}
