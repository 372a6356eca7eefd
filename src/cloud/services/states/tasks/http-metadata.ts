import type { SdkAnswer } from '../../../kernel/call-options.ts';
import type { JsonObject } from '../../../kernel/json.ts';

/** What optimized integrations tell of the answer beside its members, all of it in the order of names. */
export function withHttpMetadata(
  output: JsonObject,
  { requestId, contentType, status }: SdkAnswer,
  more: Readonly<Record<string, string>>,
  { body, nowMs }: { readonly body: string; readonly nowMs: number },
): JsonObject {
  const headers: Record<string, string> = {
    'x-amzn-RequestId': requestId,
    'Content-Length': String(Buffer.byteLength(body)),
    Date: new Date(nowMs).toUTCString(),
    'Content-Type': contentType,
    ...more,
  };
  const sorted = Object.entries(headers).sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  return inOrder({
    ...output,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: Object.fromEntries(sorted),
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: requestId },
  });
}

/** Members by their names. */
export const inOrder = (record: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
