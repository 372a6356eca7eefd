import { type StreamedEvent, streamFunction, within } from '../../../../gateway/integrations/call-integration.ts';
import { limitStream } from '../../../../gateway/integrations/limit-stream.ts';
import { ConnectionFailure } from '../../../../kernel/errors.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { isJsonObject, parseJson } from '../../../../kernel/json.ts';
import { mapStream, startWith } from '../../../../kernel/streams/map-stream.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { RoutedExchange } from '../exchange.ts';
import { badGateway, GatewayFailure, misconfigured } from '../gateway-failure.ts';
import { failureOf, functionCall } from './function-backend.ts';
import type { MappedRequest } from './mapped-request.ts';
import { readHead } from './proxy-response.ts';
import { streamLimits } from './stream-limits.ts';

const metadataEnd = Buffer.alloc(8);
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
const metadataBytesMax = 16 * 1024;
const members: ReadonlySet<string> = new Set(['statusCode', 'headers', 'multiValueHeaders', 'cookies']);

/**
 * A Lambda proxy integration that streams: status and headers come first, as JSON with eight NUL bytes behind it. The
 * client is answered when these are read; what goes wrong afterwards breaks the connection off.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 * @throws GatewayFailure 500 for another format, 502 for a function that fails, 504 for one that is too slow
 */
export async function askStreamedFunction(
  exchange: RoutedExchange,
  { uri, body }: MappedRequest,
): Promise<HttpResponse> {
  const { clock } = exchange.kernel;
  const limits = streamLimits(exchange);
  const outcome = await streamFunction(exchange.kernel, functionCall(exchange, { uri, event: body as string }));
  if (outcome.kind !== 'stream') throw failureOf(outcome);
  exchange.answered = { status: outcome.status, headers: {}, body: '' };
  const pieces = piecesOf(outcome.events);
  const read = readMetadata(exchange, pieces);
  const reply = await within(clock, Math.max(0, limits.endsMs - clock.now()), read, () => {
    void pieces.return?.();
    throw new GatewayFailure('INTEGRATION_TIMEOUT', { integrationError: 'Execution failed due to a timeout error' });
  });
  return { ...reply, stream: limitStream(reply.stream, clock, limits) };
}

/** A function that fails ends its stream with a word about it. */
class FunctionFailed extends ConnectionFailure {}

const piecesOf = (events: AsyncIterable<StreamedEvent>): AsyncIterableIterator<Uint8Array> =>
  mapStream<StreamedEvent, Uint8Array>(events, {
    map: ({ PayloadChunk, InvokeComplete }) => {
      if (InvokeComplete?.ErrorCode !== undefined) throw new FunctionFailed('reset');
      return PayloadChunk?.Payload;
    },
  });

async function readMetadata(
  exchange: RoutedExchange,
  pieces: AsyncIterator<Uint8Array> & AsyncIterable<Uint8Array>,
): Promise<HttpResponse & { readonly stream: AsyncIterable<Uint8Array> }> {
  let read = Buffer.alloc(0);
  let end = -1;
  while (end < 0 && read.byteLength <= metadataBytesMax) {
    const { done, value } = await pieces.next().catch(asFailure);
    if (done) break;
    read = Buffer.concat([read, value]);
    end = read.indexOf(metadataEnd);
  }
  const metadata = end < 0 || end > metadataBytesMax ? undefined : parseJson(read.subarray(0, end).toString());
  if (!isJsonObject(metadata) || Object.keys(metadata).some((name) => !members.has(name))) {
    void pieces.return?.();
    throw misconfigured('Execution failed due to configuration error: Malformed Lambda streaming response');
  }
  const content = read.subarray(end + metadataEnd.length);
  const { status, headers, headerNames } = readHead(metadata);
  return {
    status,
    headers: { ...headers, 'x-amzn-trace-id': traceHeader(exchange.trace) },
    headerNames,
    body: '',
    stream: content.byteLength > 0 ? startWith<Uint8Array>(content, pieces) : pieces,
  };
}

function asFailure(error: unknown): never {
  if (error instanceof FunctionFailed)
    throw badGateway('Execution failed due to configuration error: The function failed');
  throw error;
}
