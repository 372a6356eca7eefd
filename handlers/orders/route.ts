import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Problem } from './problem.ts';
import { logger, metrics, tracer } from './telemetry.ts';

export type Request = APIGatewayProxyEventV2;
export type Response = APIGatewayProxyStructuredResultV2;
export type Route = (event: Request, context: Context) => Promise<Response>;

/** JSON with a status; `headers` are added to the content type. */
export const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/**
 * A Lambda handler around a route: structured logs with the request's ids, a metric and a trace for each request, and
 * every failure as problem details. What is no `Problem` becomes a 500 that tells the client nothing but its id.
 */
export function createHandler(name: string, route: Route): Route {
  return async (event, context) => {
    logger.addContext(context);
    logger.resetKeys();
    logger.appendKeys({ requestId: event.requestContext.requestId, route: event.routeKey });
    const segment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
    const subsegment = segment?.addNewSubsegment(`## ${name}`);
    try {
      const response = await route(event, context).catch((error: unknown) => problemAnswer(error, event));
      count(name, response.statusCode ?? 200);
      logger.info('answered', { status: response.statusCode });
      return response;
    } finally {
      subsegment?.close();
      metrics.publishStoredMetrics();
    }
  };
}

function problemAnswer(error: unknown, event: Request): Response {
  const problem =
    error instanceof Problem
      ? error
      : new Problem(500, 'internal', 'Something went wrong on our side', { cause: error });
  const level = problem.status >= 500 ? 'error' : 'warn';
  logger[level](problem.message, {
    type: problem.type,
    ...(problem.cause instanceof Error && { error: problem.cause }),
  });
  const body = {
    type: `urn:orders:${problem.type}`,
    title: problem.message,
    status: problem.status,
    instance: event.requestContext.requestId,
    ...problem.details,
  };
  return answer(problem.status, body, { 'content-type': 'application/problem+json', ...problem.headers });
}

function count(name: string, status: number): void {
  metrics.addDimension('route', name);
  metrics.addMetric('Requests', MetricUnit.Count, 1);
  if (status >= 500) metrics.addMetric('ServerErrors', MetricUnit.Count, 1);
  else if (status >= 400) metrics.addMetric('ClientErrors', MetricUnit.Count, 1);
}
