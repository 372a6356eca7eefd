import type { DeployedStack } from '../harness/deploy.ts';
import { localUrl } from '../harness/local-url.ts';
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

function tries(api: string): string[] {
  const base = `'${api}`;
  const order = `'{"customerId":"c-1","currency":"EUR","items":[{"sku":"tea","quantity":2,"unitPrice":450}]}'`;
  return [
    `curl -s ${base}/health'`,
    `curl -s -X POST ${base}/orders' -H 'content-type: application/json' -H 'idempotency-key: first' -d ${order}`,
    `curl -s ${base}/orders?limit=10'`,
  ];
}
