import type { RequestOptions } from 'node:http';
import { createRequire, syncBuiltinESMExports } from 'node:module';

type Request = (...parameters: unknown[]) => unknown;

/**
 * Requests that are signed with the function's own credentials are for this cloud, whatever host they name: a client with
 * an endpoint of AWS's written into it, or version 2 of the SDK inside a bundle. AWS would only refuse them. Everything
 * else, public files of AWS's among it, goes where it is sent.
 */
export function routeSignedRequests(endpoint: string, variables: NodeJS.ProcessEnv): void {
  const require = createRequire(import.meta.url);
  const https = require('node:https') as { request: Request };
  const http = require('node:http') as { request: Request };
  const { hostname, port, protocol } = new URL(endpoint);
  const { request } = https;
  const send: Request = protocol === 'https:' ? request : http.request;
  https.request = (...parameters) => {
    const [options, ...rest] = parameters;
    if (!isObject(options) || !isOurs(options, variables.AWS_ACCESS_KEY_ID)) return request(...parameters);
    const { agent: _, protocol: __, host: ___, ...kept } = options;
    // The signature is on the host that the client meant; the router knows AWS's.
    const headers = { host: hostOf(options), ...lowerCased(options.headers) };
    return send({ ...kept, headers, hostname, port }, ...rest);
  };
  syncBuiltinESMExports();
}

const isObject = (options: unknown): options is RequestOptions =>
  typeof options === 'object' && options !== null && !(options instanceof URL);

const hostOf = ({ hostname, host }: RequestOptions): string => hostname ?? host ?? '';

function isOurs(options: RequestOptions, accessKey: string | undefined): boolean {
  if (!accessKey || !/\.amazonaws\.com(\.cn)?$/.test(hostOf(options))) return false;
  return String(lowerCased(options.headers).authorization ?? '').includes(`Credential=${accessKey}/`);
}

/** Of headers that are an object, as those of SDKs are. */
function lowerCased(headers: RequestOptions['headers']): Record<string, unknown> {
  if (headers === undefined || Array.isArray(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
