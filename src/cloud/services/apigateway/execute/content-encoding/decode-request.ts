import { gunzipSync, inflateSync } from 'node:zlib';
import type { Step } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import { bodyBytesMax } from '../steps.ts';

const decoders = { gzip: gunzipSync, deflate: inflateSync } as const;

const isDecodable = (coding: string): coding is keyof typeof decoders => Object.hasOwn(decoders, coding);

/**
 * Unpacks what clients packed; 415 for other codings, and for what is not packed as it says.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html
 */
export const decodeRequest: Step = (exchange) => {
  const { request } = exchange;
  const coding = request.headers['content-encoding']?.trim().toLowerCase();
  if (coding === undefined || coding === '' || coding === 'identity') return;
  if (!isDecodable(coding)) throw new GatewayFailure('UNSUPPORTED_MEDIA_TYPE');
  exchange.request = { ...request, body: decoded(request.body, decoders[coding]), ...withoutCoding(request) };
};

function decoded(body: Uint8Array, decode: typeof gunzipSync): Uint8Array {
  try {
    return decode(body, { maxOutputLength: bodyBytesMax });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw new GatewayFailure(isTooLarge ? 'REQUEST_TOO_LARGE' : 'UNSUPPORTED_MEDIA_TYPE');
  }
}

/** What lies behind the gateway sees the plain body, and no word of its packing. */
function withoutCoding({
  headers,
  rawHeaders,
}: Parameters<Step>[0]['request']): Pick<Parameters<Step>[0]['request'], 'headers' | 'rawHeaders'> {
  const { 'content-encoding': _, ...others } = headers;
  const raw = rawHeaders.filter((_name, index) => {
    const name = rawHeaders[index - (index % 2)] ?? '';
    return name.toLowerCase() !== 'content-encoding';
  });
  return { headers: others, rawHeaders: raw };
}
