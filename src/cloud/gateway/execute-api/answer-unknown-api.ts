import { Boundary } from '../../kernel/boundary.ts';
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts';
import { rootCaller } from '../../kernel/identity.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { readTraceHeader, traceOf } from '../../kernel/trace.ts';
import type { ApiAddress } from '../../service-kit/deployed-apis.ts';
import { newRequestId } from '../requests/request-id.ts';
import { executeApiFaults } from './execute-api-faults.ts';
import { executeApiName } from './execute-api-name.ts';

/**
 * What `execute-api` itself says of an id that names no API, of whatever kind: refused like one that may not be used. No
 * fault meets the request, as no API does, but the journal has it.
 */
export function answerUnknownApi(request: HttpRequest, { apiId }: ApiAddress, kernel: Kernel): HttpResponse {
  const id = newRequestId(kernel.random);
  const trace = traceOf(id, readTraceHeader(request.headers['x-amzn-trace-id']), kernel);
  const describe = () => ({
    caller: rootCaller('unknown'),
    service: executeApiName,
    operation: request.method,
    resource: apiId,
    attempt: 1,
    invocation: undefined,
    id,
    parent: undefined,
    trace,
    input: request,
    model: executeApiFaults,
  });
  const boundary = new Boundary(kernel, { describe });
  const body = '{"message":"Forbidden"}';
  const reply = { status: 403, headers: { 'content-type': 'application/json', 'apigw-requestid': id }, body };
  boundary.end({
    output: reply,
    error: undefined,
    status: reply.status,
    requestBytes: request.body.byteLength,
    responseBytes: body.length,
  });
  return reply;
}
