import type { Exchange, Step } from '../exchange.ts';
import { type Detail, detailOf, executionLines } from './execution-lines.ts';
import type { ExecutionLine } from './execution-log-writer.ts';

/** Into `API-Gateway-Execution-Logs_{api}/{stage}`, where the stage asks for it; those of a canary also beside it. */
export const writeExecutionLog: Step = (exchange) => {
  const detail = detailOf(exchange);
  const { stage, api, gateway, requestId } = exchange;
  if (!detail || !stage) return;
  const lines = [...linesOfDoor(exchange, detail), ...executionLines(exchange, detail)];
  if (lines.length === 0) return;
  const group = `API-Gateway-Execution-Logs_${api.record.id}/${stage.name}`;
  for (const each of stage.isCanary ? [group, `${group}/Canary`] : [group]) {
    gateway.executionLogs.add({ account: api.account, region: api.region, group: each }, requestId, lines);
  }
};

/** What AWS tells of usage plans ahead of the execution itself. */
function linesOfDoor(exchange: Exchange, { level }: Detail): ExecutionLine[] {
  const { api, stage, match, requestId, extendedRequestId, request, receivedMs } = exchange;
  if (level === 'ERROR') return [];
  const place = `${api.record.id}/${stage?.name}`;
  const key = request.headers['x-api-key'] ?? '';
  const shown = '*'.repeat(Math.max(0, key.length - 6)) + key.slice(-6);
  const lines = [
    `Extended Request Id: ${extendedRequestId}`,
    `Verifying Usage Plan for request: ${requestId}. API Key: ${shown} API Stage: ${place}`,
  ];
  if (match && !match.method.record.apiKeyRequired) {
    const method = `${match.method.verb} ${match.method.resource.path}`;
    lines.push(
      `API Key ${shown} authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`,
    );
  }
  if (exchange.failure?.type !== 'INVALID_API_KEY') {
    lines.push(`Usage Plan check succeeded for API Key ${shown} and API Stage ${place}`);
  }
  return lines.map((text) => ({ atMs: receivedMs, text }));
}
