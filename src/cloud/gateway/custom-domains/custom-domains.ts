import type { Collection } from '../../kernel/collection.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { World } from '../../kernel/world.ts';
import type { ApiAddress } from '../../service-kit/deployed-apis.ts';

/** Where requests go whose path begins with the key. */
export interface Mapping {
  /** By which the API of HTTP APIs names it. */
  readonly id: string;
  /** Without slashes at its ends; empty takes what no other key takes. */
  readonly key: string;
  readonly apiId: string;
  /** Empty where the request names the stage itself, behind what the mapping takes. */
  readonly stage: string;
}

/** A custom domain as the data plane knows it; the services in which users make domains write it down here. */
export interface CustomDomain {
  /** Where it was made: APIs of there alone can be mapped. */
  readonly scope: Scope;
  /** By the service in which they were made: domains of one service take mappings of the others. */
  readonly mappings: Readonly<Record<string, readonly Mapping[]>>;
}

/** By name, in lower case. A name is one domain's alone, whatever account and region it is in: requests name neither. */
export const customDomains = (world: World): Collection<CustomDomain> =>
  world.collection<CustomDomain>('execute-api/domains');

/** Makes the name answer; mappings come with {@link publishMappings}. */
export function claimDomain(world: World, name: string, { account, region }: Scope): void {
  customDomains(world).set(name, { scope: { account, region }, mappings: {} });
}

/** Whether there is a domain of that name in that account and region, whichever service made it. */
export function hasDomain(world: World, name: string, { account, region }: Scope): boolean {
  const scope = customDomains(world).get(name)?.scope;
  return scope !== undefined && scope.account === account && scope.region === region;
}

/** The mappings of services other than this one in the domain. */
export const mappingsOfOthers = (world: World, name: string, service: string): Mapping[] =>
  Object.entries(customDomains(world).get(name)?.mappings ?? {}).flatMap(([owner, mappings]) =>
    owner === service ? [] : mappings,
  );

/** The names of the domains in that account and region that this service did not make. */
export const namesElsewhere = (world: World, scope: Scope, isOwn: (name: string) => boolean): string[] =>
  [...customDomains(world).keys()].filter((name) => hasDomain(world, name, scope) && !isOwn(name));

/** Replaces the mappings of one service in a domain; those of others stay. */
export function publishMappings(world: World, name: string, service: string, mappings: readonly Mapping[]): void {
  const domain = customDomains(world).get(name);
  if (!domain) return;
  customDomains(world).set(name, { ...domain, mappings: { ...domain.mappings, [service]: mappings } });
}

/**
 * Reads a request whose host is a custom domain, with or without a port. Undefined where it is none; an address without an
 * API where no mapping takes the path.
 */
export function customAddressOf(request: HttpRequest, domains: Collection<CustomDomain>): ApiAddress | undefined {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const domain = domains.get(host) ?? domains.get(host.replace(/^[^.]+/, '*'));
  return domain && addressAt(domain, host, request.path);
}

/** Only what the mappings say counts, never an API's routes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html */
function addressAt({ mappings }: CustomDomain, domainName: string, path: string): ApiAddress {
  const common = { domainName, isOwnHost: true, isDefaultStage: false };
  let best: Mapping | undefined;
  for (const mapping of Object.values(mappings).flat()) {
    if (takes(mapping.key, path) && (!best || mapping.key.length > best.key.length)) best = mapping;
  }
  if (!best) return { ...common, apiId: '', path, custom: { stage: '', mappedPath: '' } };
  const mappedPath = best.key === '' ? '' : `/${best.key}`;
  return {
    ...common,
    apiId: best.apiId,
    path: path.slice(mappedPath.length) || '/',
    custom: { stage: best.stage, mappedPath },
  };
}

/** Whole segments alone: `orders` does not take `/orders-old`. */
const takes = (key: string, path: string): boolean => key === '' || `${path}/`.startsWith(`/${key}/`);
