import { type Authority, parseAuthority } from './authority.ts';

/**
 * What a `Host` is to us. `own`: an address, or a name that nobody can rebind. `data`: a name below which buckets and APIs
 * live. `private`: a name that the network's own DNS answers. `aws`: a name of AWS's that a program resolved by hand.
 * `foreign`: a name that strangers may have pointed at us.
 */
export type HostKind = 'own' | 'data' | 'private' | 'aws' | 'foreign';

/** The two names whose whole tree is loopback: reserved (RFC 6761), and LocalStack's public one. */
const loopbackTrees = ['localhost', 'localhost.localstack.cloud'];
const awsTrees = ['amazonaws.com', 'amazonaws.com.cn', 'on.aws'];

const isBelow = (host: string, tree: string): boolean => host.endsWith(`.${tree}`);

/**
 * Sorts a host. Single labels (docker's service names) and `.internal`, the top level domain kept for private use, are
 * answered by the network's own DNS alone: whoever controls that can rebind them.
 */
export function hostKind({ kind, host }: Authority, further: readonly string[]): HostKind {
  if (kind !== 'name' || further.includes(host) || loopbackTrees.includes(host)) return 'own';
  if (!host.includes('.') || isBelow(host, 'internal')) return 'private';
  if (loopbackTrees.some((tree) => isBelow(host, tree))) return 'data';
  return awsTrees.some((tree) => isBelow(host, tree)) ? 'aws' : 'foreign';
}

/** A name as `--allow-host` and `--host` give it, in the spelling of {@link Authority}. */
export const hostOf = (text: string): string => parseAuthority(text)?.host ?? text.toLowerCase();
