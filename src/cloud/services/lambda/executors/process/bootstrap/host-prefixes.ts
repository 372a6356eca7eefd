import { createRequire, syncBuiltinESMExports } from 'node:module';

type Lookup = (hostname: string, ...rest: unknown[]) => unknown;

/**
 * SDKs put a prefix before the endpoint's host for some operations (`sync-` for StartSyncExecution), and no resolver knows
 * `sync-127.0.0.1`: it leads to where the host itself leads.
 */
export function resolvePrefixedHosts(endpoint: string): void {
  const dns = createRequire(import.meta.url)('node:dns') as { lookup: Lookup };
  const { hostname } = new URL(endpoint);
  const { lookup } = dns;
  dns.lookup = (name, ...rest) => lookup(name.endsWith(`-${hostname}`) ? hostname : name, ...rest);
  syncBuiltinESMExports();
}
