import { isIPv4, isIPv6 } from 'node:net';

/** A host and its port, as in the `Host` header and in an `Origin`. */
export interface Authority {
  readonly kind: 'name' | 'ipv4' | 'ipv6';
  /** In lower case, without the brackets of IPv6 and without a name's last dot. */
  readonly host: string;
  /** Undefined where the text names none: the scheme's own. */
  readonly port: number | undefined;
}

/** An `Origin`: `http://localhost:5173`. */
export interface Origin {
  readonly scheme: 'http' | 'https';
  readonly authority: Authority;
}

const portMax = 65_535;
const nameCharactersMax = 253; // RFC 1035, 2.3.4
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Reads an authority (RFC 3986, 3.2.2) strictly: no user, no empty port, no zone, no percent-encoding. Undefined for
 * everything else, so that nobody has to guess which part of `a:b:c` is the host.
 */
export function parseAuthority(text: string): Authority | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]@/?#\\%]+))(?::(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const [, bracketed, bare = '', digits] = match;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && port > portMax) return undefined;
  if (bracketed !== undefined) {
    return isIPv6(bracketed) ? { kind: 'ipv6', host: bracketed.toLowerCase(), port } : undefined;
  }
  if (isIPv4(bare)) return { kind: 'ipv4', host: bare, port };
  const host = bare.toLowerCase().replace(/\.$/, '');
  return isName(host) ? { kind: 'name', host, port } : undefined;
}

/** What ends in a number is an address to browsers (`1.2.3`, `0x7f.1`), and a wrong one: https://url.spec.whatwg.org/#host-parsing */
function isName(host: string): boolean {
  const labels = host.split('.');
  const isNumber = /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '');
  return host.length <= nameCharactersMax && !isNumber && labels.every((each) => label.test(each));
}

/** Reads `http://localhost:5173`; undefined for `null`, other schemes and whatever has a path. */
export function parseOrigin(text: string): Origin | undefined {
  const match = /^(https?):\/\/(.*)$/i.exec(text);
  const authority = match?.[2] === undefined ? undefined : parseAuthority(match[2]);
  return authority && { scheme: match?.[1]?.toLowerCase() === 'https' ? 'https' : 'http', authority };
}

/** The origin in one spelling, with its port: two origins are the same when these texts are. */
export function originKey({ scheme, authority }: Origin): string {
  const { kind, host, port = scheme === 'https' ? 443 : 80 } = authority;
  return `${scheme}://${kind === 'ipv6' ? `[${host}]` : host}:${port}`;
}

/** This machine, by a name that nobody can point elsewhere. Any port. */
export const isLoopback = ({ host }: Authority): boolean =>
  host === 'localhost' || host === '127.0.0.1' || host === '::1';
