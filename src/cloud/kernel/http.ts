/** One HTTP request as every data plane of the cloud sees it, whether it came over a socket or in process. */
export interface HttpRequest {
  readonly method: string;
  /** The path as sent: still percent-encoded, never normalised, without the query. */
  readonly path: string;
  /** The query as sent, without `?`; empty when there is none. */
  readonly query: string;
  /** Names lower-cased; repeated headers joined by `, ` (cookies by `; `). */
  readonly headers: Readonly<Record<string, string>>;
  /** Alternating names and values with the client's casing and order. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
  readonly remoteAddress: string;
  /** Undefined for a request that came in the clear, or in process. */
  readonly tls?: TlsConnection | undefined;
  /** Aborted when the client goes before it was answered: whoever lets it wait may stop waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** The TLS connection by which a request came. */
export interface TlsConnection {
  /** `TLSv1.3` */
  readonly version: string;
  readonly cipher: string;
  /** The server that the client named, in lower case. */
  readonly serverName: string | undefined;
  /** Only one that the server's truststore vouches for. */
  readonly clientCertificate: ClientCertificate | undefined;
}

export interface ClientCertificate {
  readonly pem: string;
  /** `CN=client,O=Org,C=US` */
  readonly subject: string;
  readonly issuer: string;
  /** Bytes in hexadecimal digits, with colons. */
  readonly serialNumber: string;
  /** `May 28 12:30:02 2019 GMT` */
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface HttpResponse {
  readonly status: number;
  /** An array sends the header once for each value (`set-cookie`). */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** How names go over the wire where that is not in lower case, by the name in lower case. */
  readonly headerNames?: ReadonlyMap<string, string> | undefined;
  readonly body: Uint8Array | string;
  /**
   * Sent in place of the body, piece by piece as they come. It is read once, by whoever writes the answer, who calls its
   * `return` when the client goes; what it throws breaks the connection off.
   */
  readonly stream?: AsyncIterable<Uint8Array> | undefined;
}

/** Answers to HEAD, and of some statuses, have none. */
export const canHaveBody = (status: number, method: string | undefined): boolean =>
  status !== 204 && status !== 304 && status >= 200 && method !== 'HEAD';

/** By what requests to one of several that answer at the same port are told. */
export interface RequestMarks {
  /** It answers the requests whose path begins so, at any host. */
  readonly pathPrefix?: string;
  /** A part of every host of its own: requests to hosts without it are not asked about. */
  readonly hostMark?: string;
  /** Whether the request's host is its own, which browsers keep apart from all others. Must be cheap: every request asks. */
  hasOwnHost?(request: HttpRequest): boolean;
}

/** Whether a request is for whom the marks tell. */
export function isMarkedFor(marks: RequestMarks, request: HttpRequest): boolean {
  const { pathPrefix, hostMark } = marks;
  if (pathPrefix !== undefined && request.path.startsWith(pathPrefix)) return true;
  if (hostMark !== undefined && !request.headers.host?.includes(hostMark)) return false;
  return marks.hasOwnHost?.(request) === true;
}

/** The answer with all that its stream brings as its body, for those who take answers whole. */
export async function wholeResponse(response: HttpResponse): Promise<HttpResponse> {
  const { stream, ...rest } = response;
  if (!stream) return response;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { ...rest, body: Buffer.concat(chunks) };
}

/**
 * Whether a browser sends the request. Every browser of today says so to loopback addresses by `Sec-Fetch-Site`, and
 * everywhere by a `User-Agent` that begins with `Mozilla/`; no page can take either away.
 */
export const isFromBrowser = ({ headers }: HttpRequest): boolean =>
  headers['sec-fetch-site'] !== undefined || (headers['user-agent']?.startsWith('Mozilla/') ?? false);

/** A request of a service to a server outside the cloud. */
export interface LeavingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array;
  /** The hop in whose course it leaves. */
  readonly parent?: string;
}
