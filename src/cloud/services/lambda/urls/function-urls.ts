import { asksAhead, preflightReply, withCors } from '../../../gateway/cors/cors.ts';
import { namesWith } from '../../../gateway/requests/header-names.ts';
import { AwsError, ConnectionFailure } from '../../../kernel/errors.ts';
import type { FaultModel } from '../../../kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../../kernel/faults/faults.ts';
import { type HttpRequest, type HttpResponse, wholeResponse } from '../../../kernel/http.ts';
import { crossHttpBoundary, httpTarget } from '../../../kernel/http-boundary.ts';
import { rootCaller, serviceCaller } from '../../../kernel/identity.ts';
import { Feed } from '../../../kernel/streams/feed.ts';
import { mapStream } from '../../../kernel/streams/map-stream.ts';
import type { CloudKernel, DataPlane } from '../../../service-kit/contract.ts';
import type { InvokeOutput } from '../operations/invoke.ts';
import type { ResponseEvent, ResponseStreamOutput } from '../operations/invoke-with-response-stream.ts';
import { type FoundUrl, findUrl } from './find-url.ts';
import { urlAccess } from './url-access.ts';
import { type UrlAddress, urlAddressOf } from './url-address.ts';
import { type UrlRequest, urlEvent } from './url-event.ts';
import { badGateway, bufferedReply, notAllowed, refusal, streamedReply, unknownUrl } from './url-reply.ts';

const name = 'function-url';

/** How requests to function URLs can fail. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
const functionUrlFaults: FaultModel = {
  failure: { code: 'InternalServerError', status: 500, message: 'Internal Server Error' },
  throttle: { code: 'TooManyRequestsException', status: 429, message: 'Rate Exceeded.' },
  traits: () => ['edge'],
  isWrite: (operation) => !/^(?:GET|HEAD|OPTIONS)\b/.test(operation),
  answersHttp: true,
};

/** Requests to function URLs, at hosts of their own. */
export const functionUrls: DataPlane = {
  name,
  isOpenToPages: true,
  shortName: 'url',
  faults: functionUrlFaults,
  hostMark: '.lambda-url.',
  hasOwnHost: (request) => urlAddressOf(request)?.isOwnHost === true,
  pathPrefix: '/_aws/lambda-url/',
  async handle(request, kernel) {
    const address = urlAddressOf(request);
    const found = address && findUrl(address.urlId, kernel);
    return address && found ? answer(request, address, found, kernel) : unknownUrl();
  },
};

function answer(
  request: HttpRequest,
  address: UrlAddress,
  found: FoundUrl,
  kernel: CloudKernel,
): Promise<HttpResponse> {
  const id = kernel.random.uuid();
  const target = httpTarget(request, kernel, {
    caller: rootCaller(found.account),
    service: name,
    operation: `${request.method} ${address.path}`,
    resource: found.config.functionName,
    id,
    model: functionUrlFaults,
  });
  return crossHttpBoundary(kernel, target, request, {
    run: () => respond(request, address, found, kernel, target),
    answerOf: (error) =>
      error instanceof AwsError ? refusal(error.status ?? 500, { Message: error.message }) : undefined,
  });
}

/** The URL's CORS settings answer preflights, and take the place of what the function says of origins. */
async function respond(
  request: HttpRequest,
  address: UrlAddress,
  found: FoundUrl,
  kernel: CloudKernel,
  { id, trace }: FaultTarget,
): Promise<HttpResponse> {
  const { cors } = found.config;
  const { origin } = request.headers;
  if (cors && asksAhead(request.method, request.headers)) return { ...preflightReply(cors, origin), status: 200 };
  const access = urlAccess(found, request, kernel);
  if ('refused' in access) {
    const { refused } = access;
    return refused === 'forbidden' ? notAllowed() : refusal(403, { message: refused.message });
  }
  const { traceId } = trace;
  const given = { request, address, requestId: id, traceId, receivedMs: kernel.clock.now(), signer: access.signer };
  const reply = await invoke(given, found, kernel, { id, trace });
  const headers = { ...reply.headers, 'x-amzn-requestid': id, 'x-amzn-trace-id': `Root=${traceId}` };
  const named = { ...reply, headers, headerNames: namesWith(reply, ownNames) };
  return cors ? withCors(named, cors, origin) : named;
}

/** What Lambda writes in its own way in HTTP/1.1. */
const ownNames: ReadonlyMap<string, string> = new Map([
  ['content-length', 'Content-Length'],
  ['content-type', 'Content-Type'],
  ['x-amzn-requestid', 'x-amzn-RequestId'],
  ['x-amzn-trace-id', 'X-Amzn-Trace-Id'],
]);

async function invoke(
  given: UrlRequest,
  { account, region, config }: FoundUrl,
  kernel: CloudKernel,
  { id, trace }: Pick<FaultTarget, 'id' | 'trace'>,
): Promise<HttpResponse> {
  const input = {
    FunctionName: config.functionName,
    ...(config.qualifier !== undefined && { Qualifier: config.qualifier }),
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(urlEvent(given))),
  };
  const caller = serviceCaller('function-url.lambda.amazonaws.com', account);
  const options = { caller, account, region, parent: id, trace };
  try {
    if (config.invokeMode === 'RESPONSE_STREAM') {
      const { EventStream, StreamType } = await kernel.call<ResponseStreamOutput>(
        'lambda',
        'InvokeWithResponseStream',
        input,
        options,
      );
      return EventStream ? await streamedReply(piecesOf(EventStream), StreamType ?? 'application/json') : badGateway;
    }
    const output = await kernel.call<InvokeOutput>('lambda', 'Invoke', input, options);
    if (output.FunctionError !== undefined) return badGateway;
    const payload = Buffer.from(output.Payload ?? 'null');
    if (output.StreamType === undefined) return bufferedReply(payload);
    return await wholeResponse(await streamedReply(Feed.of(payload), output.StreamType));
  } catch (error) {
    if (error instanceof AwsError && error.status === 429) {
      return refusal(429, { Reason: error.members.Reason, Type: 'User', message: error.message });
    }
    if (error instanceof AwsError) return badGateway;
    throw error;
  }
}

/** What the function writes. One that fails in its midst breaks the connection off: the status is told already. */
const piecesOf = (events: AsyncIterable<ResponseEvent>): AsyncIterable<Uint8Array> =>
  mapStream<ResponseEvent, Uint8Array>(events, {
    map: (event) => {
      if ('PayloadChunk' in event) return event.PayloadChunk.Payload;
      if (event.InvokeComplete.ErrorCode !== undefined) throw new ConnectionFailure('reset');
      return undefined;
    },
  });
