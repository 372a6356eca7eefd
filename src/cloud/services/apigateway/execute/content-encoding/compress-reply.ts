import { deflateSync, gzipSync } from 'node:zlib';
import type { Step } from '../exchange.ts';

const encoders: ReadonlyMap<string, (body: Uint8Array | string) => Uint8Array> = new Map([
  ['gzip', (body: Uint8Array | string) => gzipSync(body)],
  ['deflate', (body: Uint8Array | string) => deflateSync(body)],
]);

/**
 * Packs what an integration answered, where the API asks for it and the client names a coding that is known here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-receive-response-with-compressed-payload.html
 */
export const compressReply: Step = (exchange) => {
  const { reply, failure, stage, request } = exchange;
  const minimum = stage?.deployment.frozen.api.minimumCompressionSize;
  if (!reply || failure || minimum === undefined || reply.stream) return;
  if (reply.headers['content-encoding'] !== undefined) return;
  const size = Buffer.byteLength(reply.body);
  if (size === 0 || size < minimum) return;
  const coding = preferredCoding(request.headers['accept-encoding']);
  const encode = coding === undefined ? undefined : encoders.get(coding);
  if (coding === undefined || !encode) return;
  exchange.reply = { ...reply, headers: { ...reply.headers, 'content-encoding': coding }, body: encode(reply.body) };
};

/** What the client likes best, the first of equals; AWS packs nothing where that is a coding that it has not got. */
export function preferredCoding(header: string | undefined): string | undefined {
  let best: string | undefined;
  let bestWeight = 0;
  for (const part of header?.split(',') ?? []) {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const given = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = given === undefined ? 1 : Number(given.slice(2));
    if (coding === '' || coding === '*' || !(weight > bestWeight)) continue;
    best = coding;
    bestWeight = weight;
  }
  return best;
}
