import type { CloudClient } from '../harness/cloud-client.ts';
import type { DeployedStack } from '../harness/deploy.ts';
import { localUrl } from '../harness/local-url.ts';
import { byEase, curlLine, type SampleRequest } from './curl-line.ts';
import { paint } from './paint.ts';
import { restApiRequests } from './rest-api-requests.ts';

/** The URLs of what was deployed, and lines to try: for the orders API ones that tell its story, else its routes. */
export async function tryItOut(client: CloudClient, stacks: readonly DeployedStack[]): Promise<string> {
  const urls = stacks.flatMap(({ name, outputs }) =>
    Object.entries(outputs)
      .filter(([, value]) => /^https?:\/\//.test(value))
      .map(([key, value]) => ({ name: `${name}.${key}`, url: localUrl(client.endpoint, value) })),
  );
  const lines = aHandful(await Promise.all(urls.map(({ url }) => linesFor(client, url))));
  return [
    '',
    ...urls.map(({ name, url }) => `  ${name}  ${paint.cyan(url)}`),
    ...(lines.length === 0 ? [] : ['', paint.bold('Try'), ...lines.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

const linesOfApiMax = 3;
const linesMax = 5;

/** Of every API the first, then of every API the second, in the order of the APIs. */
function aHandful(ofApis: readonly (readonly string[])[]): string[] {
  const counts = ofApis.map(() => 0);
  for (let left = linesMax, round = 0; left > 0 && round < linesOfApiMax; round++) {
    for (const [index, lines] of ofApis.entries()) {
      if (left === 0 || round >= lines.length) continue;
      counts[index] = round + 1;
      left -= 1;
    }
  }
  return ofApis.flatMap((lines, index) => lines.slice(0, counts[index]));
}

/** Lines for an output that is the address of an API in this cloud; none for any other. */
async function linesFor(client: CloudClient, url: string): Promise<string[]> {
  const apiId = /\/_aws\/execute-api\/([a-z0-9]+)/.exec(url)?.[1];
  if (apiId === undefined) return [];
  const routes = await routesOf(client, apiId);
  if (ordersRoutes.every((key) => routes.some(({ RouteKey }) => RouteKey === key))) return ordersLines(url);
  const requests = routes.length === 0 ? await restApiRequests(client, apiId) : routes.flatMap(requestOf);
  return requests
    .toSorted(byEase)
    .slice(0, linesOfApiMax)
    .map((request) => curlLine(url, request));
}

interface Route {
  /** `GET /orders` and the like. */
  readonly RouteKey: string;
  readonly AuthorizationType?: string;
}

/** None when the id is of an API of another kind. */
async function routesOf(client: CloudClient, apiId: string): Promise<readonly Route[]> {
  const { Items = [] } = await client
    .call<{ Items?: readonly Route[] }>('apigatewayv2', 'GetRoutes', { ApiId: apiId })
    .catch(() => ({}) as { Items?: never });
  return Items;
}

function requestOf({ RouteKey, AuthorizationType = 'NONE' }: Route): SampleRequest[] {
  const [verb, path] = RouteKey === '$default' ? ['GET', '/'] : RouteKey.split(' ');
  return verb && path ? [{ verb, path, isClosed: AuthorizationType !== 'NONE' }] : [];
}

/** The reference API, whose lines tell a story. */
const ordersRoutes = ['GET /health', 'POST /orders', 'GET /orders'];

function ordersLines(url: string): string[] {
  const text = '{"customerId":"c-1","currency":"EUR","items":[{"sku":"tea","quantity":2,"unitPrice":450}]}';
  const body = { type: 'application/json', text };
  return [
    curlLine(url, { verb: 'GET', path: '/health' }),
    curlLine(url, { verb: 'POST', path: '/orders', headers: { 'idempotency-key': 'first' }, body }),
    curlLine(url, { verb: 'GET', path: '/orders' }),
  ];
}
