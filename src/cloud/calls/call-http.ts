import type { ServiceRequest } from '../kernel/call-options.ts';
import { ConnectionFailure, UnsupportedError } from '../kernel/errors.ts';
import { waitForDisconnect } from '../kernel/faults/connection-failure.ts';
import { type HttpResponse, wholeResponse } from '../kernel/http.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import type { ServiceHead } from '../wire/model/model-format.ts';
import { actionRequest } from '../wire/request/action-request.ts';
import { Call } from './call.ts';
import { runPipeline } from './pipeline.ts';

/** See `Kernel.callHttp`. What a service refuses is its answer; what Squall has not got is thrown, so that nobody maps it. */
export async function callHttp(kernel: CloudKernel, asked: ServiceRequest): Promise<HttpResponse> {
  const { endpoint, action, caller, region, parent, trace } = asked;
  const head = headOf(kernel, endpoint);
  const host = `${endpoint}.${region}.amazonaws.com`;
  const plain = { ...asked.request, headers: { ...asked.request.headers, host } };
  const call = new Call(kernel, {
    request: action === undefined ? plain : actionRequest(plain, head, action),
    signedAs: head.signingName,
    caller,
    region,
    parent,
    origin: trace,
  });
  await runPipeline(call, kernel);
  if (call.error instanceof ConnectionFailure) throw await waitForDisconnect(call.error, {});
  if (call.error instanceof UnsupportedError || !call.response) throw call.error;
  return wholeResponse(call.response);
}

/** By the whole endpoint (`api.ecr`), else by its last label: what stands before it is a subdomain (`bucket.s3`). */
function headOf({ models, services }: CloudKernel, endpoint: string): ServiceHead {
  const last = endpoint.slice(endpoint.lastIndexOf('.') + 1);
  const find = (prefix: string) =>
    models.heads.find((head) => head.endpointPrefix === prefix && services.has(head.service));
  const head = find(endpoint) ?? find(last);
  if (!head) throw new UnsupportedError(`the service ${endpoint}`);
  return head;
}
