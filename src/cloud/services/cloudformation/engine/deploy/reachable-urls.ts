import { isRecord } from '../template/template.ts';
import type { Run } from './run.ts';

/** The address that AWS gives an API, as templates put it together from its id, the region and AWS::URLSuffix. */
const apiUrl = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/g;

const apiTypes: ReadonlySet<string> = new Set(['AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::RestApi']);

/**
 * The value with the addresses of APIs that stacks here have made turned into ones that answer on this machine: `api.url`
 * of the CDK is such a text, and nobody would find out before a request went to AWS. Other people's APIs stay.
 */
export function withReachableUrls(value: unknown, run: Run): unknown {
  if (typeof value === 'string') return reachable(value, run);
  if (Array.isArray(value)) return value.map((item) => withReachableUrls(item, run));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withReachableUrls(member, run)]));
}

function reachable(text: string, run: Run): string {
  if (!text.includes('.execute-api.')) return text;
  return text.replace(apiUrl, (url, id: string) =>
    isApi(run, id) ? `${run.context.kernel.endpoint}/_aws/execute-api/${id}` : url,
  );
}

function isApi({ state }: Run, id: string): boolean {
  for (const record of state.resources.values()) {
    if (apiTypes.has(record.type) && record.state?.physicalId === id) return true;
  }
  return false;
}
