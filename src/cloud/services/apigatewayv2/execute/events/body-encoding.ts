/**
 * Media types whose bodies a function gets as text; parameters do not matter. Everything else, forms and bodies
 * without a type included, arrives in base64. Which types AWS counts is disputed among those who measured it
 * (README.md): these are the ones that all agree on.
 */
const textTypes: ReadonlySet<string> = new Set(['application/json', 'application/xml', 'application/javascript']);

interface EncodedBody {
  /** Undefined when the request has no body. */
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}

/** A request body as events of both formats carry it; forms count as bytes, which surprises many. */
export function encodeBody(body: Uint8Array, contentType: string | undefined): EncodedBody {
  if (body.byteLength === 0) return { body: undefined, isBase64Encoded: false };
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isText = mediaType.startsWith('text/') || textTypes.has(mediaType);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return { body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
