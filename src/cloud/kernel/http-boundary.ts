import { crossBoundary, type OpenAnswer, type Work } from './boundary.ts';
import type { FaultTarget } from './faults/faults.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Kernel } from './kernel.ts';
import { leaveStream, watchStream } from './streams/map-stream.ts';
import { readTraceHeader, traceOf } from './trace.ts';

type Known = Pick<FaultTarget, 'caller' | 'service' | 'operation' | 'resource' | 'id' | 'model'>;

/** A request to an HTTP data plane as the boundary knows it; its trace goes on with the caller's, where it names one. */
export const httpTarget = (request: HttpRequest, kernel: Kernel, known: Known): FaultTarget => ({
  ...known,
  attempt: 1,
  invocation: undefined,
  parent: undefined,
  trace: traceOf(known.id, readTraceHeader(request.headers['x-amzn-trace-id']), kernel),
  input: request,
});

/** Takes such a request over the boundary; its answer's status is the outcome. */
export const crossHttpBoundary = (
  kernel: Kernel,
  target: FaultTarget,
  request: HttpRequest,
  work: Pick<Work<HttpResponse>, 'run' | 'answerOf'>,
): Promise<HttpResponse> =>
  crossBoundary<HttpResponse>(kernel, target, {
    ...work,
    statusOf: ({ status }) => status,
    sizeOf: ({ body }) => Buffer.byteLength(body),
    openAnswer: openResponse,
    requestBytes: request.body.byteLength,
  });

/** Of a streamed response; undefined for a whole one. */
export function openResponse(response: HttpResponse): OpenAnswer<HttpResponse> | undefined {
  const { stream } = response;
  if (!stream) return undefined;
  return {
    leave: () => leaveStream(stream),
    watched: (onEnd) => {
      let bytes = 0;
      const watched = watchStream(stream, {
        onValue: (chunk) => {
          bytes += chunk.byteLength;
        },
        onEnd: (error) => onEnd(error, bytes),
      });
      return { ...response, stream: watched };
    },
  };
}
