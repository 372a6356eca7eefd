import type { Step } from '../exchange.ts';

/** Requests that reached no stage are counted nowhere, as there is nobody to count them for. */
export const countMetrics: Step = ({ api, stage, match, reply, integration, boundary, request, gateway }) => {
  if (!stage || !reply) return;
  gateway.metrics.add({
    account: api.account,
    region: api.region,
    apiId: api.record.ApiId,
    stage: stage.name,
    detailedRoute: match?.route.hasDetailedMetrics ? match.route.key : undefined,
    status: reply.status,
    latencyMs: Math.round(boundary.elapsedMs),
    integrationLatencyMs: integration && Math.round(integration.latencyMs),
    bytes: request.body.byteLength + Buffer.byteLength(reply.body),
  });
};
