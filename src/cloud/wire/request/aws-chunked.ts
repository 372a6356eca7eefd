import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';

const invalidChunk = (): AwsError =>
  new AwsError('IncompleteBody', 'The request body terminated unexpectedly', { status: 400 });

/** Longest line between chunks: a size, a signature, or one trailer. */
const lineBytesMax = 4096;
const trailersMax = 20;

/**
 * Takes the framing of `aws-chunked` off a request: its body is what the client meant, trailers are headers, and the
 * framing's own headers are gone. Requests without it come back as they are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function unframe(request: HttpRequest): HttpRequest {
  const { headers } = request;
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const isStreaming = headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  if (!isStreaming && !encodings.includes('aws-chunked')) return request;
  const { body, trailers } = decodeChunks(request.body);
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.byteLength) throw invalidChunk();
  const { 'content-encoding': _, ...kept } = headers;
  const rest = encodings.filter((encoding) => encoding !== 'aws-chunked' && encoding !== '').join(',');
  const encoding = rest === '' ? {} : { 'content-encoding': rest };
  return {
    ...request,
    body,
    headers: { ...kept, ...encoding, 'content-length': String(body.byteLength), ...trailers },
  };
}

/** What was framed. */
interface Decoded {
  readonly body: Uint8Array;
  readonly trailers: Readonly<Record<string, string>>;
}

/** Until a chunk of size 0. Each chunk is followed by CRLF; anything else is a body that broke off. */
function decodeChunks(framed: Uint8Array): Decoded {
  const chunks: Uint8Array[] = [];
  let offset = 0;
  while (true) {
    const [line, next] = readLine(framed, offset);
    const size = sizeOf(line);
    if (size === 0) return { body: Buffer.concat(chunks), trailers: readTrailers(framed, next) };
    if (next + size + 2 > framed.byteLength || framed[next + size] !== 13 || framed[next + size + 1] !== 10) {
      throw invalidChunk();
    }
    chunks.push(framed.subarray(next, next + size));
    offset = next + size + 2;
  }
}

/** The text up to CRLF and the offset behind it. */
function readLine(bytes: Uint8Array, offset: number): readonly [string, number] {
  const end = bytes.indexOf(13, offset);
  if (end < 0 || end - offset > lineBytesMax || bytes[end + 1] !== 10) throw invalidChunk();
  return [Buffer.from(bytes.buffer, bytes.byteOffset + offset, end - offset).toString('latin1'), end + 2];
}

/** `10000;chunk-signature=…` → 65536. */
function sizeOf(line: string): number {
  const [digits = ''] = line.split(';');
  if (!/^[0-9a-f]{1,12}$/i.test(digits)) throw invalidChunk();
  return Number.parseInt(digits, 16);
}

function readTrailers(framed: Uint8Array, start: number): Record<string, string> {
  const trailers: Record<string, string> = {};
  let offset = start;
  for (let count = 0; offset < framed.byteLength && count <= trailersMax; count += 1) {
    const [line, next] = readLine(framed, offset);
    offset = next;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    // Only checksums travel as trailers: nothing else may be set behind the signature's back.
    if (name.startsWith('x-amz-checksum-')) trailers[name] = line.slice(colon + 1).trim();
  }
  return trailers;
}
