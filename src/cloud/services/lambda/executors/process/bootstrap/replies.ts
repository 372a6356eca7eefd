import { fromChild, uint32 } from '../frames.ts';
import { writeFrame } from './channel.ts';
import { logError } from './console.ts';
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

export function sendStreamed(contentType: string, chunks: readonly Uint8Array[]): void {
  const type = Buffer.from(contentType);
  writeFrame(fromChild.streamed, peakMemory(), uint32(type.byteLength), type, ...chunks);
}

/** Largest resident set so far, KiB: `Max Memory Used` of the REPORT line. */
const peakMemory = (): Buffer => uint32(process.resourceUsage().maxRSS);
