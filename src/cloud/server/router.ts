import { createAdmin } from '../admin/admin.ts';
import type { AdminActions } from '../admin/context.ts';
import { Call } from '../calls/call.ts';
import { runPipeline } from '../calls/pipeline.ts';
import { ConnectionFailure } from '../kernel/errors.ts';
import { waitForDisconnect } from '../kernel/faults/connection-failure.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { defaultAccount, rootCaller } from '../kernel/identity.ts';
import type { AnyService, CloudKernel, DataPlane } from '../service-kit/contract.ts';
import type { Zone } from './zone.ts';

/** What answers requests, and what it says of them to the port. */
export interface Router {
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** What web pages may do with this request. */
  zoneOf(request: HttpRequest): Zone;
}

/**
 * Everything behind the one port: the admin API under `/_squall/`, the health page for waiters, the data planes that
 * services bring along, and for all the rest the AWS API.
 */
export function createRouter(kernel: CloudKernel, actions: AdminActions): Router {
  const admin = createAdmin(kernel, actions);
  const dataPlanes = [...kernel.services.values()].flatMap((service) =>
    (service.dataPlanes ?? []).map((plane) => ({ plane, service })),
  );
  const foundFor = (request: HttpRequest) => dataPlanes.find(({ plane }) => plane.matches(request));
  return {
    async handle(request) {
      const found = foundFor(request);
      if (found) return answerAsPlane(found, request, kernel);
      if (admin.matches(request)) return admin.handle(request);
      return answerAsAws(request, kernel);
    },
    zoneOf(request) {
      const plane = foundFor(request)?.plane;
      if (plane?.isOpenToPages) return plane.hasOwnHost?.(request) ? 'own-origin' : 'shared';
      return !plane && admin.matches(request) ? 'admin' : 'closed';
    },
  };
}

interface Found {
  readonly plane: DataPlane;
  readonly service: AnyService;
}

/** What a data plane throws is a bug of ours: told in the log, and answered, since the client is still there. */
async function answerAsPlane(
  { plane, service }: Found,
  request: HttpRequest,
  kernel: CloudKernel,
): Promise<HttpResponse> {
  try {
    return await plane.handle(request, kernel, kernel.runtimeOf(service));
  } catch (error) {
    if (error instanceof ConnectionFailure) throw await waitForDisconnect(error, request);
    kernel.log.error(`${plane.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return lastResort;
  }
}

async function answerAsAws(request: HttpRequest, kernel: CloudKernel): Promise<HttpResponse> {
  const call = new Call(kernel, { request, caller: rootCaller(defaultAccount) });
  await runPipeline(call, kernel);
  if (call.error instanceof ConnectionFailure) throw await waitForDisconnect(call.error, request);
  return call.response ?? lastResort;
}

/** Only when even the answer to a failure could not be written. */
const lastResort: HttpResponse = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"__type":"InternalFailure","message":"Squall could not write its answer; this is a bug of Squall."}',
};
