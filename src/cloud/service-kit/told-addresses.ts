/** Names that lead to this machine, whoever resolves them: those below `localhost` do as well. */
const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * The address of a function URL as the one who asks by `endpoint` reaches it: as AWS's with a host that leads here; by a
 * path where that host would lead to the asker's own machine, in another container.
 */
export function functionUrlAddress(urlId: string, region: string, endpoint: string): string {
  const { protocol, hostname, port } = new URL(endpoint);
  return loopback.test(hostname)
    ? `${protocol}//${urlId}.lambda-url.${region}.localhost${port && `:${port}`}/`
    : `${endpoint}/_aws/lambda-url/${urlId}/`;
}

interface Asked {
  /** As the caller reaches us. */
  readonly endpoint: string;
  /** The cloud itself, by the address under which stored texts name it. */
  readonly kernel: { readonly endpoint: string };
}

/**
 * Our own addresses in a stored text (of APIs, of queues, of functions) as the caller reaches us: from outside of a
 * container by another port, from another container by another host.
 */
export function asCallerReaches(text: string, { endpoint, kernel }: Asked): string {
  if (endpoint === kernel.endpoint || !text.includes('http')) return text;
  const { port } = new URL(kernel.endpoint);
  const ownHosts = new RegExp(`http://([a-z0-9]+)\\.lambda-url\\.([a-z0-9-]+)\\.localhost${port && `:${port}`}/`, 'g');
  return text
    .replaceAll(`${kernel.endpoint}/`, `${endpoint}/`)
    .replace(ownHosts, (_, urlId: string, region: string) => functionUrlAddress(urlId, region, endpoint));
}
