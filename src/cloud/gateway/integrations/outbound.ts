import http from 'node:http';
import https from 'node:https';
import type { HttpResponse, LeavingRequest } from '../../kernel/http.ts';
import { hopByHop } from '../requests/request-values.ts';

/** A request to a server outside the cloud; all that is sent is given. */
export interface OutboundRequest extends LeavingRequest {
  /** Ends the exchange; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  readonly responseBytesMax?: number;
  /** Leaves the answer's length and the headers of its connection in place, for those who tell their clients of them. */
  readonly keepsConnectionHeaders?: boolean;
  /** Answers when the head is there; the body is the answer's stream. */
  readonly isStreamed?: boolean;
  /** Shown to backends that ask for one by TLS. */
  readonly clientCertificate?: OutboundCertificate | undefined;
  /** Takes whatever certificate the backend has. */
  readonly isInsecure?: boolean;
}

/** A key and its certificate, as PEM. */
export interface OutboundCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Connections to what lies outside the cloud: HTTP integrations and identity providers. */
export interface Outbound {
  send(request: OutboundRequest): Promise<HttpResponse>;
  close(): void;
}

/** Keeps connections open between requests; `close` ends them all. `answer` takes the place of the network. */
export function createOutbound(answer?: (request: LeavingRequest) => Promise<HttpResponse>): Outbound {
  if (answer) return { send: answer, close: () => undefined };
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return {
    send: (request) => send(request, request.url.protocol === 'https:' ? agents.https : agents.http),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Node's own client: `fetch` would add headers, follow redirects and unpack bodies, and a proxy must do none of it. */
function send(request: OutboundRequest, agent: http.Agent | https.Agent): Promise<HttpResponse> {
  const { method, url, headers, body, signal } = request;
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: headers as http.OutgoingHttpHeaders,
      agent,
      ...loopbackOptions(request),
      ...(signal && { signal }),
      ...tlsOptions(request),
    };
    const outgoing = client.request(url, options, (incoming) => {
      read(incoming, request).then(resolve, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body && body.byteLength > 0 ? body : undefined);
  });
}

/** Names below `localhost` are this machine by RFC 6761, which not every resolver knows: function URLs have such names. */
const loopbackOptions = ({ url, headers }: OutboundRequest): http.RequestOptions =>
  url.hostname.endsWith('.localhost')
    ? { hostname: 'localhost', headers: { host: url.host, ...headers } as http.OutgoingHttpHeaders }
    : {};

/** The agent keeps connections of different certificates apart. */
const tlsOptions = ({ clientCertificate, isInsecure }: OutboundRequest): https.RequestOptions => ({
  ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
  ...(isInsecure && { rejectUnauthorized: false }),
});

/** The whole answer, in the form of our own. Throws when it is larger than was asked for. */
async function read(
  incoming: http.IncomingMessage,
  { responseBytesMax: bytesMax = Number.POSITIVE_INFINITY, keepsConnectionHeaders, isStreamed }: OutboundRequest,
): Promise<HttpResponse> {
  const status = incoming.statusCode ?? 502;
  const head = { status, headers: headersOf(incoming, keepsConnectionHeaders), headerNames: namesOf(incoming) };
  if (isStreamed) return { ...head, body: '', stream: incoming };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > bytesMax) throw new Error(`The response is larger than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return { ...head, body: Buffer.concat(chunks) };
}

function headersOf(incoming: http.IncomingMessage, keepsConnectionHeaders: boolean | undefined) {
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    if (!keepsConnectionHeaders && (hopByHop.has(name) || name === 'content-length')) continue;
    headers[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
  }
  return headers;
}

/** How the server wrote the names of its headers. */
function namesOf({ rawHeaders }: http.IncomingMessage): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    names.set(name.toLowerCase(), name);
  }
  return names;
}
