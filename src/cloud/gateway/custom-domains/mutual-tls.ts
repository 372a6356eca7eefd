import { createSecureContext } from 'node:tls';
import type { Collection } from '../../kernel/collection.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import { serviceCaller } from '../../kernel/identity.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { World } from '../../kernel/world.ts';
import { customDomains } from './custom-domains.ts';

/** A custom domain that lets in only clients with a certificate from its truststore. */
export interface MutualTls {
  /** Whose domain it is. */
  readonly account: string;
  readonly region: string;
  /** `s3://bucket/key`: certificates as PEM. */
  readonly truststoreUri: string;
  readonly truststoreVersion?: string;
}

/** By the domain's name, in lower case; whoever makes a domain with mutual TLS, changes it or deletes it, does so here too. */
export const mutualTlsDomains = (world: World): Collection<MutualTls> =>
  world.collection<MutualTls>('execute-api/mutual-tls');

/** The wildcard that a host belongs to. */
const wildcardOf = (host: string): string => host.replace(/^[^.]+/, '*');

/** Of the domain that answers at a host: its own, or the wildcard that stands for it where there is no such domain. */
function mutualTlsAt(world: World, host: string): MutualTls | undefined {
  const domains = mutualTlsDomains(world);
  return domains.get(customDomains(world).has(host) ? host : wildcardOf(host));
}

/** Whether the domain wants a certificate that the request does not bring: AWS refuses it ahead of everything else. */
export function lacksClientCertificate({ tls }: HttpRequest, domainName: string, world: World): boolean {
  if (!mutualTlsAt(world, domainName)) return false;
  // Another server's truststore would vouch for it, were the name of the connection not looked at.
  return tls?.serverName !== domainName || tls.clientCertificate === undefined;
}

/**
 * Reads truststores from S3 as their domains need them: once for each state of a domain, as AWS takes another object up
 * when the domain is updated. https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function truststoreReader(
  kernel: Pick<Kernel, 'world' | 'call' | 'log'>,
): (domainName: string) => Promise<string | undefined> {
  const known = new WeakMap<MutualTls, string>();
  return async (domainName) => {
    const domain = mutualTlsAt(kernel.world, domainName);
    if (!domain) return undefined;
    const truststore = known.get(domain) ?? (await read(kernel, domainName, domain));
    known.set(domain, truststore);
    return truststore;
  };
}

/** Empty, so that nobody is trusted, where it cannot be read or is no certificates. */
async function read(kernel: Pick<Kernel, 'call' | 'log'>, domainName: string, domain: MutualTls): Promise<string> {
  const { truststoreUri, truststoreVersion, account, region } = domain;
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(truststoreUri) ?? [];
  const input = { Bucket, Key, ...(truststoreVersion !== undefined && { VersionId: truststoreVersion }) };
  const caller = serviceCaller('apigateway.amazonaws.com', account);
  try {
    const { Body } = await kernel.call<{ readonly Body: Uint8Array }>('s3', 'GetObject', input, {
      caller,
      account,
      region,
    });
    const truststore = Buffer.from(Body).toString('utf8');
    createSecureContext({ ca: truststore });
    return truststore;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    kernel.log.warn(`${domainName}: no client is trusted, since ${truststoreUri} cannot be used: ${reason}`);
    return '';
  }
}
