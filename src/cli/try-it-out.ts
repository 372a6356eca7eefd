import type { CloudClient } from '../harness/cloud-client.ts';
import type { DeployedStack } from '../harness/deploy.ts';
import { localUrl } from '../harness/local-url.ts';
import { paint } from './paint.ts';
import { restApiLines } from './rest-api-lines.ts';

/** The URLs of what was deployed, and lines to try: for the orders API ones that tell its story, else its routes. */
export async function tryItOut(client: CloudClient, stacks: readonly DeployedStack[]): Promise<string> {
  const urls = stacks.flatMap(({ name, outputs }) =>
    Object.entries(outputs)
      .filter(([, value]) => /^https?:\/\//.test(value))
      .map(([key, value]) => ({ name: `${name}.${key}`, url: localUrl(client.endpoint, value) })),
  );
  const lines = (await Promise.all(urls.map(({ url }) => linesFor(client, url)))).flat();
  return [
    '',
    ...urls.map(({ name, url }) => `  ${name}  ${paint.cyan(url)}`),
    ...(lines.length === 0 ? [] : ['', paint.bold('Try'), ...lines.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

const linesMax = 3;

/** Lines for an output that is the address of an API in this cloud; none for any other. */
async function linesFor(client: CloudClient, url: string): Promise<string[]> {
  const apiId = /\/_aws\/execute-api\/([a-z0-9]+)/.exec(url)?.[1];
  if (apiId === undefined) return [];
  const routes = await routesOf(client, apiId);
  if (routes.length === 0) return (await restApiLines(client, apiId, url)).slice(0, linesMax);
  return routes.includes('POST /orders') ? ordersLines(url) : routes.slice(0, linesMax).map((key) => curl(url, key));
}

/** `GET /orders` and the like; none when the id is of an API of another kind. */
async function routesOf(client: CloudClient, apiId: string): Promise<string[]> {
  const { Items = [] } = await client
    .call<{ Items?: readonly { readonly RouteKey: string }[] }>('apigatewayv2', 'GetRoutes', { ApiId: apiId })
    .catch(() => ({}) as { Items?: never });
  return Items.map(({ RouteKey }) => RouteKey);
}

/** `ANY /a/{proxy+}` and `$default` are tried with a GET. */
function curl(url: string, routeKey: string): string {
  const [method = 'GET', path = '/'] = routeKey.includes(' ') ? routeKey.split(' ') : [];
  const flag = method === 'GET' || method === 'ANY' ? '' : `-X ${method} `;
  return `curl -s ${flag}'${url}${path.replace('{proxy+}', '')}'`;
}

function ordersLines(api: string): string[] {
  const base = `'${api}`;
  const order = `'{"customerId":"c-1","currency":"EUR","items":[{"sku":"tea","quantity":2,"unitPrice":450}]}'`;
  return [
    `curl -s ${base}/health'`,
    `curl -s -X POST ${base}/orders' -H 'content-type: application/json' -H 'idempotency-key: first' -d ${order}`,
    `curl -s ${base}/orders?limit=10'`,
  ];
}
