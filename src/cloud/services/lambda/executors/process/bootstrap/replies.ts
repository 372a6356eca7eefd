import { fromChild, uint32 } from '../frames.ts';
import { writeFrame } from './channel.ts';
import { logError } from './console.ts';
import type { ResponseSink } from './response-stream.ts';
import { errorPayload, RuntimeError } from './runtime-errors.ts';

/** Sends a handler's return value; one that is no JSON is the function's error. */
export function sendResult(value: unknown): void {
  let json: string;
  try {
    json = JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    sendError('Invoke Error', new RuntimeError('JSONStringifyError', 'Unable to stringify response body'));
    return;
  }
  writeFrame(fromChild.result, peakMemory(), Buffer.from(json));
}

/** Logs the error as AWS's runtime does, then sends it to the caller. */
export function sendError(what: string, thrown: unknown, kind: number = fromChild.error): void {
  logError(what, thrown);
  writeFrame(kind, peakMemory(), Buffer.from(JSON.stringify(errorPayload(thrown))));
}

/** What a streaming handler writes leaves at once. A client that reads slowly keeps the whole process waiting. */
export const channelSink: ResponseSink = {
  begin: (contentType) => writeFrame(fromChild.streamBegun, Buffer.from(contentType)),
  write: (piece) => writeFrame(fromChild.streamPiece, piece),
};

export const sendStreamEnd = (): void => writeFrame(fromChild.streamed, peakMemory());

/** Largest resident set so far, KiB: `Max Memory Used` of the REPORT line. */
const peakMemory = (): Buffer => uint32(process.resourceUsage().maxRSS);
