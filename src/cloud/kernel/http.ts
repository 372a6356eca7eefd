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
  /** Aborted when the client goes before it was answered: whoever lets it wait may stop waiting. */
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** An array sends the header once for each value (`set-cookie`). */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | string;
  /**
   * Sent in place of the body, piece by piece as they come. It is read once, by whoever writes the answer, who calls its
   * `return` when the client goes; what it throws breaks the connection off.
   */
  readonly stream?: AsyncIterable<Uint8Array> | undefined;
}

/** The answer with all that its stream brings as its body, for those who take answers whole. */
export async function wholeResponse(response: HttpResponse): Promise<HttpResponse> {
  const { stream, ...rest } = response;
  if (!stream) return response;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { ...rest, body: Buffer.concat(chunks) };
}

/** Answers to HEAD, and of some statuses, have none. */
export const canHaveBody = (status: number, method: string | undefined): boolean =>
  status !== 204 && status !== 304 && status >= 200 && method !== 'HEAD';

/**
 * Whether a browser sends the request. Every browser of today says so to loopback addresses by `Sec-Fetch-Site`, and
 * everywhere by a `User-Agent` that begins with `Mozilla/`; no page can take either away.
 */
export const isFromBrowser = ({ headers }: HttpRequest): boolean =>
  headers['sec-fetch-site'] !== undefined || (headers['user-agent']?.startsWith('Mozilla/') ?? false);
