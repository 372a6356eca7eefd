import { misconfigured } from '../gateway-failure.ts';

/** A payload on its way: text, or bytes that no template can read. */
export type Payload = string | Uint8Array;

const asText = (payload: Payload): string =>
  typeof payload === 'string' ? payload : Buffer.from(payload).toString('utf8');

/**
 * What an integration meets of the client's body. Text becomes binary behind templates, which `toBinary` does; binary
 * becomes text ahead of them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function readablePayload(payload: Payload, isBinary: boolean, contentHandling: string | undefined): Payload {
  if (!isBinary) return asText(payload);
  const bytes = Buffer.from(payload);
  return contentHandling === 'CONVERT_TO_TEXT' ? bytes.toString('base64') : bytes;
}

/** The bytes that a text stands for; functions answer it in the quotes of JSON. */
export function toBinary(payload: Payload): Uint8Array {
  if (typeof payload !== 'string') return payload;
  const text = payload.replace(/^\s*"|"\s*$|\s/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) return Buffer.from(text, 'base64');
  throw misconfigured('Execution failed due to configuration error: Unable to base64 decode the body.');
}

interface ResponseKinds {
  /** Whether the backend's content type is binary to the API. */
  readonly isBinary: boolean;
  /** Whether what the client accepts is. */
  readonly acceptsBinary: boolean;
  readonly contentHandling: string | undefined;
}

/** The form in which a backend's payload meets the response template, by the second table of the same page. */
export function readableAnswer(payload: Payload, { isBinary, acceptsBinary, contentHandling }: ResponseKinds): Payload {
  const isText = contentHandling === 'CONVERT_TO_TEXT' || (contentHandling === undefined && !acceptsBinary);
  return readablePayload(payload, isBinary, isText ? 'CONVERT_TO_TEXT' : undefined);
}

/** Whether a text is sent as the bytes that it stands for. */
export const isSentAsBinary = ({ isBinary, acceptsBinary, contentHandling }: ResponseKinds): boolean =>
  contentHandling === 'CONVERT_TO_BINARY' || (contentHandling === undefined && acceptsBinary && !isBinary);
