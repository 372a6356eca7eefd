import type { DeployedStack } from '../harness/deploy.ts';
import { paint } from './paint.ts';

/** The URLs of what was deployed, and three lines to try when it is the orders API. */
export function tryItOut(endpoint: string, stacks: readonly DeployedStack[]): string {
  const urls = stacks.flatMap(({ name, outputs }) =>
    Object.entries(outputs)
      .filter(([, value]) => /^https?:\/\//.test(value))
      .map(([key, value]) => ({ name: `${name}.${key}`, url: localUrl(endpoint, value) })),
  );
  const api = urls.find(({ name }) => /api/i.test(name))?.url;
  return [
    '',
    ...urls.map(({ name, url }) => `  ${name}  ${paint.cyan(url)}`),
    ...(api === undefined ? [] : ['', paint.bold('Try'), ...tries(api).map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

/** What AWS calls `https://ID.execute-api.REGION.amazonaws.com` has a name here that needs no DNS. */
function localUrl(endpoint: string, url: string): string {
  const api = /^https?:\/\/([a-z0-9]+)\.execute-api\.[^/]+(\/.*)?$/.exec(url);
  return api ? `${endpoint}/_aws/execute-api/${api[1]}${(api[2] ?? '').replace(/\/$/, '') || '/$default'}` : url;
}

function tries(api: string): string[] {
  const base = `'${api.replace(/\/$/, '')}`;
  const order = `'{"customerId":"c-1","currency":"EUR","items":[{"sku":"tea","quantity":2,"unitPrice":450}]}'`;
  return [
    `curl -s ${base}/health'`,
    `curl -s -X POST ${base}/orders' -H 'content-type: application/json' -H 'idempotency-key: first' -d ${order}`,
    `curl -s ${base}/orders?limit=10'`,
  ];
}
