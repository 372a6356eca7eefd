import type { ServerResponse } from 'node:http';
import { canHaveBody, type HttpResponse } from '../kernel/http.ts';
import { writtenHeaders } from './written-headers.ts';

/**
 * Writes each piece as it comes, in chunks, and asks for the next when the client has taken it. Head and pieces go out
 * at once. A client that goes ends the stream; a stream that fails breaks the connection off, as it has no other way.
 */
export async function sendStream(
  outgoing: ServerResponse,
  method: string | undefined,
  { status, headers, headerNames, stream }: HttpResponse & { readonly stream: AsyncIterable<Uint8Array> },
): Promise<void> {
  const pieces = stream[Symbol.asyncIterator]();
  const leave = () => void pieces.return?.();
  if (outgoing.destroyed) return leave();
  outgoing.once('close', leave);
  outgoing.writeHead(status, { ...writtenHeaders(headers, headerNames) });
  if (!canHaveBody(status, method)) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  try {
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
      if (outgoing.destroyed) return;
      if (!outgoing.write(piece.value)) await drained(outgoing);
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

/** The client has taken what was written, or is gone. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go);
      outgoing.off('close', go);
      resolve();
    };
    outgoing.once('drain', go);
    outgoing.once('close', go);
  });
}
