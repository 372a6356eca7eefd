import { createRequire, syncBuiltinESMExports } from 'node:module';

type Lookup = (hostname: string, ...rest: unknown[]) => unknown;

/**
 * SDKs put a prefix before the endpoint's host for some operations (`sync-` for StartSyncExecution), clients of S3 the
 * bucket's name, and no resolver knows `sync-127.0.0.1` or `bucket.localhost`: they lead to where the host itself leads.
 */
export function resolvePrefixedHosts(endpoint: string): void {
  const dns = createRequire(import.meta.url)('node:dns') as { lookup: Lookup };
  const { hostname } = new URL(endpoint);
  const { lookup } = dns;
  const isBelow = (name: string) => name.endsWith(`-${hostname}`) || name.endsWith(`.${hostname}`);
  dns.lookup = (name, ...rest) => lookup(isBelow(name) ? hostname : name, ...rest);
  syncBuiltinESMExports();
}
